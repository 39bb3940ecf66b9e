package io.github.mmap4j.internal.trace;

import static java.util.stream.Collectors.toSet;

import java.lang.StackWalker.StackFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Records the stack traces of calls that create mappings, if recording is on. */
public final class CreationTraces {
  /**
   * The maximum number of frames to keep: enough to find the caller, without keeping all frames of
   * a deep recursion.
   */
  private static final int MOST_FRAMES = 64;

  private static volatile boolean recorded;

  private CreationTraces() {}

  public static void record(boolean on) {
    recorded = on;
  }

  /**
   * Returns the stack trace from the library's caller on; empty if recording is off.
   *
   * @param makers the library's classes that create mappings
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
