package io.github.mmap4j.cli.bench;

import java.util.List;
import java.util.Locale;

/**
 * The measured rates of one workload, in bytes per second.
 *
 * @param workload the workload
 * @param first the rate of the very first run
 * @param rounds the rates of all rounds, in ascending order
 */
record Rates(Workload workload, double first, List<Double> rounds) {
  Rates {
    rounds = rounds.stream().sorted().toList();
  }

  /** Returns the name of the workload as shown in the results. */
  String name() {
    return workload.name().toLowerCase(Locale.ROOT);
  }

  double median() {
    int half = rounds.size() / 2;
    return rounds.size() % 2 == 1
        ? rounds.get(half)
        : (rounds.get(half - 1) + rounds.get(half)) / 2;
  }

  double slowest() {
    return rounds.getFirst();
  }

  double fastest() {
    return rounds.getLast();
  }
}
