package io.github.mmap4j.search;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.bytes.ByteSearch;
import io.github.mmap4j.internal.bytes.Direction;
import io.github.mmap4j.internal.bytes.Needle;
import io.github.mmap4j.internal.bytes.NewlineWindow;
import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;

/**
 * Steps over the lines of a text in both directions. Each of the first steps looks for a single
 * line. Later steps use the newlines of a window, which is a part of the text.
 */
abstract sealed class LineSteps extends ArrayBytes permits Lines.Cursor {
  /** The number of bytes to search for a line's start or end before preparing a longer search. */
  static final int NEAR = 1 << 9;

  private static final int SINGLE = 2;

  final MemorySegment text;
  private final NewlineWindow window;

  /** The number of remaining steps that may look for a single line before a window is read. */
  private int single = SINGLE;

  /**
   * The position of the cursor. It is within {@link #window}, except after an exception in a step
   * over a line that is longer than a window.
   */
  private long place;

  // The next four fields are copies of the window's, so that a step need not load them from there.
  private char[] entries;
  private long origin;
  private int count;

  /** The array that begins with the window's bytes, or null if no line has needed it yet. */
  private byte[] windowBytes;

  /** The number of newlines in the window that are before {@link #place}. */
  private int passed;

  // The next three fields describe the line that the last step moved over.
  long offset;
  long content;
  long end;

  /** The offset of the current line if {@link #array} is a copy of only that line, otherwise -1. */
  private long copied = -1;

  /** The number of steps so far, from which {@link Fields} can tell that the cursor has moved. */
  private int steps;

  /** The number of times that the window has been replaced or emptied. */
  private int replaced;

  LineSteps(MemorySegment text, long from, long to, long place) {
    this.text = text;
    this.window = new NewlineWindow(text, from, to, place);
    this.place = place;
    take(place, place, place);
  }

  static byte byteAt(MemorySegment text, long offset) {
    return FaultGuard.read(text, offset, offset + 1, (bytes, at) -> bytes.get(JAVA_BYTE, at));
  }

  /** Returns whether the window contains the current line. */
  final boolean isInWindow() {
    return window.holds(offset, content);
  }

  /**
   * Sets {@link #array} to the window's array if that contains the line, and otherwise to a copy of
   * the line.
   */
  @Override
  final void prepare() {
    byte[] bytes = windowBytes;
    if (bytes != null && offset >= origin && content <= window.end()) {
      copied = -1;
      array = bytes;
      start = (int) (offset - origin);
      stop = (int) (content - origin);
    } else {
      prepareCopy();
    }
  }

  /** Copies the window or, if it does not contain the line, the line. */
  private void prepareCopy() {
    if (isInWindow() && usesWindow()) {
      prepare();
    } else if (copied != offset) {
      array = FaultGuard.copy(text, offset, length());
      start = 0;
      stop = array.length;
      copied = offset;
    }
  }

  /**
   * Sets {@link #windowBytes}, or returns false if the window can't be copied. The line itself may
   * still be there, if the file has been truncated after it.
   */
  private boolean usesWindow() {
    try {
      windowBytes = window.bytes();
      return true;
    } catch (RuntimeException e) {
      return false; // copying the line reports what is wrong with it
    }
  }

  /** Moves to {@code place}, which must be the start of a line or the end of the range. */
  final void moveTo(long place) {
    steps++;
    this.place = place;
    single = SINGLE;
    forget();
  }

  /** Returns the position of the cursor. */
  final long place() {
    return place;
  }

  /** Returns a number that changes with every step. */
  final int steps() {
    return steps;
  }

  /**
   * Returns a number that changes whenever a line may no longer be at the same place in the array.
   */
  final int replaced() {
    return replaced;
  }

  /** Moves over the next line; returns false and does nothing if there is none. */
  final boolean stepForward() {
    int i = passed;
    if (i < count) {
      int at = entries[i];
      long newline = origin + (at >>> 1);
      passed = i + 1;
      steps++;
      offset = place;
      content = Math.max(place, newline - (at & 1)); // see take
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
            Direction.FORWARD, text, Needle.NEWLINE, place, Math.min(window.to(), place + NEAR));
    if (newline < 0) {
      return false;
    }
    takeSingle(place, newline, newline + 1);
    place = end;
    forget();
    return true;
  }

  /**
   * Makes the line that {@code newline} terminates the current line, without a carriage return
   * before the newline.
   */
  private void takeSingle(long begin, long newline, long end) {
    boolean returned = newline > begin && byteAt(text, newline - 1) == '\r';
    take(begin, returned ? newline - 1 : newline, end);
    single--;
  }

  /**
   * Reads a window that has a newline after the cursor; returns whether there is one. If the first
   * window has none, the newline is searched for, which is faster and skips holes.
   */
  private boolean findNewline() {
    // If the line begins in this window, the next window starts with the line, to contain all of it
    // if possible.
    long at = place > window.begin() ? place : window.end();
    while (at >= 0 && at < window.to()) {
      window.readFrom(at);
      load(window.countBefore(place));
      if (passed < count) {
        return true;
      }
      at = ByteSearch.find(Direction.FORWARD, text, Needle.NEWLINE, window.end(), window.to());
    }
    return false;
  }

  /** Copies the window's fields; {@code passed} newlines in the window are before the cursor. */
  private void load(int passed) {
    replaced++;
    windowBytes = null;
    this.entries = window.entries();
    this.origin = window.begin();
    this.count = window.count();
    this.passed = passed;
  }

  private boolean takeRest() {
    if (place == window.to()) {
      return false;
    }
    take(place, window.to(), window.to());
    place = window.to();
    return true;
  }

  /** Moves over the previous line; returns false and does nothing if there is none. */
  final boolean stepBack() {
    if (place == window.from()) {
      return false;
    }
    if (place == window.begin() && single > 0 && previousIsNear()) {
      return true;
    }
    boolean failed = place > window.end(); // a failed step has left another window
    if (failed || place == window.begin() || newlinesBeforeLine() == 0 && place < window.end()) {
      // This window may lack the start of the line. The next window ends with the line, to contain
      // all of it if possible.
      window.readTo(place);
      load(window.count());
    }
    long content = endsInNewline() ? window.content(passed - 1) : place;
    int before = newlinesBeforeLine();
    if (before == 0) {
      before = findNewlineBefore();
    }
    long begin = before == 0 ? window.from() : window.newline(before - 1) + 1;
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
    long low = Math.max(window.from(), place - NEAR);
    boolean ended = byteAt(text, place - 1) == '\n';
    long high = ended ? place - 1 : place;
    long before = ByteSearch.find(Direction.BACKWARD, text, Needle.NEWLINE, low, high);
    if (before < 0 && low > window.from()) {
      return false;
    }
    long begin = before < 0 ? window.from() : before + 1;
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
   * Reads a window that has a newline before the cursor; returns the number of newlines in that
   * window, or 0 if there is none.
   */
  private int findNewlineBefore() {
    long at = window.begin();
    while (at > window.from()) {
      window.readTo(at);
      load(window.count());
      if (count > 0) {
        return count;
      }
      at =
          ByteSearch.find(Direction.BACKWARD, text, Needle.NEWLINE, window.from(), window.begin())
              + 1;
    }
    return 0;
  }

  /** Empties the window after a move that has not used it. */
  private void forget() {
    window.clear(place);
    windowBytes = null;
    replaced++;
    count = 0;
    passed = 0;
  }

  private void take(long begin, long content, long end) {
    steps++;
    copied = -1;
    this.offset = begin;
    // If the bytes change concurrently, the byte before an empty line may seem to be the carriage
    // return of the line's terminator.
    this.content = Math.max(begin, content);
    this.end = end;
  }
}
