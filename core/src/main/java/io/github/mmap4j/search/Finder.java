package io.github.mmap4j.search;

import io.github.mmap4j.internal.bytes.ByteSearch;
import io.github.mmap4j.internal.bytes.Direction;
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
 * A prepared sequence of bytes (the needle) that can be searched for in any memory segment, of any
 * length.
 *
 * <p>A range is {@code [from, to)} with {@code 0 <= from <= to <= text.byteSize()}, in bytes; an
 * occurrence lies wholly inside it. The empty sequence occurs at every position and at the end, as
 * in Python. No search takes more than linear time.
 *
 * <p>Immutable and safe for use by several threads. The calling thread reads the segment, unless
 * {@link #parallel()} says otherwise. While a search runs, others may write the bytes: an
 * occurrence that is found was there at some time. If the memory belongs to a mapping whose file is
 * truncated, the search throws {@link io.github.mmap4j.MappingFaultException}. So does a search of
 * other mapped memory under a {@link io.github.mmap4j.SegmentGuard}. Without a guard, the virtual
 * machine throws {@link InternalError}.
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

  /** Null if the calling thread searches alone. */
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
   * @param needle a buffer whose remaining bytes are copied; its position does not change
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
   * Returns a finder for the same bytes that splits long searches over the common pool, as {@link
   * #parallel(Executor)} does.
   *
   * @return a finder
   */
  public Finder parallel() {
    return parallel(ForkJoinPool.commonPool());
  }

  /**
   * Returns a finder for the same bytes that lets {@code executor} help with searches of several
   * MiB or more. The calling thread works too and returns when all parts have ended. The answers
   * are the same, in the same order.
   *
   * <p>One thread searches alone if only it may read the memory, as with a confined arena. The same
   * holds for {@link #count} and {@link #all} if the needle can overlap itself, as "abab" can.
   *
   * @param executor runs the parts; it may reject them
   * @return a finder
   */
  public Finder parallel(Executor executor) {
    return new Finder(needle, Objects.requireNonNull(executor, "executor"));
  }

  /**
   * {@return whether searches in this virtual machine may use vectors} They may if it was started
   * with {@code --add-modules jdk.incubator.vector}. Long searches then time vectors against
   * arithmetic on 8 bytes and continue with the faster one. Otherwise there is only arithmetic. The
   * answers are the same.
   */
  public static boolean usesVectors() {
    return Kernels.hasVectors();
  }

  /** {@return the number of bytes of the needle} */
  public int length() {
    return needle == null ? 0 : needle.length();
  }

  /**
   * Finds the first occurrence in all of {@code text}.
   *
   * @param text the bytes to search
   * @return its offset, or -1
   */
  public long find(MemorySegment text) {
    return find(text, 0, text.byteSize());
  }

  /**
   * Finds the first occurrence from an offset on.
   *
   * @param text the bytes to search
   * @param from the start of the range
   * @return its offset in {@code text}, or -1
   * @throws IndexOutOfBoundsException if {@code from} is not in 0 to {@code text.byteSize()}
   */
  public long find(MemorySegment text, long from) {
    return find(text, from, text.byteSize());
  }

  /**
   * Finds the first occurrence in a range. The empty sequence is found at {@code from}.
   *
   * @param text the bytes to search
   * @param from the start of the range
   * @param to the end (exclusive) of the range
   * @return its offset in {@code text}, or -1
   * @throws IndexOutOfBoundsException if the range is not within {@code text}
   */
  public long find(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    if (needle == null) {
      return from;
    }
    ParallelSearch parallel = ParallelSearch.of(executor, text, needle, from, to);
    return parallel == null
        ? ByteSearch.find(Direction.FORWARD, text, needle, from, to)
        : parallel.find(Direction.FORWARD);
  }

  /**
   * Finds the last occurrence in all of {@code text}.
   *
   * @param text the bytes to search
   * @return its offset, or -1
   */
  public long rfind(MemorySegment text) {
    return rfind(text, 0, text.byteSize());
  }

  /**
   * Finds the last occurrence from an offset on.
   *
   * @param text the bytes to search
   * @param from the start of the range
   * @return its offset in {@code text}, or -1
   * @throws IndexOutOfBoundsException if {@code from} is not in 0 to {@code text.byteSize()}
   */
  public long rfind(MemorySegment text, long from) {
    return rfind(text, from, text.byteSize());
  }

  /**
   * Finds the last occurrence in a range. The empty sequence is found at {@code to}.
   *
   * @param text the bytes to search
   * @param from the start of the range
   * @param to the end (exclusive) of the range
   * @return its offset in {@code text}, or -1
   * @throws IndexOutOfBoundsException if the range is not within {@code text}
   */
  public long rfind(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    if (needle == null) {
      return to;
    }
    ParallelSearch parallel = ParallelSearch.of(executor, text, needle, from, to);
    return parallel == null
        ? ByteSearch.find(Direction.BACKWARD, text, needle, from, to)
        : parallel.find(Direction.BACKWARD);
  }

  /**
   * Counts the occurrences in all of {@code text}, as {@link #count(MemorySegment, long, long)}.
   *
   * @param text the bytes to search
   * @return the number of occurrences
   */
  public long count(MemorySegment text) {
    return count(text, 0, text.byteSize());
  }

  /**
   * Counts the occurrences from an offset on, as {@link #count(MemorySegment, long, long)}.
   *
   * @param text the bytes to search
   * @param from the start of the range
   * @return the number of occurrences
   * @throws IndexOutOfBoundsException if {@code from} is not in 0 to {@code text.byteSize()}
   */
  public long count(MemorySegment text, long from) {
    return count(text, from, text.byteSize());
  }

  /**
   * Counts the occurrences in a range that do not overlap, from its start, as Python's {@code
   * bytes.count} does. The empty sequence occurs once more than there are bytes.
   *
   * @param text the bytes to search
   * @param from the start of the range
   * @param to the end (exclusive) of the range
   * @return the number of occurrences
   * @throws IndexOutOfBoundsException if the range is not within {@code text}
   */
  public long count(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    if (needle == null) {
      return to - from + 1;
    }
    ParallelSearch parallel = independentParts(text, from, to);
    return parallel == null ? ByteSearch.count(text, needle, from, to) : parallel.count();
  }

  /** Returns null if an occurrence may depend on those before it, because they can overlap. */
  private ParallelSearch independentParts(MemorySegment text, long from, long to) {
    ParallelSearch parallel = ParallelSearch.of(executor, text, needle, from, to);
    return parallel == null || needle.overlapsItself() ? null : parallel;
  }

  /**
   * Returns all occurrences in {@code text}, as {@link #all(MemorySegment, long, long)}.
   *
   * @param text the bytes to search
   * @return their offsets, ascending
   */
  public LongStream all(MemorySegment text) {
    return all(text, 0, text.byteSize());
  }

  /**
   * Returns all occurrences in a range that do not overlap, from its start. The stream is
   * sequential and finds them on demand. A {@linkplain #parallel() parallel} finder searches a
   * little ahead: close its stream if you stop before the end.
   *
   * @param text the bytes to search
   * @param from the start of the range
   * @param to the end (exclusive) of the range
   * @return their offsets in {@code text}, ascending
   * @throws IndexOutOfBoundsException if the range is not within {@code text}
   */
  public LongStream all(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    if (needle == null) {
      return LongStream.rangeClosed(from, to);
    }
    ParallelSearch parallel = independentParts(text, from, to);
    return parallel == null ? new Occurrences(text, needle, from, to).stream() : parallel.all();
  }

  /**
   * {@return the length and the first bytes of the needle, as in {@code Finder[5 bytes, "ERROR"]}}
   */
  @Override
  public String toString() {
    return needle == null ? "Finder[0 bytes]" : "Finder[" + needle + "]";
  }
}
