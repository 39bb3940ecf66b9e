package io.github.mmap4j.internal.bytes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Finds the line terminators in a window of a text. The whole window is read at once, so a step
 * from line to line reads no text. The first window is small, so that a single line is cheap to
 * find; further windows are larger.
 */
public final class NewlineWindow {
  private static final RareBytes NEWLINE = RareBytes.of((byte) '\n');
  private static final RareBytes RETURN = RareBytes.of((byte) '\r');

  /** The size of the first window in bytes. */
  private static final int LEAST = 1 << 10;

  /** The factor by which windows grow. */
  private static final int GROWTH = 4;

  /**
   * The size of the largest window in bytes. Such a window and its entries stay in the L1 and L2
   * caches of a core.
   */
  private static final int MOST = 1 << 14;

  /**
   * The number of entries written at a time, even if a block has fewer newlines; this avoids a
   * branch.
   */
  private static final int STRIDE = 2;

  private final MemorySegment text;
  private final long from;
  private final long to;

  /**
   * For each newline, its offset in the window, doubled. One is added if the line terminator
   * includes a carriage return before the newline.
   */
  private char[] entries = {};

  /** The newlines in a span; created for the first window. */
  private CandidateMask newlines;

  /** The carriage returns in the same span; created for the first window. */
  private CandidateMask returns;

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

  /** Returns the offset in the text of newline {@code i} of the window. */
  public long newline(int i) {
    return begin + (entries[i] >>> 1);
  }

  /** Returns the end (exclusive) of the content of the line that newline {@code i} terminates. */
  public long content(int i) {
    return begin + (entries[i] >>> 1) - (entries[i] & 1);
  }

  /** Empties the window and moves it to {@code at}. */
  public void clear(long at) {
    begin = at;
    end = at;
    count = 0;
  }

  /**
   * Reads a window that begins at {@code low}. The window must be empty before and stays empty if
   * the read fails.
   */
  public void readFrom(long low) {
    read(low, Math.min(to, low + size));
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
    if (entries.length < length + STRIDE) {
      entries = new char[size + STRIDE];
    }
    if (newlines == null) {
      newlines = new CandidateMask();
      returns = new CandidateMask();
    }
    int before = low > from ? 1 : 0;
    int found =
        FaultGuard.read(
            text, low - before, high, (bytes, at) -> extract(bytes, at + before, length, before));
    begin = low;
    end = high;
    count = found;
    size = Math.min(MOST, GROWTH * size);
  }

  /**
   * Writes the entries of the window at {@code low} of {@code bytes} and returns their number.
   *
   * @param before the number of readable bytes before the window, 0 or 1
   */
  private int extract(MemorySegment bytes, long low, int length, int before) {
    boolean returned = before > 0 && bytes.get(JAVA_BYTE, low - 1) == '\r';
    int found = 0;
    for (int at = 0; at < length; at += Kernel.SPAN) {
      int size = Math.min(Kernel.SPAN, length - at);
      boolean hasReturns =
          size == Kernel.SPAN ? maskSpan(bytes, low + at) : maskFew(bytes, low + at, size);
      int more = write(found, at, (size + Kernel.BLOCK - 1) / Kernel.BLOCK);
      if (hasReturns || returned) {
        addReturns(found, more, at, returned);
      }
      returned = isReturn(size - 1);
      found = more;
    }
    return found;
  }

  /** Sets the masks of a span; returns whether the span may contain a carriage return. */
  private boolean maskSpan(MemorySegment bytes, long p) {
    boolean hasReturns = ScalarKernel.markAndAsk(bytes, p, (byte) '\n', (byte) '\r', newlines);
    if (hasReturns) {
      Kernels.SCALAR.mark(bytes, p, RETURN, returns);
    } else {
      Arrays.fill(returns.bytes, (byte) 0);
    }
    return hasReturns;
  }

  /** Works like {@link #maskSpan}, but for fewer bytes. */
  private boolean maskFew(MemorySegment bytes, long p, int size) {
    for (int at = 0; at < size; at += Kernel.BLOCK) {
      int width = Math.min(Kernel.BLOCK, size - at);
      newlines.setBlock(at / Kernel.BLOCK, ScalarKernel.mask(bytes, p + at, width, NEWLINE));
      returns.setBlock(at / Kernel.BLOCK, ScalarKernel.mask(bytes, p + at, width, RETURN));
    }
    return true;
  }

  /** Writes the newlines of the span at {@code at} after the entries found so far. */
  private int write(int found, int at, int blocks) {
    char[] entries = this.entries;
    int count = found;
    for (int block = 0; block < blocks; block++) {
      long left = newlines.block(block);
      int base = at + block * Kernel.BLOCK;
      int i = count;
      count += Long.bitCount(left);
      do {
        entries[i] = (char) (base + Long.numberOfTrailingZeros(left) << 1);
        left &= left - 1;
        entries[i + 1] = (char) (base + Long.numberOfTrailingZeros(left) << 1);
        left &= left - 1;
        i += STRIDE;
      } while (left != 0);
    }
    return count;
  }

  /**
   * Adds the carriage returns to the entries of the span at {@code at}; {@code returned} is whether
   * the byte before the span is one.
   */
  private void addReturns(int first, int end, int at, boolean returned) {
    for (int i = first; i < end; i++) {
      int before = (entries[i] >>> 1) - at - 1;
      if (before < 0 ? returned : isReturn(before)) {
        entries[i] |= 1;
      }
    }
  }

  /**
   * Returns whether byte {@code i} of the span is a carriage return. A byte that others write
   * between the two reads may seem to be a newline, too, and then counts only as one.
   */
  private boolean isReturn(int i) {
    int block = i / Kernel.BLOCK;
    return (returns.block(block) & ~newlines.block(block)) >>> i << 63 != 0;
  }
}
