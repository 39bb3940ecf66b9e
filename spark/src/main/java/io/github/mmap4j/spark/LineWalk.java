package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.search.Finder;
import java.util.Arrays;

/**
 * Steps over the lines of a file that begin in a range and pass a filter. Lines are copied to the
 * heap in windows of many lines; a line that is longer than a window is copied only if its value is
 * asked for.
 */
final class LineWalk implements LineBytes {
  /** The most bytes of a window: they stay in the processor's cache until Spark has read them. */
  private static final int LARGEST_WINDOW = 256 << 10;

  /** The fewest bytes of a window, where few lines pass. */
  private static final int SMALLEST_WINDOW = 4 << 10;

  /** After so many candidates in a row, or so many other lines, the way of searching changes. */
  private static final int RUN = 4;

  /** The longest array that virtual machines allocate. */
  private static final int LONGEST = Integer.MAX_VALUE - 15;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final String path;
  private final Mmap text;
  private final Separator separator;
  private final LinePredicate filter;
  private final Candidates candidates;
  private final LineWindow window;
  private final int smallestWindow;
  private final int largestWindow;

  /** The end (exclusive) of the last line that begins in the range, with its separator. */
  private final long stop;

  /** The start of the next line. */
  private long place;

  private int windowSize;

  /** Whether each line is tested, because most lines are candidates. */
  private boolean testsEachLine;

  /** The number of lines in a row that speak for changing {@link #testsEachLine}. */
  private int run;

  private long start;
  private long end;

  /**
   * Positions before the first line that begins in a range.
   *
   * @param text the mapped file
   * @param filter what lines must pass
   */
  LineWalk(Mmap text, FileRange range, Separator separator, LinePredicate filter) {
    this(text, range, separator, filter, SMALLEST_WINDOW, LARGEST_WINDOW);
  }

  /** Positions before the first line, with windows of other sizes. */
  LineWalk(
      Mmap text,
      FileRange range,
      Separator separator,
      LinePredicate filter,
      int smallestWindow,
      int largestWindow) {
    this.path = range.path();
    this.text = text;
    this.separator = separator;
    this.window = new LineWindow(text);
    this.filter = filter.forFile(new ArrayLine(0, path.getBytes(UTF_8)));

    long length = text.length();
    long last = separator.canBeFoundAnywhere() ? Math.min(range.end(), length) : length;
    boolean passesNone =
        this.filter.equals(LinePredicate.NONE) || range.start() >= last || isOnlyAMark(text);
    long first = passesNone ? -1 : separator.lineStart(text, range.start(), last);
    long after = first < 0 || last == length ? -1 : separator.lineStart(text, last, length);
    this.place = first < 0 ? last : first;
    this.stop = first < 0 ? last : after < 0 ? length : after;

    this.candidates =
        separator.canBeFoundAnywhere() ? Candidates.of(this.filter, text, separator, stop) : null;
    this.smallestWindow = smallestWindow;
    this.largestWindow = largestWindow;
    this.windowSize = candidates == null ? largestWindow : smallestWindow;
  }

  /** Returns whether the file is a byte order mark and nothing else: then it has no line. */
  private static boolean isOnlyAMark(Mmap text) {
    if (text.length() != BYTE_ORDER_MARK.length) {
      return false;
    }
    byte[] bytes = new byte[BYTE_ORDER_MARK.length];
    text.copyTo(0, bytes);
    return Arrays.equals(bytes, BYTE_ORDER_MARK);
  }

  /** Moves to the next line that passes, or returns false if there is none. */
  boolean next() {
    while (place < stop) {
      // The first line may begin with a byte order mark, which is not part of it.
      boolean skips = candidates != null && !testsEachLine && place > 0;
      if (skips && !skipToCandidate()) {
        return false;
      }
      step();
      boolean passes = filter.test(this);
      if (testsEachLine) {
        run = passes ? 0 : run + 1;
      }
      if (run == RUN) {
        testsEachLine = !testsEachLine;
        run = 0;
      }
      if (passes) {
        return true;
      }
    }
    return false;
  }

  /** Counts the lines that are left and pass. */
  long count() {
    long count = 0;
    if (filter.equals(LinePredicate.ALL)) {
      count = separator.count(text, place, stop);
      place = stop;
    }
    while (next()) {
      count++;
    }
    return count;
  }

  private boolean skipToCandidate() {
    long at = candidates.next(place);
    if (at < 0) {
      place = stop;
      return false;
    }
    long line = separator.lineStartBefore(text, place, at);
    run = line == place ? run + 1 : 0;
    place = line;
    return true;
  }

  /** Moves over the next line. */
  private void step() {
    start = place;
    if (!stepInWindow() && !(refill() && stepInWindow())) {
      end = separator.find(text, start, stop);
      place = end < stop ? separator.after(text, end, stop) : stop;
    }
    if (start == 0 && hasAt(0, BYTE_ORDER_MARK)) {
      start += BYTE_ORDER_MARK.length;
    }
  }

  /** Moves over the next line, or returns false if the window lacks its start or its end. */
  private boolean stepInWindow() {
    if (start < window.start() || start >= window.end()) {
      return false;
    }
    byte[] bytes = window.bytes();
    boolean isEnd = window.end() == stop;
    int at = separator.find(bytes, window.index(start), bytes.length);
    int after = at < 0 ? -1 : separator.after(bytes, at, bytes.length, isEnd);
    if (after >= 0) {
      end = window.start() + at;
      place = window.start() + after;
      return true;
    }
    end = stop;
    place = stop;
    return isEnd;
  }

  /** Copies the next window, or returns false if this has been done for this line. */
  private boolean refill() {
    if (window.start() == start && window.end() > start) {
      return false;
    }
    if (candidates != null) {
      boolean isNear = start - window.end() < windowSize;
      windowSize =
          isNear
              ? Math.min(2 * windowSize, largestWindow)
              : Math.max(windowSize / 2, smallestWindow);
    }
    window.fill(start, (int) Math.min(windowSize, stop - start));
    return true;
  }

  @Override
  public long offset() {
    return start;
  }

  @Override
  public long length() {
    return end - start;
  }

  /**
   * Returns an array that has the line's bytes from {@link #index} on, and does not change.
   *
   * @throws IllegalStateException if the line is longer than a value can be
   */
  byte[] array() {
    if (!window.holds(start, end)) {
      if (length() > LONGEST) {
        throw new IllegalStateException(
            "the line at offset "
                + start
                + " of "
                + path
                + " has "
                + length()
                + " bytes, more than the 2 GiB that a value can have; leave out the column value,"
                + " or set lineSep");
      }
      window.fill(start, (int) length());
    }
    return window.bytes();
  }

  /** {@return the index of the line's first byte in {@link #array}} */
  int index() {
    return window.index(start);
  }

  @Override
  public boolean contains(Finder finder) {
    return window.holds(start, end)
        ? finder.find(window.segment(), window.index(start), window.index(end)) >= 0
        : text.find(finder, start, end) >= 0;
  }

  @Override
  public boolean hasAt(long index, byte[] expected) {
    long from = start + index;
    if (index < 0 || expected.length > end - from) {
      return false;
    }
    if (window.holds(start, end)) {
      int at = window.index(from);
      byte[] bytes = window.bytes();
      return Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
    }
    return Arrays.equals(copy(from, expected.length), expected);
  }

  @Override
  public int compareTo(byte[] other) {
    if (window.holds(start, end)) {
      int from = window.index(start);
      int to = window.index(end);
      return Arrays.compareUnsigned(window.bytes(), from, to, other, 0, other.length);
    }
    int common = (int) Math.min(length(), other.length);
    byte[] prefix = copy(start, common);
    int order = Arrays.compareUnsigned(prefix, 0, common, other, 0, common);
    return order != 0 ? order : Long.compare(length(), other.length);
  }

  private byte[] copy(long from, int length) {
    byte[] bytes = new byte[length];
    text.copyTo(from, bytes);
    return bytes;
  }

  @Override
  public boolean contains(BytePattern pattern) {
    return window.holds(start, end)
        ? pattern.find(window.segment().asSlice(window.index(start), length())).isPresent()
        : pattern.find(text.asSegment().asSlice(start, length())).isPresent();
  }
}
