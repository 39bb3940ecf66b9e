package io.github.mmap4j.trial;

import io.github.mmap4j.fork.ForkedJvm;
import io.github.mmap4j.fork.PatternFile;
import io.github.mmap4j.fork.RaceProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * This process truncates a file and grows it again, {@code figure} times in all, while another uses
 * it in every way there is.
 */
final class TruncationTrial implements Trial {
  /** As long as a state of the file lasts at most, for the calls to meet both. */
  private static final int MOST_NANOS = 100_000;

  @Override
  public String run(Path folder, long figure) throws Exception {
    List<String> said = new ArrayList<>();
    int machines = 2 * Mode.values().length;
    for (Mode mode : Mode.values()) {
      for (boolean vectors : new boolean[] {false, true}) {
        said.add(
            mode
                + (vectors ? " with vectors: " : " without vectors: ")
                + race(folder, mode.options(vectors), Math.ceilDiv(figure, machines)));
      }
    }
    return String.join("\n", said);
  }

  private static String race(Path folder, List<String> options, long truncations) throws Exception {
    RandomGenerator random = Seed.random("race");
    Path path = folder.resolve("raced");
    try (PatternFile file = new PatternFile(path)) {
      ForkedJvm reader =
          ForkedJvm.start(folder, options, RaceProgram.class, path, random.nextLong());
      while (reader.isAlive() && !reader.said().contains(RaceProgram.READY)) {
        Thread.sleep(1);
      }
      long done = 0;
      for (; done < truncations && reader.isAlive(); done++) {
        file.truncate();
        LockSupport.parkNanos(random.nextInt(MOST_NANOS));
        file.grow();
        LockSupport.parkNanos(random.nextInt(MOST_NANOS));
      }
      String said = reader.end();
      if (done < truncations) {
        throw new AssertionError("it ended too early: " + said);
      }
      return "%,d truncations, ".formatted(done) + said.lines().toList().getLast();
    }
  }
}
