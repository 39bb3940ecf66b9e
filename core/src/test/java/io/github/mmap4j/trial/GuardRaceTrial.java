package io.github.mmap4j.trial;

import io.github.mmap4j.fork.GuardRaceProgram;
import io.github.mmap4j.fork.PatternFile;
import io.github.mmap4j.fork.RaceProgress;
import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Truncates two files and grows them again, {@code figure} times in all, while threads of another
 * process use them in every possible way.
 */
final class GuardRaceTrial implements Trial {
  private static final int THREADS_OF_EACH_KIND = 4;

  /**
   * The numbers of calls after which a file state ends; one is picked at random. Most states end
   * while the first calls are under way.
   */
  private static final int[] CALLS = {0, 0, 0, 0, 0, 1, 2, 4};

  /** The longest wait for calls to meet a file state: far more than the slowest machine needs. */
  private static final long MOST_SECONDS = 60;

  private static final long POLL_NANOS = 10_000;

  @Override
  public String run(Path folder, long figure) throws Exception {
    List<String> said = new ArrayList<>();
    for (Mode mode : Mode.values()) {
      for (boolean vectors : new boolean[] {false, true}) {
        Collector[] all = Collector.values();
        Collector collector = all[said.size() % all.length];
        said.add(race(folder, mode, vectors, collector, Math.ceilDiv(figure, 10)));
      }
    }
    return String.join("\n", said);
  }

  /** Runs in tiered mode, as most users do, and interpreted, where a call lasts longest. */
  @Override
  public String runInShort(Path folder, long figure) throws Exception {
    return race(folder, Mode.TIERED, false, Collector.G1, figure * 3 / 4)
        + "\n"
        + race(folder, Mode.INTERPRETED, true, Collector.SERIAL, figure / 4);
  }

  private static String race(
      Path folder, Mode mode, boolean vectors, Collector collector, long truncations)
      throws Exception {
    String what =
        "%s with %s%s: ".formatted(mode, collector, vectors ? " and vectors" : ", without vectors");
    String obstacle = collector.obstacle();
    if (obstacle != null) {
      return what + "skipped, " + obstacle;
    }
    RandomGenerator random = Seed.random("race");
    Path files = Files.createTempDirectory(folder, "raced");
    Path counts = files.resolve("counts");
    RaceProgress progress = new RaceProgress(counts);
    try (PatternFile raced = new PatternFile(files.resolve("raced"));
        PatternFile written = new PatternFile(files.resolve("written"))) {
      ForkedJvm users =
          ForkedJvm.start(
              folder,
              mode.options(vectors, collector.option()),
              GuardRaceProgram.class,
              files,
              counts,
              THREADS_OF_EACH_KIND,
              random.nextLong());
      while (users.isAlive() && !users.said().contains(GuardRaceProgram.READY)) {
        Thread.sleep(1);
      }
      long done = 0;
      for (; done < truncations && users.isAlive(); done++) {
        progress.beginTruncation();
        raced.truncate(random);
        written.truncate(random);
        last(users, "faults", progress::faults, random);
        raced.check();
        raced.grow();
        written.grow();
        progress.endTruncation();
        last(users, "calls that return", progress::returns, random);
        raced.check();
      }
      String said = users.end();
      if (done < truncations) {
        throw new AssertionError("it ended too early: " + said);
      }
      return what + "%,d truncations, ".formatted(done) + said.lines().toList().getLast();
    }
  }

  /**
   * Lets a file state last until a random number of calls have met it, so that a slow machine makes
   * the trial longer, but does not spare it anything.
   */
  private static void last(ForkedJvm users, String what, LongSupplier count, RandomGenerator random)
      throws Exception {
    long before = count.getAsLong();
    long awaited = before + CALLS[random.nextInt(CALLS.length)];
    long begun = System.nanoTime();
    while (count.getAsLong() < awaited && users.isAlive()) {
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(MOST_SECONDS)) {
        users.kill();
        throw new AssertionError(
            "only %d of %d %s in %d seconds: %s"
                .formatted(
                    count.getAsLong() - before,
                    awaited - before,
                    what,
                    MOST_SECONDS,
                    users.said()));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
