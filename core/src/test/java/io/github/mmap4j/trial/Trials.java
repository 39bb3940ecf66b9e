package io.github.mmap4j.trial;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The trials by name, and the command that runs one: {@code [NAME [FIGURE]]}. */
enum Trials {
  GUARD_RACE(new GuardRaceTrial(), "truncations of files in use", 2_000, 1_000_000),
  GUARD(new GuardTrial(), "faults of each kind of access, and of code in guarded", 8, 200),
  THREADS(new ThreadsTrial(), "seconds of mappings that close and resize in use", 6, 600),
  FLUSH(new FlushTrial(), "rounds of flushes that work", 5, 1_000),
  FAILED_FLUSH(new FailedFlushTrial(), "rounds of flushes whose msync fails", 20, 10_000),
  KILL(new KillTrial(), "processes killed while they change a file's length", 9, 1_000),
  LEAKS(new LeakTrial(), "mappings closed, and a fifth as many dropped", 3_000, 100_000),
  MAP_COUNT(new MapCountTrial(), "times all mappings that the system allows", 1, 5),
  PYTHON(new PythonTrial(), "random operations beside CPython", 20_000, 10_000_000);

  private final Trial trial;
  private final String unit;
  private final long figureInShort;
  private final long figure;

  Trials(Trial trial, String unit, long figureInShort, long figure) {
    this.trial = trial;
    this.unit = unit;
    this.figureInShort = figureInShort;
    this.figure = figure;
  }

  Trial trial() {
    return trial;
  }

  /** Runs the short form of the trial, which the tests of every change use. */
  String runInShort(Path folder) throws Exception {
    return trial.runInShort(folder, figureInShort);
  }

  private String command() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Trials of(String command) {
    return Stream.of(values())
        .filter(t -> t.command().equals(command))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no trial is called " + command));
  }

  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      for (Trials t : values()) {
        System.out.printf("%-12s %,11d %s%n", t.command(), t.figure, t.unit);
      }
      return;
    }
    Trials t = of(args[0]);
    t.runForItself(args.length > 1 ? Long.parseLong(args[1]) : t.figure);
  }

  private void runForItself(long times) throws Exception {
    Path folder = Files.createTempDirectory("mmap4j-trial");
    try {
      String obstacle = trial.obstacle(folder);
      if (obstacle != null) {
        System.out.println("can't be done here: " + obstacle);
        return;
      }
      System.out.printf("%s: %,d %s%n", command(), times, unit);
      long start = System.nanoTime();
      System.out.println(trial.run(folder, times));
      System.out.println(
          "passed in " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws Exception {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
