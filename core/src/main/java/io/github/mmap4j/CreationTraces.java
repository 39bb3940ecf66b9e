package io.github.mmap4j;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether it is recorded where mappings are made, and where that is. */
final class CreationTraces {
  /** Enough to find the caller; a deep recursion must not be kept with each mapping. */
  private static final int MOST_FRAMES = 64;

  private static final Set<String> OURS =
      Set.of(CreationTraces.class.getName(), MmapBuilder.class.getName(), Mmap.class.getName());

  private static volatile boolean recorded;

  private CreationTraces() {}

  static void record(boolean on) {
    recorded = on;
  }

  /** The stack of whoever called the library, from its own frame on; empty if not asked for. */
  static Optional<List<StackTraceElement>> here() {
    if (!recorded) {
      return Optional.empty();
    }
    return Optional.of(
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .dropWhile(frame -> OURS.contains(frame.getClassName()))
                        .limit(MOST_FRAMES)
                        .map(StackFrame::toStackTraceElement)
                        .toList()));
  }
}
