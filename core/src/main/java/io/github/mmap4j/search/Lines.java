package io.github.mmap4j.search;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.bytes.NewlineWindow;
import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The lines of a text in any memory segment, of any length.
 *
 * <p>A line ends with {@code \n} or {@code \r\n}, which are not part of it; a {@code \r} elsewhere
 * is a byte like others. The last line may lack an end. So an empty text has no line, and {@code
 * "a\n"} has one. Bytes are not decoded: the text is of any encoding that has ASCII's bytes for
 * these two and for nothing else, as UTF-8 has.
 *
 * <p>Immutable, for any number of threads; a cursor, an iterator or a stream is for one thread at a
 * time. While lines are walked, others may write the bytes: each line was there at some time. If
 * the memory is a mapping's and its file is truncated meanwhile, that is the mapping's {@link
 * io.github.mmap4j.MappingFaultException}, in whatever thread and method reads the bytes.
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
  private static final Finder NEWLINE = Finder.of(new byte[] {'\n'});

  private final MemorySegment text;
  private final long from;
  private final long to;

  private Lines(MemorySegment text, long from, long to) {
    this.text = text;
    this.from = from;
    this.to = to;
  }

  /**
   * The lines of all of {@code text}.
   *
   * @param text is read as lines are asked for
   * @return its lines
   */
  public static Lines of(MemorySegment text) {
    return new Lines(text, 0, text.byteSize());
  }

  /**
   * The lines of a range, as if there were nothing before and behind it.
   *
   * @param text is read as lines are asked for
   * @param from the first byte of the range
   * @param to the byte behind its last
   * @return its lines
   * @throws IndexOutOfBoundsException if {@code text} has no such range
   */
  public static Lines of(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    return new Lines(text, from, to);
  }

  /** {@return the text, of which these lines are a range} */
  public MemorySegment text() {
    return text;
  }

  /** {@return the offset in the text where the range begins} */
  public long from() {
    return from;
  }

  /** {@return the offset in the text behind the range} */
  public long to() {
    return to;
  }

  /** {@return how many lines there are} Faster than walking them. */
  public long count() {
    return NEWLINE.count(text, from, to) + (endsInLine() ? 1 : 0);
  }

  private boolean endsInLine() {
    return to > from
        && FaultGuard.read(text, to - 1, to, (bytes, at) -> bytes.get(JAVA_BYTE, at)) != '\n';
  }

  /** {@return a cursor before the first line} */
  public Cursor cursor() {
    return cursorBefore(from);
  }

  /**
   * A cursor before the line that holds a byte: {@code next} walks over that line, {@code previous}
   * over the one before. A line holds its end, too.
   *
   * @param at the byte's offset in the text, or {@code to}, for a cursor behind the last line
   * @return a new cursor
   * @throws IndexOutOfBoundsException if {@code at} is outside the range
   */
  public Cursor cursor(long at) {
    if (at < from || at > to) {
      throw new IndexOutOfBoundsException(at + " is outside " + from + " to " + to);
    }
    if (at == to) {
      return cursorBefore(to);
    }
    long newline = NEWLINE.rfind(text, from, at);
    return cursorBefore(newline < 0 ? from : newline + 1);
  }

  /** A cursor that stands at {@code place}, where a line begins or nothing is left. */
  Cursor cursorBefore(long place) {
    return new Cursor(this, place);
  }

  /** {@return the lines from first to last} They are looked for as they are asked for. */
  @Override
  public Iterator<Line> iterator() {
    return Spliterators.iterator(spliterator());
  }

  /**
   * {@return the lines, for a stream} It splits at line ends near the middle of the bytes, so that
   * a parallel stream reads from several places at a time.
   */
  @Override
  public Spliterator<Line> spliterator() {
    return new LineSpliterator(this);
  }

  /** {@return the lines from first to last; sequential until {@code parallel()} is called} */
  public Stream<Line> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  /**
   * Cuts these lines into ranges for several workers: each begins with a line, one behind the
   * other, and all together are these lines. They are of about equal size, as far as lines allow;
   * long lines make them fewer. An empty text has none.
   *
   * @param n how many at most
   * @return the ranges in order
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  public List<Lines> splits(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("lines can't be cut into " + n + " ranges");
    }
    List<Lines> splits = new ArrayList<>();
    long size = to - from;
    long begin = from;
    for (int i = 1; i <= n && begin < to; i++) {
      long target = from + size / n * i + size % n * i / n;
      if (target > begin) {
        long cut = lineFrom(target);
        splits.add(new Lines(text, begin, cut));
        begin = cut;
      }
    }
    return splits;
  }

  /** Where the first line begins at {@code at} or behind it, after the first; or {@code to}. */
  private long lineFrom(long at) {
    long newline = NEWLINE.find(text, at - 1, to);
    return newline < 0 ? to : newline + 1;
  }

  /** Where a line begins near the middle of the bytes from {@code begin} on; or -1. */
  long middle(long begin) {
    long half = begin + (to - begin) / 2;
    if (half == begin) {
      return -1;
    }
    long line = lineFrom(half);
    if (line < to) {
      return line;
    }
    long newline = NEWLINE.rfind(text, begin, half - 1);
    return newline < 0 ? -1 : newline + 1;
  }

  /**
   * Walks over lines, forwards and backwards, without making an object for each. It stands between
   * two lines, before the first or behind the last; a step walks over one line, which the cursor
   * then tells of. So {@code next} and {@code previous} in turn walk over the same line.
   *
   * <p>It reads some thousand bytes at a time, at most 16 KiB, and then tells of the lines in them
   * without looking again, even if the memory is given back meanwhile. When a step throws, the
   * cursor stays as it was.
   */
  public static final class Cursor {
    private final MemorySegment text;
    private final long from;
    private final long to;
    private final NewlineWindow ends;

    /** Where the cursor stands, within the window of {@link #ends}. */
    private long place;

    /** How many newlines of the window are before {@link #place}. */
    private int passed;

    private long offset;
    private long content;
    private long end;

    private Cursor(Lines lines, long place) {
      this.text = lines.text;
      this.from = lines.from;
      this.to = lines.to;
      this.ends = new NewlineWindow(text, from, to, place);
      this.place = place;
      take(place, place, place);
    }

    /** {@return where the line begins that was walked over last} Before that, where it stands. */
    public long offset() {
      return offset;
    }

    /** {@return that line's bytes, without what ends it} */
    public long length() {
      return content - offset;
    }

    /** {@return the offset behind that line and what ends it} */
    public long end() {
      return end;
    }

    /** {@return that line, as an object} */
    public Line line() {
      return new Line(text, offset, length());
    }

    /** Where the cursor stands. */
    long place() {
      return place;
    }

    /**
     * Walks over the line that follows.
     *
     * @return whether there is one; if not, the cursor stays as it was
     */
    public boolean next() {
      if (passed == ends.count() && !findNewline()) {
        return takeRest();
      }
      long behind = ends.newline(passed) + 1;
      take(place, ends.content(passed), behind);
      place = behind;
      passed++;
      return true;
    }

    /** Whether there is a newline behind the window; then it is the first of the new one. */
    private boolean findNewline() {
      long at = ends.end();
      while (at < to) {
        forget();
        ends.readFrom(at);
        if (ends.count() > 0) {
          return true;
        }
        at = ends.end();
      }
      return false;
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
     * Walks backwards over the line that comes before.
     *
     * @return whether there is one; if not, the cursor stays as it was
     */
    public boolean previous() {
      if (place == from) {
        return false;
      }
      if (place == ends.begin()) {
        forget();
        ends.readTo(place);
        passed = ends.count();
      }
      boolean ended = passed > 0 && ends.newline(passed - 1) == place - 1;
      long content = ended ? ends.content(passed - 1) : place;
      int before = ended ? passed - 1 : passed;
      if (before == 0) {
        before = findNewlineBefore();
      }
      long begin = before == 0 ? from : ends.newline(before - 1) + 1;
      take(begin, content, place);
      place = begin;
      passed = before;
      return true;
    }

    /** How many newlines the next window with one has, before this; or 0. */
    private int findNewlineBefore() {
      long at = ends.begin();
      while (at > from) {
        forget();
        ends.readTo(at);
        if (ends.count() > 0) {
          return ends.count();
        }
        at = ends.begin();
      }
      return 0;
    }

    /** Leaves the window, so that the next may be read; if that throws, nothing else changed. */
    private void forget() {
      ends.clear(place);
      passed = 0;
    }

    private void take(long begin, long content, long end) {
      this.offset = begin;
      // Others may write: then the byte before a line may look like part of the line's end.
      this.content = Math.max(begin, content);
      this.end = end;
    }
  }
}
