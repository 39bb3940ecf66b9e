package io.github.mmap4j.internal.bytes;

import io.github.mmap4j.internal.parallel.OrderedTasks;
import java.lang.foreign.MemorySegment;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/** Searches a long range on several threads. The positions in the range are divided into parts. */
public final class ParallelSearch {
  /**
   * The number of positions in a part. Searching a part takes about 0.2 ms; handing a part to
   * another thread takes only microseconds.
   */
  public static final long PART = 4 << 20;

  private static final long ABSENT = -1;

  private final MemorySegment text;
  private final Needle needle;
  private final long from;
  private final long last; // the last position where an occurrence may begin
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

  /** Returns a parallel search, or null if a single thread must search or would be as fast. */
  public static ParallelSearch of(
      Executor executor, MemorySegment text, Needle needle, long from, long to) {
    boolean pays =
        executor != null && to - from - needle.length() > 2 * PART && OrderedTasks.mayRead(text);
    return pays ? new ParallelSearch(executor, text, needle, from, to) : null;
  }

  /** Returns the first position of a part. */
  private long begin(long part) {
    return from + part * PART;
  }

  /**
   * Returns the end (exclusive) of the bytes that may belong to occurrences that begin in a part.
   */
  private long end(long part) {
    return Math.min(begin(part) + PART - 1, last) + needle.length();
  }

  /** Returns the first occurrence in the given direction, or -1. */
  public long find(Direction direction) {
    try (var results =
        new OrderedTasks<>(
            executor,
            parts,
            i -> {
              long part = direction.index(i, parts - 1);
              return ByteSearch.find(direction, text, needle, begin(part), end(part));
            })) {
      while (results.hasNext()) {
        long found = results.next();
        if (found != ABSENT) {
          return found;
        }
      }
      return ABSENT;
    }
  }

  /**
   * Counts the occurrences of the needle. The needle must not be able to overlap itself, so that
   * parts are independent.
   */
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

  /**
   * Returns the offsets of all occurrences of the needle, which must not be able to overlap itself.
   */
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
