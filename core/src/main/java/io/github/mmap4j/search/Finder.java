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
 * A prepared search for a sequence of bytes (the needle) in a memory segment of any length.
 *
 * <p>Ranges are given in bytes as {@code [from, to)}, where {@code 0 <= from <= to <=
 * text.byteSize()}. An occurrence must be entirely within the range. An empty needle occurs before
 * every byte and at the end, as in Python. Every search takes linear time in the worst case.
 *
 * <p>A finder is immutable and safe for use by several threads. Unless the finder is {@linkplain
 * #parallel() parallel}, only the calling thread or the thread that consumes a stream reads the
 * segment. Other threads and processes may write to the segment during a search. Each byte of a
 * reported occurrence was present at some time during the search. If the memory belongs to a
 * mapping whose file is truncated, the search throws {@link
 * io.github.mmap4j.MappingFaultException}. A search of other mapped memory throws the same
 * exception if a {@link io.github.mmap4j.SegmentGuard} protects that memory. If a search reads lost
 * bytes of mapped memory that has no guard, the virtual machine throws {@link InternalError}.
 *
 * {@snippet :
 * Finder error = Finder.of("ERROR".getBytes(UTF_8));
 * long first = error.find(m.asSegment());
 * long count = error.count(m.asSegment());
 * }
 */
public final class Finder {
  /** The needle, or null if it is empty. */
  private final Needle needle;

  /** The executor that helps with long searches, or null if the calling thread searches alone. */
  private final Executor executor;

  private Finder(Needle needle, Executor executor) {
    this.needle = needle;
    this.executor = executor;
  }

  /**
   * Prepares a search for a sequence of bytes.
   *
   * @param needle the bytes to search for, which are copied
   * @return a finder
   */
  public static Finder of(byte[] needle) {
    return ofOwn(needle.clone());
  }

  /**
   * Prepares a search for a sequence of bytes.
   *
   * @param needle a buffer whose remaining bytes are copied; its position does not change
   * @return a finder
   */
  public static Finder of(ByteBuffer needle) {
    return of(MemorySegment.ofBuffer(needle));
  }

  /**
   * Prepares a search for a sequence of bytes.
   *
   * @param needle the bytes to search for, which are copied
   * @return a finder
   */
  public static Finder of(MemorySegment needle) {
    return ofOwn(FaultGuard.copy(needle, 0, needle.byteSize()));
  }

  private static Finder ofOwn(byte[] needle) {
    return new Finder(needle.length == 0 ? null : new Needle(needle), null);
  }

  /**
   * Returns a parallel finder for the same needle that uses the common pool as its {@linkplain
   * #parallel(Executor) executor}.
   *
   * @return a finder
   */
  public Finder parallel() {
    return parallel(ForkJoinPool.commonPool());
  }

  /**
   * Returns a parallel finder for the same needle. The executor helps with searches of several MiB
   * or more. The calling thread also searches, and returns after all parts have ended. The results
   * and their order are the same as without an executor.
   *
   * <p>The calling thread searches alone if no other thread may read the memory, as with a confined
   * arena. {@link #count} and {@link #all} also use only one thread if the needle can overlap
   * itself, as "abab" can.
   *
   * @param executor the executor that runs parts of a search; the calling thread searches any
   *     rejected parts
   * @return a finder
   */
  public Finder parallel(Executor executor) {
    return new Finder(needle, Objects.requireNonNull(executor, "executor"));
  }

  /**
   * {@return whether searches in this virtual machine may use vectors} Vectors can be used if the
   * virtual machine was started with {@code --add-modules jdk.incubator.vector} and supports
   * vectors of at least 16 bytes. Long searches then time vectors against arithmetic on 8 bytes at
   * a time, and continue with whichever is faster. Without vectors, all searches use arithmetic.
   * The results are the same with and without vectors.
   */
  public static boolean usesVectors() {
    return Kernels.hasVectors();
  }

  /** {@return the number of bytes in the needle} */
  public int length() {
    return needle == null ? 0 : needle.length();
  }

  /**
   * Finds the first occurrence in all of {@code text}.
   *
   * @param text the bytes to search
   * @return the offset of the occurrence, or -1 if there is none
   */
  public long find(MemorySegment text) {
    return find(text, 0, text.byteSize());
  }

  /**
   * Finds the first occurrence at or after an offset.
   *
   * @param text the bytes to search
   * @param from the start of the range
   * @return the offset of the occurrence in {@code text}, or -1 if there is none
   * @throws IndexOutOfBoundsException if {@code from} is negative or greater than {@code
   *     text.byteSize()}
   */
  public long find(MemorySegment text, long from) {
    return find(text, from, text.byteSize());
  }

  /**
   * Finds the first occurrence in a range. An empty needle is found at {@code from}.
   *
   * @param text the bytes to search
   * @param from the start of the range
   * @param to the end (exclusive) of the range
   * @return the offset of the occurrence in {@code text}, or -1 if there is none
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
   * @return the offset of the occurrence, or -1 if there is none
   */
  public long rfind(MemorySegment text) {
    return rfind(text, 0, text.byteSize());
  }

  /**
   * Finds the last occurrence at or after an offset.
   *
   * @param text the bytes to search
   * @param from the start of the range
   * @return the offset of the occurrence in {@code text}, or -1 if there is none
   * @throws IndexOutOfBoundsException if {@code from} is negative or greater than {@code
   *     text.byteSize()}
   */
  public long rfind(MemorySegment text, long from) {
    return rfind(text, from, text.byteSize());
  }

  /**
   * Finds the last occurrence in a range. An empty needle is found at {@code to}.
   *
   * @param text the bytes to search
   * @param from the start of the range
   * @param to the end (exclusive) of the range
   * @return the offset of the occurrence in {@code text}, or -1 if there is none
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
   * Counts the occurrences in all of {@code text}, as {@link #count(MemorySegment, long, long)}
   * does.
   *
   * @param text the bytes to search
   * @return the number of occurrences
   */
  public long count(MemorySegment text) {
    return count(text, 0, text.byteSize());
  }

  /**
   * Counts the occurrences at or after an offset, as {@link #count(MemorySegment, long, long)}
   * does.
   *
   * @param text the bytes to search
   * @param from the start of the range
   * @return the number of occurrences
   * @throws IndexOutOfBoundsException if {@code from} is negative or greater than {@code
   *     text.byteSize()}
   */
  public long count(MemorySegment text, long from) {
    return count(text, from, text.byteSize());
  }

  /**
   * Counts the non-overlapping occurrences in a range, from start to end, as Python's {@code
   * bytes.count} does. For an empty needle, the result is one more than the number of bytes in the
   * range.
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

  /**
   * Returns a parallel search, or null if one thread must or should search alone. For example,
   * occurrences that can overlap must be found in order, by one thread.
   */
  private ParallelSearch independentParts(MemorySegment text, long from, long to) {
    ParallelSearch parallel = ParallelSearch.of(executor, text, needle, from, to);
    return parallel == null || needle.overlapsItself() ? null : parallel;
  }

  /**
   * Returns the offsets of all non-overlapping occurrences in {@code text}, as {@link
   * #all(MemorySegment, long, long)} does.
   *
   * @param text the bytes to search
   * @return the offsets of the occurrences, in ascending order
   */
  public LongStream all(MemorySegment text) {
    return all(text, 0, text.byteSize());
  }

  /**
   * Returns the offsets of all non-overlapping occurrences in a range, from start to end. The
   * stream is sequential and finds occurrences on demand. A {@linkplain #parallel() parallel}
   * finder searches slightly ahead of its stream, so close the stream if you stop before its end.
   *
   * @param text the bytes to search
   * @param from the start of the range
   * @param to the end (exclusive) of the range
   * @return the offsets of the occurrences in {@code text}, in ascending order
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
