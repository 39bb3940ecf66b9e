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
  private final SparseSearch sparse;
  private long from;

  /** The end (exclusive) of the range that is searched now; with holes, one of several. */
  private long end;

  /** The end of the last occurrence, at which the next one may begin. */
  private long free;

  private long next = ABSENT;

  public Occurrences(MemorySegment text, Needle needle, long from, long to) {
    this.text = text;
    this.needle = needle;
    this.sparse = SparseSearch.of(text, needle, from, to);
    this.from = from;
    this.free = from;
    this.end = sparse == null ? to : from;
  }

  public LongStream stream() {
    return StreamSupport.longStream(
        Spliterators.spliteratorUnknownSize(
            this, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
        false);
  }

  @Override
  public boolean hasNext() {
    while (next == ABSENT && (from < end || nextRange())) {
      next = ByteSearch.findInData(Direction.FORWARD, text, needle, from, end);
      free = next == ABSENT ? free : next + needle.length();
      from = next == ABSENT ? end : free;
    }
    return next != ABSENT;
  }

  /** Advances to the next range between holes; returns false if there is none. */
  private boolean nextRange() {
    if (sparse == null || !sparse.next()) {
      return false;
    }
    from = Math.max(free, sparse.begin());
    end = sparse.end();
    return true;
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
