package io.github.mmap4j.internal.bytes;

import io.github.mmap4j.internal.parallel.OrderedTasks;
import java.lang.foreign.MemorySegment;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/**
 * Searching a long range by several threads: the places where an occurrence may begin, in parts.
 */
public final class ParallelSearch {
  /** Positions in a part: some 0.2 ms of work, against some microseconds to hand it over. */
  public static final long PART = 4 << 20;

  private static final long ABSENT = -1;

  private final MemorySegment text;
  private final Needle needle;
  private final long from;
  private final long last; // the last position
  private final long parts;
  private final Executor executor;

  private ParallelSearch(Executor executor, MemorySegment text, Needle needle, long from, long to) {
    this.executor = executor;
    this.text = text;
    this.needle = needle;
    this.from = from;
    this.last = to - needle.length();
    this.parts = (last - from) / PART + 1;
  }

  /** Null where one thread has to do it, or does it as well. */
  public static ParallelSearch of(
      Executor executor, MemorySegment text, Needle needle, long from, long to) {
    boolean spreads =
        executor != null && to - from - needle.length() > 2 * PART && OrderedTasks.mayRead(text);
    return spreads ? new ParallelSearch(executor, text, needle, from, to) : null;
  }

  private long begin(long part) {
    return from + part * PART;
  }

  /** Where the range ends in which an occurrence that begins in the part must lie. */
  private long end(long part) {
    return Math.min(begin(part) + PART - 1, last) + needle.length();
  }

  public long first() {
    try (var found =
        new OrderedTasks<>(
            executor, parts, part -> ByteSearch.first(text, needle, begin(part), end(part)))) {
      return firstOf(found);
    }
  }

  public long last() {
    try (var found =
        new OrderedTasks<>(
            executor,
            parts,
            part -> {
              long mirrored = parts - 1 - part;
              return ByteSearch.last(text, needle, begin(mirrored), end(mirrored));
            })) {
      return firstOf(found);
    }
  }

  private static long firstOf(OrderedTasks<Long> results) {
    while (results.hasNext()) {
      long found = results.next();
      if (found != ABSENT) {
        return found;
      }
    }
    return ABSENT;
  }

  /** Only for a needle that can't overlap itself: then the parts know nothing of each other. */
  public long count() {
    long count = 0;
    try (var counts =
        new OrderedTasks<>(
            executor, parts, part -> ByteSearch.count(text, needle, begin(part), end(part)))) {
      while (counts.hasNext()) {
        count += counts.next();
      }
    }
    return count;
  }

  /** Only for a needle that can't overlap itself, likewise. */
  public LongStream all() {
    OrderedTasks<long[]> found =
        new OrderedTasks<>(
            executor,
            parts,
            part -> new Occurrences(text, needle, begin(part), end(part)).stream().toArray());
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                found, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
            false)
        .flatMapToLong(LongStream::of)
        .onClose(found::close);
  }
}
