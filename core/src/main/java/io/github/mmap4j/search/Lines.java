package io.github.mmap4j.search;

import io.github.mmap4j.internal.bytes.ByteSearch;
import io.github.mmap4j.internal.bytes.Direction;
import io.github.mmap4j.internal.bytes.LineSearch;
import io.github.mmap4j.internal.bytes.Needle;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The lines of a text in a memory segment of any length.
 *
 * <p>A line is terminated by {@code \n} or {@code \r\n}. The line terminator is not part of the
 * line, and a {@code \r} elsewhere is an ordinary byte. The last line may lack a line terminator.
 * An empty text has no lines, and {@code "a\n"} has one. Bytes are not decoded. The text may be in
 * any encoding, such as UTF-8, that uses the bytes of {@code \n} and {@code \r} only for these
 * characters.
 *
 * <p>This class is immutable and safe for use by several threads. A cursor, an iterator or a stream
 * may be used by only one thread at a time. Other threads and processes may write to the segment
 * while lines are read. Each line feed that is found was present at some time. If the memory
 * belongs to a mapping whose file is truncated, reading lost bytes throws {@link
 * io.github.mmap4j.MappingFaultException} on any thread.
 *
 * {@snippet :
 * Lines lines = Lines.of(m.asSegment());
 * long errors = lines.stream().parallel().filter(l -> l.toString(UTF_8).contains("ERROR")).count();
 *
 * long longest = 0;
 * Lines.Cursor c = lines.cursor();
 * while (c.next()) {
 *   longest = Math.max(longest, c.length());
 * }
 * }
 */
public final class Lines implements Iterable<Line> {
  private final MemorySegment text;
  private final long from;
  private final long to;

  private Lines(MemorySegment text, long from, long to) {
    this.text = text;
    this.from = from;
    this.to = to;
  }

  /**
   * Returns all lines of {@code text}.
   *
   * @param text the bytes of the text, which are read on demand
   * @return the lines
   */
  public static Lines of(MemorySegment text) {
    return new Lines(text, 0, text.byteSize());
  }

  /**
   * Returns the lines of a range, as if the text contained nothing else.
   *
   * @param text the bytes of the text, which are read on demand
   * @param from the start of the range
   * @param to the end (exclusive) of the range
   * @return the lines
   * @throws IndexOutOfBoundsException if the range is not within {@code text}
   */
  public static Lines of(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    return new Lines(text, from, to);
  }

  /** {@return the whole text, of which these lines may be only a part} */
  public MemorySegment text() {
    return text;
  }

  /** {@return the start of the range in the text} */
  public long from() {
    return from;
  }

  /** {@return the end (exclusive) of the range in the text} */
  public long to() {
    return to;
  }

  /** {@return the number of lines} Calling this method is faster than iterating over the lines. */
  public long count() {
    return ByteSearch.count(text, Needle.NEWLINE, from, to) + (endsInLine() ? 1 : 0);
  }

  private boolean endsInLine() {
    return to > from && LineSteps.byteAt(text, to - 1) != '\n';
  }

  /** {@return a cursor before the first line} */
  public Cursor cursor() {
    return cursorBefore(from);
  }

  /**
   * Returns a cursor before the line that contains the byte at an offset. From there, {@code next}
   * moves over that line, and {@code previous} over the line before it. For this method, a line
   * includes its line terminator.
   *
   * @param at the byte's offset in the text, or {@code to} for a cursor after the last line
   * @return a new cursor
   * @throws IndexOutOfBoundsException if {@code at} is outside the range
   */
  public Cursor cursor(long at) {
    if (at < from || at > to) {
      throw new IndexOutOfBoundsException(at + " is outside " + from + " to " + to);
    }
    return cursorBefore(at == to ? to : lineStart(from, at));
  }

  /**
   * Returns the start of the line that contains {@code at}. The offset {@code first} must be the
   * start of that line or of an earlier line.
   */
  private long lineStart(long first, long at) {
    long low = Math.max(first, at - LineSteps.NEAR);
    long start = lastStart(low, at, -1);
    return start < 0 ? lastStart(first, low, first) : start;
  }

  /**
   * Returns a cursor before the first line that is not less than a key. The lines must be sorted by
   * their bytes, as {@code LC_ALL=C sort} sorts them. The lines that begin with the key, which
   * {@code look} would print, follow the cursor. Bytes are compared as numbers from 0 to 255, and a
   * proper prefix of a line is less than the line. The time is logarithmic in the size of the
   * range.
   *
   * <p>If the lines are not sorted, the cursor may be before any line or after the last one.
   *
   * @param key the bytes to compare with
   * @return a new cursor, which is after the last line if all lines are less than the key
   */
  public Cursor lowerBound(byte[] key) {
    return cursorBefore(new LineSearch(text, key.clone()).lowerBound(from, to));
  }

  /**
   * Returns a cursor before the first line for which a predicate is false. All lines for which the
   * predicate is true must precede the others. The lines may therefore be sorted in any order, for
   * example by one of their fields.
   *
   * {@snippet :
   * Lines.Cursor c = Lines.of(m.asSegment()).lowerBound(line -> line.parseLong() < 1000);
   * }
   *
   * @param isLess the predicate, which receives a cursor that has moved over the line to test, and
   *     must neither keep nor move that cursor; it is called for about log<sub>2</sub>(n) lines in
   *     a range of n bytes
   * @return a new cursor, which is after the last line if the predicate is true for all lines
   */
  public Cursor lowerBound(Predicate<? super Cursor> isLess) {
    Cursor cursor = cursor();
    long low = from;
    long high = to;
    while (low < high) {
      long start = lineStart(low, low + (high - low) / 2);
      cursor.moveTo(start);
      cursor.next();
      if (isLess.test(cursor)) {
        low = cursor.end();
      } else {
        high = start;
      }
    }
    return cursorBefore(low);
  }

  /**
   * Returns a cursor at {@code place}, which must be the start of a line or the end of the range.
   */
  Cursor cursorBefore(long place) {
    return new Cursor(this, place);
  }

  /**
   * {@return an iterator over the lines, from first to last} The iterator finds lines on demand.
   */
  @Override
  public Iterator<Line> iterator() {
    return Spliterators.iterator(spliterator());
  }

  /**
   * {@return a spliterator over the lines} The spliterator splits after a line feed near the middle
   * of the bytes, so that the threads of a parallel stream read different parts of the text.
   */
  @Override
  public Spliterator<Line> spliterator() {
    return new LineSpliterator(this);
  }

  /**
   * {@return a stream of the lines, from first to last, which is sequential until {@code
   * parallel()} is called on it}
   */
  public Stream<Line> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /**
   * Splits these lines into adjacent ranges for several workers. Each range begins at the start of
   * a line. The ranges are about equal in size, as far as the lines allow. If lines are long, there
   * may be fewer than {@code n} ranges. An empty text has no ranges.
   *
   * @param n the maximum number of ranges
   * @return the ranges in order
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  public List<Lines> splits(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("lines can't be split into " + n + " ranges");
    }
    List<Lines> splits = new ArrayList<>();
    long size = to - from;
    long begin = from;
    long parts = Math.min(n, size);
    for (long i = 1; i <= parts && begin < to; i++) {
      long target = from + size / parts * i + size % parts * i / parts;
      if (target > begin) {
        long cut = startFrom(target);
        splits.add(new Lines(text, begin, cut));
        begin = cut;
      }
    }
    return splits;
  }

  /** Returns the start of the first line at or after {@code at}, or {@code to} if there is none. */
  long startFrom(long at) {
    long newline = ByteSearch.find(Direction.FORWARD, text, Needle.NEWLINE, at - 1, to);
    return newline < 0 ? to : newline + 1;
  }

  /**
   * Returns the offset after the last newline in {@code [low, high)}, or {@code otherwise} if there
   * is none.
   */
  long lastStart(long low, long high, long otherwise) {
    long newline = ByteSearch.find(Direction.BACKWARD, text, Needle.NEWLINE, low, high);
    return newline < 0 ? otherwise : newline + 1;
  }

  /** {@return the range, as in {@code Lines[0, 4096)}} */
  @Override
  public String toString() {
    return "Lines[" + from + ", " + to + ")";
  }

  /**
   * A cursor that moves over lines, forwards and backwards, without creating an object for each
   * line. A cursor's position is between two lines, before the first line or after the last line. A
   * step moves over one line, which the cursor then represents. Calling {@code next} and then
   * {@code previous} therefore moves over the same line twice.
   *
   * <p>The first steps read little more than the lines that they move over. Later steps find the
   * lines of up to 4 KiB at once, and steps over these lines work even after the memory has been
   * closed. They are copied to the heap together when the bytes of one of them are needed. If a
   * step throws an exception, the cursor does not change.
   *
   * <p>As a {@link LineBytes} object, the cursor represents the line that the last step moved over,
   * or no bytes before the first step. Bytes that the cursor has not yet copied are read on demand.
   *
   * {@snippet :
   * Lines.Cursor line = m.lines().cursor();
   * while (line.next()) {
   *   if (line.startsWith("ERROR ".getBytes(UTF_8))) {
   *     IO.println(line); // its text in UTF-8
   *   }
   * }
   * }
   */
  public static final class Cursor extends LineSteps {
    private Cursor(Lines lines, long place) {
      super(lines.text, lines.from, lines.to, place);
    }

    /**
     * {@return the start of the line that the last step moved over or, before the first step, the
     * cursor's position}
     */
    public long offset() {
      return offset;
    }

    /**
     * {@return the number of bytes in the line that the last step moved over, without its line
     * terminator}
     */
    @Override
    public long length() {
      return content - offset;
    }

    /**
     * {@return the end (exclusive) of the line that the last step moved over, including its line
     * terminator}
     */
    public long end() {
      return end;
    }

    /** {@return a new {@code Line} for the line that the last step moved over} */
    public Line line() {
      return new Line(text, offset, length());
    }

    @Override
    public Fields fields(char delimiter) {
      return Fields.of(this, delimiter);
    }

    /**
     * Moves over the next line.
     *
     * @return whether there is a next line; if not, the cursor does not change
     */
    public boolean next() {
      return stepForward();
    }

    /**
     * Moves backwards over the previous line.
     *
     * @return whether there is a previous line; if not, the cursor does not change
     */
    public boolean previous() {
      return stepBack();
    }
  }
}
