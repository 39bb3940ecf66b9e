package io.github.mmap4j.internal.bytes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Where lines end within a window of a text, read at one go, so that a step from line to line reads
 * no memory. Windows grow while one follows another, so that a single line of a short text costs
 * little.
 */
public final class NewlineWindow {
  private static final RareBytes NEWLINE = RareBytes.of((byte) '\n');
  private static final RareBytes RETURN = RareBytes.of((byte) '\r');

  /** Bytes of the first window. */
  private static final int LEAST = 1 << 10;

  /** By how much each window is longer than the one before. */
  private static final int GROWTH = 4;

  /** Bytes of a window: it and its entries stay in a core's nearest caches. */
  private static final int MOST = 1 << 14;

  /** Entries written for each block at least, whether it has them or not: that needs no branch. */
  private static final int STRIDE = 2;

  private final MemorySegment text;
  private final long from;
  private final long to;

  /**
   * For each newline its distance from the window's beginning, doubled, and one more if the line
   * end begins one byte before, with a carriage return.
   */
  private char[] entries = {};

  /** Of a span. */
  private final CandidateMask newlines = new CandidateMask();

  private final CandidateMask returns = new CandidateMask();

  private int count;
  private long begin;
  private long end;

  private int size = LEAST;

  /** An empty window at {@code at}, of the text {@code [from, to)}. */
  public NewlineWindow(MemorySegment text, long from, long to, long at) {
    this.text = text;
    this.from = from;
    this.to = to;
    clear(at);
  }

  /** Where the window begins. */
  public long begin() {
    return begin;
  }

  /** The byte behind the window. */
  public long end() {
    return end;
  }

  /** How many newlines there are in the window. */
  public int count() {
    return count;
  }

  /** The position of newline {@code i} of the window. */
  public long newline(int i) {
    return begin + (entries[i] >>> 1);
  }

  /** Where the content of a line ends that newline {@code i} ends. */
  public long content(int i) {
    return begin + (entries[i] >>> 1) - (entries[i] & 1);
  }

  /** Moves the window to {@code at} and makes it empty. */
  public void clear(long at) {
    begin = at;
    end = at;
    count = 0;
  }

  /** Reads the window that begins at {@code low}. Must be empty, and stays so if that fails. */
  public void readFrom(long low) {
    read(low, Math.min(to, low + size));
  }

  /** Reads the window that ends at {@code high}. Must be empty, and stays so if that fails. */
  public void readTo(long high) {
    read(Math.max(from, high - size), high);
  }

  private void read(long low, long high) {
    int length = (int) (high - low);
    if (entries.length < length + STRIDE) {
      entries = new char[size + STRIDE];
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
   * Writes the entries of the window at {@code low} of {@code bytes} and returns their number. The
   * text also has {@code before} bytes before the window.
   */
  private int extract(MemorySegment bytes, long low, int length, int before) {
    boolean returned = before > 0 && bytes.get(JAVA_BYTE, low - 1) == '\r';
    int found = 0;
    for (int at = 0; at < length; at += Kernel.SPAN) {
      int size = Math.min(Kernel.SPAN, length - at);
      boolean marks =
          size == Kernel.SPAN ? lookAtSpan(bytes, low + at) : lookAt(bytes, low + at, size);
      int more = write(found, at, (size + Kernel.BLOCK - 1) / Kernel.BLOCK);
      if (marks || returned) {
        mark(found, more, at, returned);
      }
      returned = isReturn(size - 1);
      found = more;
    }
    return found;
  }

  /** Sets the bits of a span and says whether any is a carriage return's. */
  private boolean lookAtSpan(MemorySegment bytes, long p) {
    boolean marks = ScalarKernel.markAndAsk(bytes, p, (byte) '\n', (byte) '\r', newlines);
    if (marks) {
      Kernels.SCALAR.mark(bytes, p, RETURN, returns);
    } else {
      Arrays.fill(returns.bits, (byte) 0);
    }
    return marks;
  }

  /** As {@link #lookAtSpan}, where less is left. */
  private boolean lookAt(MemorySegment bytes, long p, int size) {
    for (int at = 0; at < size; at += Kernel.BLOCK) {
      int width = Math.min(Kernel.BLOCK, size - at);
      newlines.mask(at / Kernel.BLOCK, ScalarKernel.mask(bytes, p + at, width, NEWLINE));
      returns.mask(at / Kernel.BLOCK, ScalarKernel.mask(bytes, p + at, width, RETURN));
    }
    return true;
  }

  /** Writes the newlines of the span at {@code at} behind the entries that there are. */
  private int write(int found, int at, int blocks) {
    char[] entries = this.entries;
    int count = found;
    for (int block = 0; block < blocks; block++) {
      long left = newlines.mask(block);
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

  /** Marks the entries of the span at {@code at} that follow a carriage return. */
  private void mark(int first, int behind, int at, boolean returned) {
    for (int i = first; i < behind; i++) {
      int before = (entries[i] >>> 1) - at - 1;
      if (before < 0 ? returned : isReturn(before)) {
        entries[i] |= 1;
      }
    }
  }

  /** Others may write between the two looks at a byte, so it may seem to be both. */
  private boolean isReturn(int i) {
    int block = i / Kernel.BLOCK;
    return (returns.mask(block) & ~newlines.mask(block)) >>> i << 63 != 0;
  }
}
