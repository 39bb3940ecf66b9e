package io.github.mmap4j.internal.bytes;

import static io.github.mmap4j.internal.bytes.Swar.IN_BYTES;
import static io.github.mmap4j.internal.bytes.Swar.WORD;
import static io.github.mmap4j.internal.bytes.Swar.repeat;
import static io.github.mmap4j.internal.bytes.Swar.zeroBytes;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Finds a key among sorted lines by a binary search over bytes, not over lines. Each step compares
 * the key with the line that contains the middle byte. The ends of that line are usually near the
 * middle. Only one thread at a time may use a search.
 */
public final class LineSearch {
  /** The number of bytes before and after the middle to search first for the ends of a line. */
  private static final int NEAR = 1 << 9;

  private static final int ABSENT = -1;
  private static final long NEWLINES = repeat((byte) '\n');

  private final MemorySegment text;
  private final byte[] key;

  // The next three fields are the start of the last compared line, its end (including the line
  // terminator) and its order relative to the key.
  private long start;
  private long end;
  private int order;

  /** Prepares a search for a key in a text. */
  public LineSearch(MemorySegment text, byte[] key) {
    this.text = text;
    this.key = key;
  }

  /**
   * Returns the start of the first line in {@code [from, to)} that is not less than the key, or
   * {@code to} if there is none.
   */
  public long lowerBound(long from, long to) {
    long low = from;
    long high = to;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (!guardedNear(low, middle, high)) {
        far(low, middle, high);
      }
      if (order < 0) {
        low = end;
      } else {
        high = start;
      }
    }
    return low;
  }

  private boolean guardedNear(long low, long middle, long high) {
    long first = Math.max(low, middle - NEAR);
    long last = Math.min(high, middle + NEAR);
    if (FaultGuard.isDirect(text)) {
      long mark = FaultGuard.mark();
      if (FaultGuard.holds(mark)) {
        boolean found = near(text, 0, low, first, middle, last, high);
        if (FaultGuard.holds(mark)) {
          FaultGuard.checkRead(text, first, last);
          return found;
        }
      }
    }
    return FaultGuard.read(
        text, first, last, (bytes, at) -> near(bytes, first - at, low, first, middle, last, high));
  }

  /**
   * If both ends of the line that contains {@code middle} are in {@code [first, last)}, compares
   * the line with the key and returns true; otherwise, returns false. All offsets are relative to
   * the text, in which {@code bytes} begins at {@code shift}.
   */
  private boolean near(
      MemorySegment bytes, long shift, long low, long first, long middle, long last, long high) {
    long before = lastNewline(bytes, first - shift, middle - shift);
    if (before == ABSENT && first > low) {
      return false;
    }
    long begin = before == ABSENT ? low - shift : before + 1;
    long newline = newline(bytes, middle - shift, last - shift);
    if (newline == ABSENT && last < high) {
      return false;
    }
    long content = newline == ABSENT ? high - shift : newline;
    if (newline > begin && bytes.get(JAVA_BYTE, newline - 1) == '\r') {
      content--;
    }
    start = begin + shift;
    end = newline == ABSENT ? high : newline + 1 + shift;
    order = compare(bytes, begin, content);
    return true;
  }

  /**
   * Returns the last newline in {@code [from, to)}, or -1. {@link ShortSearch} would test a block
   * first, and then the words of that block, which takes 2.5 times as long if lines are short.
   */
  private static long lastNewline(MemorySegment bytes, long from, long to) {
    long p = to - Long.BYTES;
    for (; p >= from; p -= Long.BYTES) {
      long zeros = zeroBytes(bytes.get(WORD, p) ^ NEWLINES);
      if (zeros != 0) {
        return p + (63 - Long.numberOfLeadingZeros(zeros) >>> 3);
      }
    }
    for (p += Long.BYTES - 1; p >= from; p--) {
      if (bytes.get(JAVA_BYTE, p) == '\n') {
        return p;
      }
    }
    return ABSENT;
  }

  private static long newline(MemorySegment bytes, long from, long to) {
    long p = from;
    for (; p <= to - Long.BYTES; p += Long.BYTES) {
      long zeros = zeroBytes(bytes.get(WORD, p) ^ NEWLINES);
      if (zeros != 0) {
        return p + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    for (; p < to; p++) {
      if (bytes.get(JAVA_BYTE, p) == '\n') {
        return p;
      }
    }
    return ABSENT;
  }

  /** Returns the order of bytes {@code [from, to)} relative to the key. */
  private int compare(MemorySegment bytes, long from, long to) {
    byte[] key = this.key;
    int length = (int) Math.min(to - from, key.length);
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      long line = bytes.get(WORD, from + i);
      long other = (long) IN_BYTES.get(key, i);
      if (line != other) {
        return Long.compareUnsigned(Long.reverseBytes(line), Long.reverseBytes(other));
      }
    }
    for (; i < length; i++) {
      int order = Byte.compareUnsigned(bytes.get(JAVA_BYTE, from + i), key[i]);
      if (order != 0) {
        return order;
      }
    }
    return Long.compare(to - from, key.length);
  }

  /** Compares the line that contains {@code middle} with the key, however long the line is. */
  private void far(long low, long middle, long high) {
    long before = ByteSearch.find(Direction.BACKWARD, text, Needle.NEWLINE, low, middle);
    start = before < 0 ? low : before + 1;
    long newline = ByteSearch.find(Direction.FORWARD, text, Needle.NEWLINE, middle, high);
    end = newline < 0 ? high : newline + 1;
    long length = (newline < 0 ? high : newline) - start;
    // The copy may have one more byte than the key, because that byte may be the carriage return of
    // the line terminator.
    byte[] copy = FaultGuard.copy(text, start, Math.min(length, key.length + 1L));
    boolean returned = newline >= 0 && copy.length == length && endsInReturn(copy);
    int compared = Math.min(returned ? copy.length - 1 : copy.length, key.length);
    int different = Arrays.compareUnsigned(copy, 0, compared, key, 0, compared);
    order = different != 0 ? different : Long.compare(length - (returned ? 1 : 0), key.length);
  }

  private static boolean endsInReturn(byte[] bytes) {
    return bytes.length > 0 && bytes[bytes.length - 1] == '\r';
  }
}
