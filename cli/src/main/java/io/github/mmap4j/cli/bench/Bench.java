package io.github.mmap4j.cli.bench;

import io.github.mmap4j.Access;
import io.github.mmap4j.Capability;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.Residency;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.residency.FileResidency;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A measurement of how fast each {@link Workload} processes a file. The first run of each workload
 * is reported separately. A warm-up follows, during which the JVM compiles the code. In the
 * measured rounds, the workloads take turns, so that a disturbance affects all of them alike.
 */
public final class Bench {
  private static final int FEWEST_ROUNDS = 5;

  /**
   * The minimum duration of one measurement in nanoseconds. Clocks are coarse, so a small file is
   * read repeatedly.
   */
  private static final long SAMPLE = 5_000_000;

  /** The reciprocal of the warm-up's share of the total time. */
  private static final int WARM_UP = 3;

  /** The minimum warm-up time of one workload in nanoseconds, ample for the JIT compiler. */
  private static final long SHORTEST_WARM_UP = 200_000_000;

  private final Mmap m;
  private final MemorySegment text;
  private final Finder absent;
  private final Map<Workload, Long> answers;
  private final Map<Workload, Long> repeats = new EnumMap<>(Workload.class);
  private final Progress progress;
  private long started;

  private Bench(Mmap m, Progress progress) {
    PlainLoop plain = PlainLoop.of(m, progress);
    this.m = m;
    this.text = m.asSegment();
    this.absent = Finder.of(plain.absent());
    this.answers = plain.answers();
    this.progress = progress;
  }

  /**
   * Measures the first {@code most} bytes of a file. After the file has been read once, the
   * measurement takes about the given number of nanoseconds.
   */
  public static BenchResult run(RegularFile target, long most, long nanoseconds, Progress progress)
      throws IOException, Refusal {
    if (target.isEmpty()) {
      throw new Refusal("is empty; there is nothing to measure");
    }
    long bytes = Math.min(target.size(), most);
    try (Mmap m = Mmap.builder().path(target.path()).access(Access.READ).length(bytes).map()) {
      Bench bench = new Bench(m, progress);
      return bench.measured(target, nanoseconds);
    }
  }

  private BenchResult measured(RegularFile target, long nanoseconds) throws IOException, Refusal {
    started = System.nanoTime();
    progress.startTime(nanoseconds);
    Map<Workload, Double> first = new EnumMap<>(Workload.class);
    for (Workload workload : Workload.values()) {
      first.put(workload, rate(workload, 1));
    }
    long each = Math.max(SHORTEST_WARM_UP, nanoseconds / WARM_UP / Workload.values().length);
    for (Workload workload : Workload.values()) {
      warmUp(workload, each);
    }
    long warmUp = System.nanoTime() - started;
    Map<Workload, List<Double>> rounds = new EnumMap<>(Workload.class);
    for (Workload workload : Workload.values()) {
      rounds.put(workload, new ArrayList<>());
    }
    for (int i = 0; i < FEWEST_ROUNDS || over() < nanoseconds; i++) {
      for (Workload workload : Workload.values()) {
        rounds.get(workload).add(rate(workload, repeats.get(workload)));
      }
    }
    List<Rates> rates = new ArrayList<>();
    rounds.forEach((workload, all) -> rates.add(new Rates(workload, first.get(workload), all)));
    return new BenchResult(
        target.path(), target.size(), m.length(), warmUp, rates, missing(target));
  }

  private long over() {
    return System.nanoTime() - started;
  }

  private void warmUp(Workload workload, long nanoseconds) throws Refusal {
    long end = System.nanoTime() + nanoseconds;
    long times = 1;
    do {
      double seconds = m.length() / rate(workload, times);
      times = Math.max(1, (long) (SAMPLE / 1e9 / seconds));
    } while (System.nanoTime() - end < 0);
    repeats.put(workload, times);
  }

  private double rate(Workload workload, long times) throws Refusal {
    long expected = answers.get(workload);
    long begun = System.nanoTime();
    long answer = m.guarded(() -> answer(workload, times, expected));
    long taken = Math.max(1, System.nanoTime() - begun);
    if (answer != expected) {
      throw new Refusal(
          "%s answers %d where a plain loop has answered %d; was the file changed meanwhile?"
              .formatted(workload, answer, expected));
    }
    progress.at(over());
    return (double) m.length() * times / taken * 1e9;
  }

  /**
   * Returns the first answer that differs from {@code expected}, or {@code expected} if all agree.
   */
  private long answer(Workload workload, long times, long expected) {
    for (long i = 0; i < times; i++) {
      long answer = workload.run(text, absent);
      if (answer != expected) {
        return answer;
      }
    }
    return expected;
  }

  private long missing(RegularFile target) throws IOException {
    if (!m.capabilities().contains(Capability.RESIDENCY)
        || !FileResidency.isReported(target.path())) {
      return 0;
    }
    Residency residency = m.residency();
    return residency.totalPages() - residency.residentPages();
  }
}
