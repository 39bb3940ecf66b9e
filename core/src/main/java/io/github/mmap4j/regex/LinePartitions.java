package io.github.mmap4j.regex;

import io.github.mmap4j.search.Finder;
import java.lang.foreign.MemorySegment;

/**
 * A range in parts that begin and end with lines, whatever the lines' lengths: a line belongs to
 * the part in whose share of the bytes it begins. Of each part, the two ends are found when they
 * are asked for, by any thread; no byte is looked at for more than two parts. Immutable.
 */
final class LinePartitions {
  /** The beginning of a part in which no line begins. */
  static final long ABSENT = -1;

  private static final Finder LINE_FEED = Finder.of(new byte[] {'\n'});

  private final MemorySegment text;
  private final long from;
  private final long to;
  private final long share;

  /** Parts of the range {@code [from, to)}, which begins with a line or within one. */
  LinePartitions(MemorySegment text, long from, long to, long share) {
    this.text = text;
    this.from = from;
    this.to = to;
    this.share = share;
  }

  /** How many there are; {@code to} itself is in the last. */
  long count() {
    return (to - from) / share + 1;
  }

  /** Where the first of the part's lines begins, or {@link #ABSENT}. */
  long begin(long part) {
    if (part == 0) {
      return from;
    }
    long first = from + part * share;
    long feed = LINE_FEED.find(text, first - 1, Math.min(first + share - 1, to));
    return feed < 0 ? ABSENT : feed + 1;
  }

  /** The line feed that ends the last of the lines of a part that has some, or {@code to}. */
  long end(long part) {
    long next = from + (part + 1) * share;
    long feed = next > to ? -1 : LINE_FEED.find(text, next - 1, to);
    return feed < 0 ? to : feed;
  }
}
