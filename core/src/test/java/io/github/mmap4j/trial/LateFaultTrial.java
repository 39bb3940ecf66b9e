package io.github.mmap4j.trial;

import io.github.mmap4j.fork.ForkedJvm;
import io.github.mmap4j.fork.TruncationProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every kind of access meets {@code figure} faults in each mode, inlined and not, in a loop and in
 * straight code: each is typed, and comes from the call that has met it.
 */
final class LateFaultTrial implements Trial {
  private static final int COMPILED_AFTER = 12_000;
  private static final int LOOP = 20;
  private static final String NOT_INLINED =
      "-XX:CompileCommand=dontinline,io.github.mmap4j.Mmap::*";

  @Override
  public String run(Path folder, long figure) throws Exception {
    return run(folder, figure, Mode.values());
  }

  /** TruncationForkTest has the others, in a loop. */
  @Override
  public String runInShort(Path folder, long figure) throws Exception {
    return run(folder, figure, Mode.C2);
  }

  private static String run(Path folder, long figure, Mode... modes) throws Exception {
    List<String> said = new ArrayList<>();
    for (Mode mode : modes) {
      for (boolean inlined : new boolean[] {true, false}) {
        for (int atATime : new int[] {LOOP, 1}) {
          said.add(
              "%s, %s, %s: "
                      .formatted(
                          mode, inlined ? "inlined" : "called", atATime == 1 ? "straight" : "loop")
                  + meet(folder, options(mode, inlined), mode, figure, atATime));
        }
      }
    }
    return String.join("\n", said);
  }

  private static List<String> options(Mode mode, boolean inlined) {
    return inlined
        ? mode.options(false)
        : mode.options(false, "-XX:CompileCommand=quiet", NOT_INLINED);
  }

  private static String meet(Path folder, List<String> options, Mode mode, long rounds, int atATime)
      throws Exception {
    int warmUp = mode == Mode.INTERPRETED ? LOOP : COMPILED_AFTER;
    Path file = folder.resolve("late");
    long kinds =
        ForkedJvm.run(folder, options, TruncationProgram.class, file, warmUp, rounds, atATime, true)
            .lines()
            .count();
    return kinds + " kinds of access typed";
  }
}
