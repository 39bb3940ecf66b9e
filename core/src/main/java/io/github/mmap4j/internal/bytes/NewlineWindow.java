package io.github.mmap4j.internal.bytes;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;

/**
 * Finds the newlines in a window of a text. The window is copied to the heap at once, so neither a
 * step from line to line nor a line's content reads the text again. Copying before searching is
 * also faster, because the copy reads memory at its full speed, and the search then finds all bytes
 * in the L1 cache. The first window is small, so that few lines are cheap to find; further windows
 * are larger.
 */
public final class NewlineWindow {
  /** The size of the first window in bytes. */
  private static final int LEAST = 1 << 10;

  /** The factor by which windows grow. */
  private static final int GROWTH = 4;

  /**
   * The size of the largest window in bytes. Such a window stays in the L1 cache of a core, with
   * the text that it is copied from. Windows of twice the size take a tenth longer.
   */
  private static final int MOST = 1 << 12;

  /** The index in the array of the window's first byte. Before it is the byte before the window. */
  private static final int FIRST = 16;

  /** The alignment of a window's ends, if possible; other copies would be slower. */
  private static final int ALIGNMENT = 64;

  private static final byte[] NO_BYTES = {};
  private static final char[] NO_ENTRIES = {};

  private final MemorySegment text;
  private final long from;
  private final long to;

  private byte[] bytes = NO_BYTES;
  private MemorySegment segment;
  private NewlineMarks marks;

  /** The index in {@link #bytes} of each newline. */
  private char[] entries = NO_ENTRIES;

  private int count;
  private long begin;
  private long end;
  private int size = LEAST;

  /**
   * Creates an empty window at {@code at} in {@code text}, whose lines lie in {@code [from, to)}.
   */
  public NewlineWindow(MemorySegment text, long from, long to, long at) {
    this.text = text;
    this.from = from;
    this.to = to;
    clear(at);
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

  /** Returns the index in {@link #bytes} of each newline, followed by meaningless entries. */
  public char[] entries() {
    return entries;
  }

  /** Returns the offset in the text of newline {@code i} of the window. */
  public long newline(int i) {
    return origin() + entries[i];
  }

  /** Returns the end (exclusive) of the content of the line that newline {@code i} terminates. */
  public long content(int i) {
    int at = entries[i];
    return origin() + at - (bytes[at - 1] == '\r' ? 1 : 0);
  }

  /** Returns the offset in the text that corresponds to index 0 of {@link #bytes}. */
  public long origin() {
    return begin - FIRST;
  }

  /** Returns the number of newlines in the window before {@code offset}, which is not after it. */
  public int countBefore(long offset) {
    int before = 0;
    while (before < count && newline(before) < offset) {
      before++;
    }
    return before;
  }

  /** Returns whether the window has lines, and bytes {@code [low, high)} of the text. */
  public boolean holds(long low, long high) {
    return count > 0 && low >= begin && high <= end;
  }

  /** Returns the array that holds the window. It is replaced or overwritten by the next window. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns the index in {@link #bytes} of the byte at {@code offset} in the text. */
  public int index(long offset) {
    return (int) (offset - begin) + FIRST;
  }

  /** Empties the window and moves it to {@code at}. */
  public void clear(long at) {
    begin = at;
    end = at;
    count = 0;
  }

  /**
   * Reads a window that contains {@code low}, or ends there at the end of the text. It may begin
   * less than {@link #ALIGNMENT} bytes before. The window must be empty before and stays empty if
   * the read fails.
   */
  public void readFrom(long low) {
    long aligned = Math.max(from, low & -ALIGNMENT);
    read(aligned, Math.min(to, aligned + size));
  }

  /**
   * Reads a window that ends at {@code high}. The window must be empty before and stays empty if
   * the read fails.
   */
  public void readTo(long high) {
    read(Math.max(from, high - size), high);
  }

  private void read(long low, long high) {
    int length = (int) (high - low);
    if (bytes.length < FIRST + length) {
      bytes = new byte[FIRST + size];
      segment = MemorySegment.ofArray(bytes);
      entries = new char[size + NewlineMarks.STRIDE];
      marks = new NewlineMarks();
    }
    int before = (int) Math.min(FIRST, low - from);
    bytes[FIRST - 1] = 0;
    FaultGuard.copy(text, low - before, bytes, FIRST - before, before + length);
    count = marks.entries(bytes, segment, FIRST, length, entries);
    begin = low;
    end = high;
    size = Math.min(MOST, GROWTH * size);
  }
}
