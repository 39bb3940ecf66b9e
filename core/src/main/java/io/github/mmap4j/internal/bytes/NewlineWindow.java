package io.github.mmap4j.internal.bytes;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;

/**
 * Finds the line terminators in a window of a text, all at once, so that steps over its lines do
 * not read the text again. The first window is small, so that finding a few lines is cheap. Later
 * windows are larger. The window is copied to the heap when the bytes of one of its lines are
 * needed.
 */
public final class NewlineWindow {
  /** The size of the first window in bytes. */
  private static final int LEAST = 1 << 10;

  /** The factor by which windows grow. */
  private static final int GROWTH = 4;

  /**
   * The size of the largest window in bytes. Such a window and its copy fit together in the L1
   * cache of a core.
   */
  private static final int MOST = 1 << 12;

  /**
   * The preferred alignment, in bytes, of a window's ends. Reading unaligned windows takes longer.
   */
  private static final int ALIGNMENT = 64;

  private static final char[] NO_ENTRIES = {};
  private static final byte[] NO_BYTES = {};

  private final MemorySegment text;
  private final long from;
  private final long to;
  private NewlineMarks marks;
  private char[] entries = NO_ENTRIES;

  /** The array into which the next read writes its entries. */
  private char[] spare = NO_ENTRIES;

  private byte[] bytes = NO_BYTES;

  /** Whether {@link #bytes} is a copy of the window. */
  private boolean isCopied;

  private int count;
  private long begin;
  private long end;
  private int size = LEAST;

  /** Creates an empty window at {@code at} for the lines in {@code [from, to)} of {@code text}. */
  public NewlineWindow(MemorySegment text, long from, long to, long at) {
    this.text = text;
    this.from = from;
    this.to = to;
    clear(at);
  }

  /** Returns the start of the range of all lines. */
  public long from() {
    return from;
  }

  /** Returns the end (exclusive) of the range of all lines. */
  public long to() {
    return to;
  }

  /** Returns the start of the window. */
  public long begin() {
    return begin;
  }

  /** Returns the end (exclusive) of the window. */
  public long end() {
    return end;
  }

  /** Returns the number of newlines in the window. */
  public int count() {
    return count;
  }

  /**
   * Returns an entry for each newline, followed by unused entries. An entry is the newline's
   * distance from {@link #begin}, doubled; one is added if the line terminator includes a carriage
   * return.
   */
  public char[] entries() {
    return entries;
  }

  /** Returns the offset in the text of newline {@code i} of the window. */
  public long newline(int i) {
    return begin + (entries[i] >>> 1);
  }

  /** Returns the end (exclusive) of the content of the line that newline {@code i} terminates. */
  public long content(int i) {
    return newline(i) - (entries[i] & 1);
  }

  /**
   * Returns the number of newlines in the window before {@code offset}, which must not be after the
   * window.
   */
  public int countBefore(long offset) {
    int before = 0;
    while (before < count && newline(before) < offset) {
      before++;
    }
    return before;
  }

  /** Returns whether the window has newlines and contains bytes {@code [low, high)} of the text. */
  public boolean holds(long low, long high) {
    return count > 0 && low >= begin && high <= end;
  }

  /**
   * Returns an array whose first element is the byte at {@link #begin}, and copies the window to it
   * if that has not been done. The copy of the next window replaces or overwrites the array.
   */
  public byte[] bytes() {
    if (!isCopied) {
      int length = (int) (end - begin);
      if (bytes.length < length) {
        bytes = new byte[size];
      }
      FaultGuard.copy(text, begin, bytes, 0, length);
      isCopied = true;
    }
    return bytes;
  }

  /** Empties the window and moves it to {@code at}. */
  public void clear(long at) {
    begin = at;
    end = at;
    count = 0;
    isCopied = false;
  }

  /**
   * Reads a window that contains {@code low}, or that ends at {@code low} if the lines end there.
   * The window may begin before {@code low}, by less than {@link #ALIGNMENT} bytes. If the read
   * fails, the window does not change.
   */
  public void readFrom(long low) {
    long aligned = Math.max(from, low & -ALIGNMENT);
    read(aligned, Math.min(to, aligned + size));
  }

  /** Reads a window that ends at {@code high}. If the read fails, the window does not change. */
  public void readTo(long high) {
    read(Math.max(from, high - size), high);
  }

  private void read(long low, long high) {
    int length = (int) (high - low);
    if (spare.length < length + NewlineMarks.STRIDE) {
      spare = new char[size + NewlineMarks.STRIDE];
    }
    if (marks == null) {
      marks = new NewlineMarks();
    }
    int found = find(low, length, low > from ? 1 : 0);
    char[] read = spare;
    spare = entries;
    entries = read;
    count = found;
    begin = low;
    end = high;
    isCopied = false;
    size = Math.min(MOST, GROWTH * size);
  }

  /**
   * Finds the newlines of a window. If possible, this method avoids {@link FaultGuard#read}: one
   * more kind of reader would keep C2 from inlining the readers of searches.
   */
  private int find(long low, int length, int before) {
    if (FaultGuard.isDirect(text)) {
      long mark = FaultGuard.mark();
      if (FaultGuard.holds(mark)) {
        int found = marks.entries(text, low, length, before, spare);
        if (FaultGuard.holds(mark)) {
          FaultGuard.checkRead(text, low - before, low + length);
          return found;
        }
      }
    }
    return FaultGuard.read(
        text,
        low - before,
        low + length,
        (bytes, at) -> marks.entries(bytes, at + before, length, before, spare));
  }
}
