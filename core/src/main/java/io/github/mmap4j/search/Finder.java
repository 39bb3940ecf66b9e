package io.github.mmap4j.search;

import io.github.mmap4j.internal.bytes.ByteSearch;
import io.github.mmap4j.internal.bytes.Kernels;
import io.github.mmap4j.internal.bytes.Needle;
import io.github.mmap4j.internal.bytes.Occurrences;
import io.github.mmap4j.internal.bytes.ParallelSearch;
import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.LongStream;

/**
 * A sequence of bytes to look for, prepared once: searches any memory segment, of any length.
 *
 * <p>A range is {@code [from, to)} with {@code 0 <= from <= to <= text.byteSize()}, in bytes; an
 * occurrence lies wholly inside it. The empty sequence occurs at every position and at the end, as
 * in Python. No search takes more than linear time.
 *
 * <p>Immutable, for any number of threads. A segment is read by the thread that calls, unless
 * {@link #parallel()} says otherwise. While a search runs, others may write the bytes: what is
 * found was there at some time. If the memory is a mapping's and its file is truncated under the
 * search, that is the mapping's {@link io.github.mmap4j.MappingFaultException}. The same holds for
 * other mapped memory under a {@link io.github.mmap4j.SegmentGuard}. Without a guard it is the
 * virtual machine's {@link InternalError}.
 *
 * {@snippet :
 * Finder error = Finder.of("ERROR".getBytes(UTF_8));
 * long first = error.find(m.asSegment());
 * long count = error.count(m.asSegment());
 * }
 */
public final class Finder {
  /** Null if the sequence is empty. */
  private final Needle needle;

  /** Null if the thread that calls does it alone. */
  private final Executor executor;

  private Finder(Needle needle, Executor executor) {
    this.needle = needle;
    this.executor = executor;
  }

  /**
   * Prepares a search.
   *
   * @param needle the bytes to look for; copied
   * @return a finder
   */
  public static Finder of(byte[] needle) {
    return ofOwn(needle.clone());
  }

  /**
   * Prepares a search.
   *
   * @param needle its remaining bytes are looked for, and copied; the buffer stays as it is
   * @return a finder
   */
  public static Finder of(ByteBuffer needle) {
    return of(MemorySegment.ofBuffer(needle));
  }

  /**
   * Prepares a search.
   *
   * @param needle the bytes to look for; copied
   * @return a finder
   */
  public static Finder of(MemorySegment needle) {
    return ofOwn(FaultGuard.copy(needle, 0, needle.byteSize()));
  }

  private static Finder ofOwn(byte[] needle) {
    return new Finder(needle.length == 0 ? null : new Needle(needle), null);
  }

  /**
   * A finder for the same bytes that spreads long searches over the common pool: as {@link
   * #parallel(Executor)}.
   *
   * @return a finder
   */
  public Finder parallel() {
    return parallel(ForkJoinPool.commonPool());
  }

  /**
   * A finder for the same bytes that has {@code executor} help with searches of some MiB and more.
   * The thread that calls works too, and returns when all have ended; the answers are the same, and
   * in the same order. Memory that only one thread may read (a confined arena's) is searched by it
   * alone; so are {@link #count} and {@link #all} for bytes that can overlap themselves, as "abab".
   *
   * @param executor what runs the parts; it may refuse them
   * @return a finder
   */
  public Finder parallel(Executor executor) {
    return new Finder(needle, Objects.requireNonNull(executor, "executor"));
  }

  /**
   * {@return whether searches in this virtual machine may use vectors: whether it has the module
   * {@code jdk.incubator.vector}, which {@code --add-modules jdk.incubator.vector} brings} Long
   * searches then try both ways and go on by the one that is faster; without it there is only
   * arithmetic on 8 bytes at a time. The answers are the same.
   */
  public static boolean usesVectors() {
    return Kernels.VECTOR != null;
  }

  /** {@return how many bytes are looked for} */
  public int length() {
    return needle == null ? 0 : needle.length();
  }

  /**
   * Finds the first occurrence in all of {@code text}.
   *
   * @param text where to look
   * @return its offset, or -1
   */
  public long find(MemorySegment text) {
    return find(text, 0, text.byteSize());
  }

  /**
   * Finds the first occurrence from an offset on.
   *
   * @param text where to look
   * @param from the first byte of the range
   * @return its offset in {@code text}, or -1
   * @throws IndexOutOfBoundsException if {@code from} is not in 0 to {@code text.byteSize()}
   */
  public long find(MemorySegment text, long from) {
    return find(text, from, text.byteSize());
  }

  /**
   * Finds the first occurrence in a range. The empty sequence is found at {@code from}.
   *
   * @param text where to look
   * @param from the first byte of the range
   * @param to the byte behind its last
   * @return its offset in {@code text}, or -1
   * @throws IndexOutOfBoundsException if {@code text} has no such range
   */
  public long find(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    if (needle == null) {
      return from;
    }
    ParallelSearch spread = ParallelSearch.of(executor, text, needle, from, to);
    return spread == null ? ByteSearch.first(text, needle, from, to) : spread.first();
  }

  /**
   * Finds the last occurrence in all of {@code text}.
   *
   * @param text where to look
   * @return its offset, or -1
   */
  public long rfind(MemorySegment text) {
    return rfind(text, 0, text.byteSize());
  }

  /**
   * Finds the last occurrence from an offset on.
   *
   * @param text where to look
   * @param from the first byte of the range
   * @return its offset in {@code text}, or -1
   * @throws IndexOutOfBoundsException if {@code from} is not in 0 to {@code text.byteSize()}
   */
  public long rfind(MemorySegment text, long from) {
    return rfind(text, from, text.byteSize());
  }

  /**
   * Finds the last occurrence in a range. The empty sequence is found at {@code to}.
   *
   * @param text where to look
   * @param from the first byte of the range
   * @param to the byte behind its last
   * @return its offset in {@code text}, or -1
   * @throws IndexOutOfBoundsException if {@code text} has no such range
   */
  public long rfind(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    if (needle == null) {
      return to;
    }
    ParallelSearch spread = ParallelSearch.of(executor, text, needle, from, to);
    return spread == null ? ByteSearch.last(text, needle, from, to) : spread.last();
  }

  /**
   * Counts the occurrences in all of {@code text}: as {@link #count(MemorySegment, long, long)}.
   *
   * @param text where to look
   * @return how many there are
   */
  public long count(MemorySegment text) {
    return count(text, 0, text.byteSize());
  }

  /**
   * Counts the occurrences from an offset on: as {@link #count(MemorySegment, long, long)}.
   *
   * @param text where to look
   * @param from the first byte of the range
   * @return how many there are
   * @throws IndexOutOfBoundsException if {@code from} is not in 0 to {@code text.byteSize()}
   */
  public long count(MemorySegment text, long from) {
    return count(text, from, text.byteSize());
  }

  /**
   * Counts the occurrences in a range, from its start, each behind the end of the one before: as
   * Python's {@code bytes.count}. The empty sequence occurs once more than there are bytes.
   *
   * @param text where to look
   * @param from the first byte of the range
   * @param to the byte behind its last
   * @return how many there are
   * @throws IndexOutOfBoundsException if {@code text} has no such range
   */
  public long count(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    if (needle == null) {
      return to - from + 1;
    }
    ParallelSearch spread = spreadWhole(text, from, to);
    return spread == null ? ByteSearch.count(text, needle, from, to) : spread.count();
  }

  /** For what depends on which occurrences come before: only where these can't overlap. */
  private ParallelSearch spreadWhole(MemorySegment text, long from, long to) {
    ParallelSearch spread = ParallelSearch.of(executor, text, needle, from, to);
    return spread == null || needle.overlapsItself() ? null : spread;
  }

  /**
   * All occurrences in {@code text}: as {@link #all(MemorySegment, long, long)}.
   *
   * @param text where to look
   * @return their offsets, ascending
   */
  public LongStream all(MemorySegment text) {
    return all(text, 0, text.byteSize());
  }

  /**
   * All occurrences in a range, each behind the end of the one before. They are looked for as the
   * stream asks for them, or a little ahead by a {@linkplain #parallel() parallel} finder: close
   * such a stream if you leave it before its end. The stream itself is sequential.
   *
   * @param text where to look
   * @param from the first byte of the range
   * @param to the byte behind its last
   * @return their offsets in {@code text}, ascending
   * @throws IndexOutOfBoundsException if {@code text} has no such range
   */
  public LongStream all(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    if (needle == null) {
      return LongStream.rangeClosed(from, to);
    }
    ParallelSearch spread = spreadWhole(text, from, to);
    return spread == null ? new Occurrences(text, needle, from, to).stream() : spread.all();
  }
}
