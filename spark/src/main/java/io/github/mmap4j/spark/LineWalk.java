package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Steps over the lines of a file that begin in a range and pass a filter. The file is read in
 * windows of many lines, each of which begins with a line. A line that is longer than a window is
 * searched in a mapping, and copied only if its value is asked for.
 */
final class LineWalk implements LineBytes {
  /** After so many candidates in a row, or so many other lines, the way of searching changes. */
  private static final int RUN = 4;

  /** The longest array that virtual machines allocate. */
  private static final int LONGEST = Integer.MAX_VALUE - 15;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final String path;
  private final LineFile file;
  private final Separator separator;
  private final LinePredicate filter;
  private final Candidates candidates;
  private final LineWindow window;

  /** The offset before which lines begin, all that pass among them. */
  private final long last;

  /** The end (exclusive) of the whole lines in the window that begin in the range. */
  private long stop;

  /** The start of the next line. */
  private long place;

  /** Whether each line is tested, because most lines are candidates. */
  private boolean testsEachLine;

  /** The number of lines in a row that speak for changing {@link #testsEachLine}. */
  private int run;

  private long start;
  private long end;

  /** The file, if a line was longer than a window. */
  private MappedText mapped;

  /**
   * Positions before the first line that begins in a range.
   *
   * @param filter what lines must pass
   * @param memory where to read lines to, which nothing else uses meanwhile
   */
  LineWalk(
      LineFile file, FileRange range, Separator separator, LinePredicate filter, ReadBuffer memory)
      throws IOException {
    this(file, range, separator, filter, memory, ReadBuffer.SIZE);
  }

  /** Positions before the first line, with windows of at most so many bytes. */
  LineWalk(
      LineFile file,
      FileRange range,
      Separator separator,
      LinePredicate filter,
      ReadBuffer memory,
      int windowSize)
      throws IOException {
    this.path = range.path();
    this.file = file;
    this.separator = separator;
    this.filter = forFile(filter, path);
    this.window = new LineWindow(file, (int) Math.min(windowSize, file.length()), memory);

    boolean isSplit = separator.canBeFoundAnywhere();
    this.candidates = isSplit ? Candidates.of(this.filter, separator) : null;
    this.last = Math.min(end(range, separator, this.filter), file.length());
    boolean passesNone = this.filter.equals(LinePredicate.NONE);
    long from = start(range, separator, this.filter);
    this.place = passesNone || from >= last || isOnlyAMark(file) ? last : firstLine(from);
  }

  /**
   * Returns whether no line of a range can pass, whatever is in the file. Then it need not be
   * opened.
   */
  static boolean passesNone(FileRange range, Separator separator, LinePredicate filter) {
    LinePredicate ofFile = forFile(filter, range.path());
    return ofFile.equals(LinePredicate.NONE)
        || start(range, separator, ofFile) >= end(range, separator, ofFile);
  }

  private static LinePredicate forFile(LinePredicate filter, String path) {
    return filter.forFile(new ArrayLine(0, path.getBytes(UTF_8)));
  }

  /** Returns the offset from which on lines begin that can pass, and to read from. */
  private static long start(FileRange range, Separator separator, LinePredicate filter) {
    long least = filter.leastOffset();
    // A line that begins with the file may have its offset after a byte order mark.
    boolean mayBeFirst = !separator.canBeFoundAnywhere() || least <= BYTE_ORDER_MARK.length;
    return mayBeFirst ? range.start() : Math.max(range.start(), least);
  }

  /** Returns the offset before which lines begin that can pass, if the file is so long. */
  private static long end(FileRange range, Separator separator, LinePredicate filter) {
    long greatest = Math.min(filter.greatestOffset(), range.end() - 1);
    return separator.canBeFoundAnywhere() ? Math.max(0, greatest + 1) : Long.MAX_VALUE;
  }

  /** Finds the first line that begins at or after an offset, and reads its window. */
  private long firstLine(long from) throws IOException {
    long first = from;
    if (from > 0) {
      window.fill(Math.max(0, from - separator.longest()));
      long to = Math.min(last, window.end());
      first = from < to ? separator.lineStart(window, from, to) : -1;
      if (first < 0 && to < last) {
        first = separator.lineStart(file.mapped(), from, last);
      }
    }
    if (first < 0) {
      return last;
    }
    if (window.holds(first, first + 1)) {
      enter(first);
    }
    return first;
  }

  /** Returns whether the file is a byte order mark and nothing else: then it has no line. */
  private static boolean isOnlyAMark(LineFile file) throws IOException {
    byte[] bytes = new byte[BYTE_ORDER_MARK.length];
    return file.length() == bytes.length
        && file.read(0, bytes, bytes.length) == bytes.length
        && Arrays.equals(bytes, BYTE_ORDER_MARK);
  }

  /** Moves to the next line that passes, or returns false if there is none. */
  boolean next() throws IOException {
    while (place < stop || fill()) {
      // The first line may begin with a byte order mark, which is not part of it.
      boolean skips = candidates != null && !testsEachLine && place < stop && place > 0;
      if (skips && !skipToCandidate()) {
        continue;
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
  long count() throws IOException {
    long count = 0;
    if (filter.equals(LinePredicate.ALL)) {
      while (place < stop || fill()) {
        if (place < stop) {
          count += separator.count(window, place, stop);
          place = stop;
        } else {
          step();
          count++;
        }
      }
      return count;
    }
    while (next()) {
      count++;
    }
    return count;
  }

  /**
   * Reads the window that begins with the next line, or returns false after the last line. If the
   * line is longer than the window, {@link #stop} is the start of that line.
   */
  private boolean fill() throws IOException {
    if (place >= last) {
      return false;
    }
    window.fill(place);
    enter(place);
    if (place == stop && !window.isFull()) {
      throw file.shorter(window.end());
    }
    return true;
  }

  /** Begins with the lines of the window from one on. */
  private void enter(long from) {
    boolean hasLast = window.end() == file.length();
    long whole = hasLast ? file.length() : separator.lastEnd(window, from, window.end());
    long after = last < whole ? separator.lineStart(window, last, whole) : -1;
    stop = after < 0 ? whole : after;
    if (candidates != null) {
      candidates.enter(window, from, stop);
    }
  }

  private boolean skipToCandidate() {
    long at = candidates.next(place);
    if (at < 0) {
      place = stop;
      return false;
    }
    long line = separator.lineStartBefore(window, place, at);
    run = line == place ? run + 1 : 0;
    place = line;
    return true;
  }

  /** Moves over the next line. */
  private void step() throws IOException {
    start = place;
    if (start < stop) {
      byte[] bytes = window.bytes();
      int to = window.index(stop);
      int at = separator.find(bytes, window.index(start), to);
      end = at < 0 ? stop : window.start() + at;
      place = at < 0 ? stop : window.start() + separator.after(bytes, at, to);
    } else {
      mapped = file.mapped();
      end = separator.find(mapped, start, mapped.end());
      place = end < mapped.end() ? separator.after(mapped, end, mapped.end()) : end;
    }
    if (start == 0 && hasAt(0, BYTE_ORDER_MARK)) {
      start += BYTE_ORDER_MARK.length;
    }
  }

  @Override
  public long offset() {
    return start;
  }

  @Override
  public long length() {
    return end - start;
  }

  /** Returns whether the window has the line, which is longer than a window if not. */
  private boolean isInWindow() {
    return window.holds(start, end);
  }

  /** Returns the mapping, which {@link #step} has made for a line that is not in the window. */
  private Mmap text() {
    return mapped.text();
  }

  /**
   * Returns an array that has the line's bytes from {@link #index} on, until the next line is asked
   * for.
   *
   * @throws IllegalStateException if the line is longer than a value can be
   */
  byte[] array() throws IOException {
    if (isInWindow()) {
      return window.bytes();
    }
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
    byte[] bytes = new byte[(int) length()];
    int read = file.read(start, bytes, bytes.length);
    if (read < bytes.length) {
      throw file.shorter(start + read);
    }
    return bytes;
  }

  /** {@return the index of the line's first byte in {@link #array}} */
  int index() {
    return isInWindow() ? window.index(start) : 0;
  }

  @Override
  public boolean contains(Finder finder) {
    return isInWindow()
        ? window.find(finder, start, end) >= 0
        : text().find(finder, start, end) >= 0;
  }

  @Override
  public boolean hasAt(long index, byte[] expected) {
    long from = start + index;
    if (index < 0 || expected.length > end - from) {
      return false;
    }
    if (isInWindow()) {
      int at = window.index(from);
      byte[] bytes = window.bytes();
      return Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
    }
    return Arrays.equals(copy(from, expected.length), expected);
  }

  @Override
  public int compareTo(byte[] other) {
    if (isInWindow()) {
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
    text().copyTo(from, bytes);
    return bytes;
  }

  @Override
  public boolean contains(BytePattern pattern) {
    MemorySegment line =
        isInWindow()
            ? window.segment().asSlice(window.index(start), length())
            : text().asSegment().asSlice(start, length());
    return pattern.find(line).isPresent();
  }
}
