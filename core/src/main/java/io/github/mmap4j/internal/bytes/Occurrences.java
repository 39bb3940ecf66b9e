package io.github.mmap4j.internal.bytes;

import java.lang.foreign.MemorySegment;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/** Iterates over the non-overlapping occurrences in a range and finds each on demand. */
public final class Occurrences implements PrimitiveIterator.OfLong {
  private static final long ABSENT = -1;

  private final MemorySegment text;
  private final Needle needle;
  private final long to;
  private long from;
  private long next = ABSENT;

  public Occurrences(MemorySegment text, Needle needle, long from, long to) {
    this.text = text;
    this.needle = needle;
    this.from = from;
    this.to = to;
  }

  public LongStream stream() {
    return StreamSupport.longStream(
        Spliterators.spliteratorUnknownSize(
            this, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
        false);
  }

  @Override
  public boolean hasNext() {
    if (next == ABSENT && from < to) {
      next = ByteSearch.find(Direction.FORWARD, text, needle, from, to);
      from = next == ABSENT ? to : next + needle.length();
    }
    return next != ABSENT;
  }

  @Override
  public long nextLong() {
    if (!hasNext()) {
      throw new NoSuchElementException("no further occurrence");
    }
    long found = next;
    next = ABSENT;
    return found;
  }
}
