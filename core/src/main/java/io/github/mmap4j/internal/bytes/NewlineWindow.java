package io.github.mmap4j.internal.bytes;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;

/**
 * Finds the newlines in a window of a text. The entire window is copied to the heap, so steps over
 * its lines do not read the text again. Copying before searching is also faster, because the copy
 * reads at memory bandwidth and the search then reads from the L1 cache. The first window is small,
 * so that finding a few lines is cheap. Later windows are larger.
 */
public final class NewlineWindow {
  /** The size of the first window in bytes. */
  private static final int LEAST = 1 << 10;

  /** The factor by which windows grow. */
  private static final int GROWTH = 4;

  /**
   * The size of the largest window in bytes. A window of this size and the text copied to it fit
   * together in the L1 cache of a core. Iteration takes a tenth longer with windows of twice this
   * size.
   */
  private static final int MOST = 1 << 12;

  /**
   * The index of the window's first byte in the array. The preceding element holds the byte before
   * the window, or 0 if the lines begin with the window.
   */
  private static final int FIRST = 16;

  /** The preferred alignment, in bytes, of a window's ends. Copying unaligned windows is slower. */
  private static final int ALIGNMENT = 64;

  private final MemorySegment text;
  private final long from;
  private final long to;

  /**
   * Bytes on the heap, copied from the text.
   *
   * @param entries the index in {@code bytes} of each newline, followed by unused entries
   * @param marks the scratch space for finding newlines, which all copies share
   */
  private record Copy(byte[] bytes, MemorySegment segment, char[] entries, NewlineMarks marks) {
    static Copy ofLength(int length, NewlineMarks marks) {
      byte[] bytes = new byte[length];
      char[] entries = new char[length + NewlineMarks.STRIDE];
      return new Copy(bytes, MemorySegment.ofArray(bytes), entries, marks);
    }
  }

  private static final Copy NOTHING = Copy.ofLength(0, null);

  private Copy copy = NOTHING;

  /** The copy that the next read overwrites. */
  private Copy spare = NOTHING;

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

  /** Returns the indexes of the newlines in {@link #bytes}, followed by unused entries. */
  public char[] entries() {
    return copy.entries;
  }

  /** Returns the offset in the text of newline {@code i} of the window. */
  public long newline(int i) {
    return origin() + copy.entries[i];
  }

  /** Returns the end (exclusive) of the content of the line that newline {@code i} terminates. */
  public long content(int i) {
    int at = copy.entries[i];
    return origin() + at - (copy.bytes[at - 1] == '\r' ? 1 : 0);
  }

  /** Returns the offset in the text that corresponds to index 0 of {@link #bytes}. */
  public long origin() {
    return begin - FIRST;
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

  /** Returns the array that holds the window. The next window replaces or overwrites the array. */
  public byte[] bytes() {
    return copy.bytes;
  }

  /** Empties the window and moves it to {@code at}. */
  public void clear(long at) {
    begin = at;
    end = at;
    count = 0;
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

  /** Reads into the spare arrays, so that a failed read leaves the window unchanged. */
  private void read(long low, long high) {
    int length = (int) (high - low);
    if (spare.bytes.length < FIRST + length) {
      NewlineMarks marks = copy == NOTHING ? new NewlineMarks() : copy.marks;
      spare = Copy.ofLength(FIRST + size, marks);
    }
    int before = (int) Math.min(FIRST, low - from);
    spare.bytes[FIRST - 1] = 0;
    FaultGuard.copy(text, low - before, spare.bytes, FIRST - before, before + length);
    int found = spare.marks.entries(spare.bytes, spare.segment, FIRST, length, spare.entries);
    Copy read = spare;
    spare = copy;
    copy = read;
    count = found;
    begin = low;
    end = high;
    size = Math.min(MOST, GROWTH * size);
  }
}
