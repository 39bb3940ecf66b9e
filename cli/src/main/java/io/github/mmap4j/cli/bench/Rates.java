package io.github.mmap4j.cli.bench;

import java.util.List;
import java.util.Locale;

/**
 * How fast a workload went through the bytes, in bytes a second.
 *
 * @param workload which
 * @param first in its very first run
 * @param rounds in each round that counts, from the slowest on
 */
record Rates(Workload workload, double first, List<Double> rounds) {
  Rates {
    rounds = rounds.stream().sorted().toList();
  }

  /** As it is called for people and programs. */
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
