package io.github.mmap4j.internal.bytes;

import static io.github.mmap4j.internal.bytes.Swar.IN_BYTES;
import static io.github.mmap4j.internal.bytes.Swar.WORD;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** A sequence of at least one byte, prepared for searching. Safe for use by several threads. */
public final class Needle {
  /** The needle that consists of a single line feed. */
  public static final Needle NEWLINE = new Needle(new byte[] {'\n'});

  private static final int MOST_SHOWN = 16;

  private final byte[] bytes;
  private final RareBytes rareBytes;

  /**
   * The bytes that kernels compare: {@link #rareBytes}, or others that were rarer in the last text
   * in which a sample has shown such bytes. They stay in later texts until another sample shows
   * better ones. Data races on this field are harmless, as the answer of a search does not depend
   * on it.
   */
  private RareBytes compared;

  /** The word that consists of the first eight bytes, or of all bytes if there are fewer. */
  private final long head;

  /** A mask of the bits in {@link #head} that come from the needle. */
  private final long headMask;

  public Needle(byte[] bytes) {
    this.bytes = bytes;
    this.rareBytes = RareBytes.of(bytes);
    this.compared = rareBytes;
    long word = 0;
    for (int i = Math.min(bytes.length, Long.BYTES) - 1; i >= 0; i--) {
      word = word << 8 | bytes[i] & 0xff;
    }
    this.head = word;
    this.headMask = bytes.length >= Long.BYTES ? -1 : (1L << 8 * bytes.length) - 1;
  }

  public int length() {
    return bytes.length;
  }

  byte byteAt(int i) {
    return bytes[i];
  }

  /** Returns the bytes that are rarest in texts in general. */
  RareBytes rareBytes() {
    return rareBytes;
  }

  /** Returns the bytes for a kernel to compare; each call may return others. */
  RareBytes compared() {
    return compared;
  }

  /**
   * Compares bytes from now on that are rarer in a text, if a sample of it has such bytes.
   *
   * @param start the first position of the sample; at each of its positions, the needle must be
   *     within the range of the search
   * @param present the bytes that are compared and have many candidates
   * @return the bytes to compare
   */
  RareBytes compareRarer(MemorySegment text, long start, RareBytes present) {
    RareBytes rarer = CandidateSample.rarer(text, start, bytes, present);
    if (rarer == null) {
      return present;
    }
    compared = rarer;
    return rarer;
  }

  /** Returns whether an occurrence of the needle can begin inside another, as with "abab". */
  public boolean overlapsItself() {
    int[] border = new int[bytes.length];
    int k = 0;
    for (int i = 1; i < bytes.length; i++) {
      while (k > 0 && bytes[i] != bytes[k]) {
        k = border[k - 1];
      }
      if (bytes[i] == bytes[k]) {
        k++;
      }
      border[i] = k;
    }
    return k > 0;
  }

  /** Returns whether the needle occurs at {@code p}. Reads no byte at or after {@code to}. */
  boolean isAt(MemorySegment text, long p, long to) {
    return equalBytes(text, p, to) == bytes.length;
  }

  /**
   * Returns the approximate number of bytes from {@code p} on that match the needle. The result is
   * {@link #length} only if all bytes match. Reads no byte at or after {@code to}.
   */
  int equalBytes(MemorySegment text, long p, long to) {
    int length = bytes.length;
    if (p + Long.BYTES > to) {
      return equalOneByOne(text, p);
    }
    if (((text.get(WORD, p) ^ head) & headMask) != 0) {
      return 0;
    }
    int last = length - Long.BYTES;
    for (int i = Long.BYTES; i < last; i += Long.BYTES) {
      if (text.get(WORD, p + i) != (long) IN_BYTES.get(bytes, i)) {
        return i;
      }
    }
    return last <= 0 || text.get(WORD, p + last) == (long) IN_BYTES.get(bytes, last)
        ? length
        : last;
  }

  private int equalOneByOne(MemorySegment text, long p) {
    for (int i = 0; i < bytes.length; i++) {
      if (text.get(JAVA_BYTE, p + i) != bytes[i]) {
        return i;
      }
    }
    return bytes.length;
  }

  /** Returns whether any byte is zero. */
  boolean hasZero() {
    for (byte each : bytes) {
      if (each == 0) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether all bytes are zero, so that the needle may occur in a hole. */
  boolean isZeros() {
    for (byte each : bytes) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns the length and the first bytes, as in {@code 4 bytes, "abc\x00"}. */
  @Override
  public String toString() {
    return "%d byte%s, %s"
        .formatted(
            bytes.length,
            bytes.length == 1 ? "" : "s",
            QuotedBytes.of(bytes, 0, bytes.length, MOST_SHOWN));
  }
}
