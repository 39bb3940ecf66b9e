package io.github.mmap4j.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * A sequence of byte sets, each repeated, such as {@code a[bc]{2,4}[^\n]*}. The sequence admits all
 * matches of a part of a regular expression. Instances are immutable.
 *
 * @param list the repeated sets, in order
 * @param exact whether everything that the sequence admits is a match, and java.util.regex tries
 *     every way to match it; a possessive quantifier or a {@code \b} makes a sequence inexact
 */
record Runs(List<Run> list, boolean exact) {
  /**
   * A set repeated {@code least} to {@code most} times, where {@code most} may be {@link
   * RegexFacts#ENDLESS}.
   */
  record Run(ByteSet set, long least, long most) {}

  /** The maximum number of repeated sets; longer sequences are treated as unknown. */
  private static final int LONGEST = 16;

  static final Runs EMPTY = new Runs(List.of(), true);

  static Runs of(ByteSet set) {
    return new Runs(List.of(new Run(set, 1, 1)), true);
  }

  /**
   * Returns {@code first} followed by {@code second}, or null if either is unknown or the result is
   * too long.
   */
  static Runs join(Runs first, Runs second) {
    if (first == null || second == null || first.list.size() + second.list.size() > LONGEST) {
      return null;
    }
    List<Run> all = new ArrayList<>(first.list);
    all.addAll(second.list);
    return new Runs(List.copyOf(all), first.exact && second.exact);
  }

  /**
   * Returns this sequence repeated, or null if the result cannot be expressed as a sequence of
   * runs.
   */
  Runs times(long least, long most) {
    if (list.isEmpty()) {
      return this;
    }
    Run only = list.getFirst();
    if (list.size() > 1 || only.least != 1 || only.most != 1) {
      return null;
    }
    return new Runs(List.of(new Run(only.set, least, most)), exact);
  }

  Runs inexact() {
    return new Runs(list, false);
  }

  /** Returns whether at least one of the given bytes can occur in no run. */
  boolean excludesOneOf(byte[] bytes) {
    for (byte value : bytes) {
      if (list.stream().noneMatch(run -> run.set.contains(value & 0xff))) {
        return true;
      }
    }
    return false;
  }
}
