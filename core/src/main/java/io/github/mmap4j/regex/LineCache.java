package io.github.mmap4j.regex;

import io.github.mmap4j.search.Finder;
import java.lang.foreign.MemorySegment;

/** Where the lines of a text begin and end, of which the last one asked for is remembered. */
final class LineCache {
  private static final Finder LINE_FEED = Finder.of(new byte[] {'\n'});

  private final MemorySegment text;
  private final long to;

  // No line feed is in here.
  private long knownFrom = -1;
  private long knownTo = -1;

  LineCache(MemorySegment text, long to) {
    this.text = text;
    this.to = to;
  }

  /** Where the line begins that {@code offset} is in, or {@code from} if that is later. */
  long start(long from, long offset) {
    if (from >= knownFrom && offset <= knownTo) {
      return from;
    }
    return Math.max(from, LINE_FEED.rfind(text, from, offset) + 1);
  }

  /** Where the line ends that {@code offset} is in. */
  long end(long offset) {
    if (offset < knownFrom || offset > knownTo) {
      long feed = LINE_FEED.find(text, offset, to);
      knownFrom = offset;
      knownTo = feed < 0 ? to : feed;
    }
    return knownTo;
  }
}
