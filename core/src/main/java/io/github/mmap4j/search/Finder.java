package io.github.mmap4j.search;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.mem.Faults;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

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
 * search, that is the mapping's {@code MappingFaultException}.
 *
 * {@snippet :
 * Finder error = Finder.of("ERROR".getBytes(UTF_8));
 * long first = error.find(m.asSegment());
 * long count = error.count(m.asSegment());
 * }
 */
public final class Finder {
  private static final long ABSENT = -1;

  /** Null if the sequence is empty. */
  private final Needle needle;

  private Finder(byte[] own) {
    this.needle = own.length == 0 ? null : new Needle(own);
  }

  /**
   * Prepares a search.
   *
   * @param needle the bytes to look for; copied
   * @return a finder
   */
  public static Finder of(byte[] needle) {
    return new Finder(needle.clone());
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
    return Faults.guard(needle, 0, needle.byteSize(), () -> new Finder(needle.toArray(JAVA_BYTE)));
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
    return Faults.guardLong(text, from, to, () -> forward(text, from, to));
  }

  private long forward(MemorySegment text, long from, long to) {
    long at = from;
    if (to - at > LongSearch.PART) {
      LongSearch search = new LongSearch();
      while (to - at > LongSearch.PART + needle.length()) {
        long positions = search.begin();
        long end = at + positions;
        long found = Scan.first(search.kernel(), text, needle, at, end + needle.length() - 1);
        if (found >= 0) {
          return found;
        }
        search.end(positions);
        at = end;
      }
    }
    return Scan.first(Kernels.preferred(), text, needle, at, to);
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
    return Faults.guardLong(text, from, to, () -> backward(text, from, to));
  }

  private long backward(MemorySegment text, long from, long to) {
    long end = to;
    if (end - from > LongSearch.PART) {
      LongSearch search = new LongSearch();
      while (end - from > LongSearch.PART + needle.length()) {
        long positions = search.begin();
        long found =
            Scan.last(search.kernel(), text, needle, end - needle.length() - positions + 1, end);
        if (found >= 0) {
          return found;
        }
        search.end(positions);
        end -= positions;
      }
    }
    return Scan.last(Kernels.preferred(), text, needle, from, end);
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
    return Faults.guardLong(text, from, to, () -> counted(text, from, to));
  }

  private long counted(MemorySegment text, long from, long to) {
    int length = needle.length();
    long count = 0;
    long at = from;
    LongSearch search = to - at > LongSearch.PART ? new LongSearch() : null;
    while (to - at >= length) {
      long rest = to - at - length + 1;
      long positions = search == null ? rest : Math.min(rest, search.begin());
      Kernel kernel = search == null ? Kernels.preferred() : search.kernel();
      long end = at + positions;
      if (length == 1) {
        count += Scan.countByte(kernel, text, needle.byteAt(0), at, end);
      } else {
        long counted = Scan.count(kernel, text, needle, at, end + length - 1);
        count += counted >>> 32;
        end += (int) counted;
      }
      if (search != null) {
        search.end(positions);
      }
      at = end;
    }
    return count;
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
   * stream asks for them; the stream is sequential.
   *
   * @param text where to look
   * @param from the first byte of the range
   * @param to the byte behind its last
   * @return their offsets in {@code text}, ascending
   * @throws IndexOutOfBoundsException if {@code text} has no such range
   */
  public LongStream all(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    int order =
        Spliterator.ORDERED
            | Spliterator.SORTED
            | Spliterator.DISTINCT
            | Spliterator.NONNULL
            | Spliterator.IMMUTABLE;
    return StreamSupport.longStream(
        Spliterators.spliteratorUnknownSize(new Occurrences(text, from, to), order), false);
  }

  private final class Occurrences implements PrimitiveIterator.OfLong {
    private final MemorySegment text;
    private final long to;
    private long from;
    private long next = ABSENT;

    Occurrences(MemorySegment text, long from, long to) {
      this.text = text;
      this.from = from;
      this.to = to;
    }

    @Override
    public boolean hasNext() {
      if (next == ABSENT && from <= to) {
        next = find(text, from, to);
        from = next == ABSENT ? to + 1 : next + Math.max(1, length());
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
}
