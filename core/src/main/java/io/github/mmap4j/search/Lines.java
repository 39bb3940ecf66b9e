package io.github.mmap4j.search;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.bytes.ByteSearch;
import io.github.mmap4j.internal.bytes.Direction;
import io.github.mmap4j.internal.bytes.LineSearch;
import io.github.mmap4j.internal.bytes.Needle;
import io.github.mmap4j.internal.bytes.NewlineWindow;
import io.github.mmap4j.internal.fault.FaultGuard;
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

// This file is long because it contains the entire cursor, whose methods share state.
/**
 * The lines of a text in any memory segment of any length.
 *
 * <p>A line is terminated by {@code \n} or {@code \r\n}. The line terminator is not part of the
 * line, and a {@code \r} elsewhere is an ordinary byte. The last line may lack a line terminator.
 * An empty text has no lines, and {@code "a\n"} has one. Bytes are not decoded. The text may have
 * any encoding that, like UTF-8, uses the bytes of {@code \n} and {@code \r} for nothing else.
 *
 * <p>This class is immutable and safe for use by several threads. A cursor, an iterator or a stream
 * may be used by only one thread at a time. Other threads and processes may write the bytes while
 * lines are read. Each line feed that is found was present at some time. If the memory belongs to a
 * mapping whose file is truncated, reading it throws {@link io.github.mmap4j.MappingFaultException}
 * in any thread.
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
  /**
   * The number of bytes in which a line's start or end is first looked for, before anything is
   * prepared for a longer search.
   */
  private static final int NEAR = 1 << 9;

  private final MemorySegment text;
  private final long from;
  private final long to;

  private Lines(MemorySegment text, long from, long to) {
    this.text = text;
    this.from = from;
    this.to = to;
  }

  /**
   * Returns the lines of all of {@code text}.
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
    return to > from && byteAt(text, to - 1) != '\n';
  }

  private static byte byteAt(MemorySegment text, long offset) {
    return FaultGuard.read(text, offset, offset + 1, (bytes, at) -> bytes.get(JAVA_BYTE, at));
  }

  /** {@return a cursor before the first line} */
  public Cursor cursor() {
    return cursorBefore(from);
  }

  /**
   * Returns a cursor before the line that contains a byte. From there, {@code next} moves over that
   * line, and {@code previous} over the line before it. For this method, a line includes its line
   * terminator.
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
    long low = Math.max(first, at - NEAR);
    long start = lastStart(low, at, -1);
    return start < 0 ? lastStart(first, low, first) : start;
  }

  /**
   * Returns a cursor before the first line that is not less than a key. The lines must be sorted by
   * their bytes, as {@code LC_ALL=C sort} sorts them. The lines that begin with the key, which
   * {@code look} would print, follow the cursor. Bytes are compared as numbers from 0 to 255, and a
   * proper prefix of a line is less than the line. The time grows with the logarithm of the size of
   * the range.
   *
   * <p>If the lines are not sorted, the cursor may be before any line or after the last one.
   *
   * @param key the bytes to compare with
   * @return a new cursor, after the last line if all lines are less than the key
   */
  public Cursor lowerBound(byte[] key) {
    return cursorBefore(new LineSearch(text, key.clone()).lowerBound(from, to));
  }

  /**
   * Returns a cursor before the first line for which a predicate is false. All lines for which the
   * predicate is true must precede the others. The lines may therefore be sorted in any order, or
   * by a part of each line.
   *
   * {@snippet :
   * Lines.Cursor c = Lines.of(m.asSegment()).lowerBound(line -> line.parseLong() < 1000);
   * }
   *
   * @param isLess the predicate, called for about as many lines as the size of the range has binary
   *     digits; it must neither keep nor move its cursor, which has moved over the line
   * @return a new cursor, after the last line if the predicate is true for all lines
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
   * of the bytes, so that a parallel stream reads several places at once.
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
   * step moves over one line, which the cursor then represents. A call of {@code next} followed by
   * {@code previous} therefore moves over the same line twice.
   *
   * <p>The first steps read little more than the lines that they move over. Later steps copy up to
   * 4 KiB to the heap at a time. Steps over lines in this copy work even after the memory has been
   * closed. If a step throws an exception, the cursor does not change.
   *
   * <p>As a {@link LineBytes} object, the cursor represents the line that the last step moved over,
   * or empty bytes before the first step. Bytes that the cursor has not yet copied are read on
   * demand.
   */
  public static final class Cursor extends ArrayBytes {
    private static final int SINGLE = 2;

    private final MemorySegment text;
    private final long from;
    private final long to;
    private final NewlineWindow window;

    /** The number of remaining steps that may look for a single line before a window is read. */
    private int single = SINGLE;

    /**
     * The position of the cursor. It is within {@link #window}, unless a step over a line longer
     * than a window has failed.
     */
    private long place;

    // Copies of the window's fields, so that a step need not load them through another object.
    private char[] entries;
    private byte[] bytes;
    private long origin;
    private int count;

    /** The number of newlines in the window that are before {@link #place}. */
    private int passed;

    private long offset;
    private long content;
    private long end;

    /**
     * The offset of the current line if {@link #array} is a copy of only that line, otherwise -1.
     */
    private long copied = -1;

    /** The number of steps, by which the fields of a line notice that the cursor has moved. */
    private int steps;

    /** The number of times that the window's array has been replaced. */
    private int replaced;

    private Cursor(Lines lines, long place) {
      this.text = lines.text;
      this.from = lines.from;
      this.to = lines.to;
      this.window = new NewlineWindow(text, from, to, place);
      this.place = place;
      take(place, place, place);
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

    // A line that is not in the window may be too long for an array, so these do not copy it.

    @Override
    public boolean startsWith(byte[] prefix) {
      return isInWindow() ? super.startsWith(prefix) : line().startsWith(prefix);
    }

    @Override
    public boolean endsWith(byte[] suffix) {
      return isInWindow() ? super.endsWith(suffix) : line().endsWith(suffix);
    }

    @Override
    public int compareTo(byte[] other) {
      return isInWindow() ? super.compareTo(other) : line().compareTo(other);
    }

    private boolean isInWindow() {
      return window.holds(offset, content);
    }

    /** Uses the window's array if it contains the line, and otherwise copies the line. */
    @Override
    void prepare() {
      if (isInWindow()) {
        array = bytes;
        copied = -1;
        start = (int) (offset - origin);
        stop = (int) (content - origin);
      } else if (copied != offset) {
        array = FaultGuard.copy(text, offset, length());
        start = 0;
        stop = array.length;
        copied = offset;
      }
    }

    /** Moves to {@code place}, which must be the start of a line or the end of the range. */
    void moveTo(long place) {
      steps++;
      this.place = place;
      single = SINGLE;
      forget();
    }

    /** Returns the position of the cursor. */
    long place() {
      return place;
    }

    /** Returns a number that changes with every step. */
    int steps() {
      return steps;
    }

    /** Returns a number that changes whenever a line may no longer be in the array as before. */
    int replaced() {
      return replaced;
    }

    /**
     * Moves over the next line.
     *
     * @return whether there is such a line; if not, the cursor does not change
     */
    public boolean next() {
      int i = passed;
      if (i < count) {
        int at = entries[i];
        long newline = origin + at;
        passed = i + 1;
        steps++;
        offset = place;
        content = newline - (bytes[at - 1] == '\r' ? 1 : 0);
        place = newline + 1;
        end = newline + 1;
        return true;
      }
      return nextBeyondWindow();
    }

    private boolean nextBeyondWindow() {
      if (single > 0 && nextIsNear()) {
        return true;
      }
      if (!findNewline()) {
        return takeRest();
      }
      long next = window.newline(passed) + 1;
      take(place, window.content(passed), next);
      place = next;
      passed++;
      return true;
    }

    /** If the next line ends nearby, moves over it and returns true; otherwise, returns false. */
    private boolean nextIsNear() {
      long newline =
          ByteSearch.find(
              Direction.FORWARD, text, Needle.NEWLINE, place, Math.min(to, place + NEAR));
      if (newline < 0) {
        return false;
      }
      takeSingle(place, newline, newline + 1);
      place = end;
      forget();
      return true;
    }

    /**
     * Sets the current line to the one that {@code newline} terminates, without a carriage return
     * before it.
     */
    private void takeSingle(long begin, long newline, long end) {
      boolean returned = newline > begin && byteAt(text, newline - 1) == '\r';
      take(begin, returned ? newline - 1 : newline, end);
      single--;
    }

    /** Reads windows forward until one has a newline; returns whether there is such a window. */
    private boolean findNewline() {
      // If the line begins in this window, the next window contains the entire line if it fits.
      long at = place > window.begin() ? place : window.end();
      while (at < to) {
        window.readFrom(at);
        load(window.countBefore(place));
        if (passed < count) {
          return true;
        }
        at = window.end();
      }
      return false;
    }

    /** Copies the window's fields; {@code passed} newlines in the window are before the cursor. */
    private void load(int passed) {
      replaced++;
      this.entries = window.entries();
      this.bytes = window.bytes();
      this.origin = window.origin();
      this.count = window.count();
      this.passed = passed;
    }

    private boolean takeRest() {
      if (place == to) {
        return false;
      }
      take(place, to, to);
      place = to;
      return true;
    }

    /**
     * Moves backwards over the previous line.
     *
     * @return whether there is such a line; if not, the cursor does not change
     */
    public boolean previous() {
      if (place == from) {
        return false;
      }
      if (place == window.begin() && single > 0 && previousIsNear()) {
        return true;
      }
      boolean failed = place > window.end(); // a step that failed has left another window
      if (failed || place == window.begin() || newlinesBeforeLine() == 0 && place < window.end()) {
        // The line begins before this window. The next window contains the entire line if it fits.
        window.readTo(place);
        load(window.count());
      }
      long content = endsInNewline() ? window.content(passed - 1) : place;
      int before = newlinesBeforeLine();
      if (before == 0) {
        before = findNewlineBefore();
      }
      long begin = before == 0 ? from : window.newline(before - 1) + 1;
      take(begin, content, place);
      place = begin;
      passed = before;
      return true;
    }

    /** Returns whether the byte before the cursor is a newline; that byte must be in the window. */
    private boolean endsInNewline() {
      return passed > 0 && window.newline(passed - 1) == place - 1;
    }

    /** Returns the number of newlines in the window before the line that precedes the cursor. */
    private int newlinesBeforeLine() {
      return endsInNewline() ? passed - 1 : passed;
    }

    /**
     * If the previous line begins nearby, moves over it and returns true; otherwise, returns false.
     */
    private boolean previousIsNear() {
      long low = Math.max(from, place - NEAR);
      boolean ended = byteAt(text, place - 1) == '\n';
      long high = ended ? place - 1 : place;
      long before = ByteSearch.find(Direction.BACKWARD, text, Needle.NEWLINE, low, high);
      if (before < 0 && low > from) {
        return false;
      }
      long begin = before < 0 ? from : before + 1;
      if (ended) {
        takeSingle(begin, high, place);
      } else {
        take(begin, place, place);
        single--;
      }
      place = begin;
      forget();
      return true;
    }

    /**
     * Reads windows backward until one has a newline; returns the number of newlines in that
     * window, or 0 if there is no such window.
     */
    private int findNewlineBefore() {
      long at = window.begin();
      while (at > from) {
        window.readTo(at);
        load(window.count());
        if (count > 0) {
          return count;
        }
        at = window.begin();
      }
      return 0;
    }

    /** Empties the window after a step that has not used it. */
    private void forget() {
      window.clear(place);
      replaced++;
      count = 0;
      passed = 0;
    }

    private void take(long begin, long content, long end) {
      steps++;
      copied = -1;
      this.offset = begin;
      // If the bytes change concurrently, the byte before the line may seem to be part of its line
      // terminator.
      this.content = Math.max(begin, content);
      this.end = end;
    }
  }
}
