package io.github.mmap4j.internal.trace;

import static java.util.stream.Collectors.toSet;

import java.lang.StackWalker.StackFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Records the stacks of the calls that make mappings, if that is asked for. */
public final class CreationTraces {
  /** Enough to find the caller; a deep recursion must not be kept with each mapping. */
  private static final int MOST_FRAMES = 64;

  private static volatile boolean recorded;

  private CreationTraces() {}

  public static void record(boolean on) {
    recorded = on;
  }

  /**
   * Returns the stack of the library's caller, from its own frame on; empty if not asked for.
   *
   * @param makers the library's classes that a mapping is made by
   */
  public static Optional<List<StackTraceElement>> here(Class<?>... makers) {
    if (!recorded) {
      return Optional.empty();
    }
    Set<String> ours = Arrays.stream(makers).map(Class::getName).collect(toSet());
    return Optional.of(
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .skip(1) // this method
                        .dropWhile(frame -> ours.contains(frame.getClassName()))
                        .limit(MOST_FRAMES)
                        .map(StackFrame::toStackTraceElement)
                        .toList()));
  }
}
