package io.github.mmap4j.cli.dump;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A line of a dump without colours; one buffer is reused for all lines. */
final class DumpLine {
  private static final int LEAST_DIGITS = 8;
  private static final int MOST_DIGITS = 16;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final VarHandle TWO =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  /** The two digits of each byte value, the first one in the high byte. */
  private static final short[] PAIRS = pairs();

  /** The character of each byte value, or a dot if it is not printable ASCII. */
  private static final byte[] CHARACTERS = characters();

  private final byte[] blank;
  private final byte[] border;
  private final int[] hexAt;
  private final int textAt;
  private final byte[] line;
  private int digits;
  private int shown; // bytes in the previous line
  private int length;

  DumpLine(DumpForm form) {
    blank = form.blank().getBytes(StandardCharsets.US_ASCII);
    border = (form.border() + "\n").getBytes(StandardCharsets.US_ASCII);
    hexAt = form.hexAt();
    textAt = form.textAt();
    line = new byte[MOST_DIGITS + textAt + DumpForm.BYTES + border.length];
  }

  private static short[] pairs() {
    short[] pairs = new short[256];
    for (int value = 0; value < pairs.length; value++) {
      pairs[value] = (short) (DIGITS[value >>> 4] << 8 | DIGITS[value & 15]);
    }
    return pairs;
  }

  private static byte[] characters() {
    byte[] characters = new byte[256];
    Arrays.fill(characters, (byte) '.');
    for (int c = ' '; c <= '~'; c++) {
      characters[c] = (byte) c;
    }
    return characters;
  }

  /** Formats {@code count} bytes (1 to 16), starting at {@code from}. */
  void set(long offset, byte[] bytes, int from, int count) {
    int wanted = digits(offset);
    if (wanted != digits || count != shown) {
      digits = wanted;
      shown = count;
      System.arraycopy(blank, 0, line, digits, blank.length);
      System.arraycopy(border, 0, line, digits + textAt + count, border.length);
      length = digits + textAt + count + border.length;
    }
    long rest = offset;
    for (int i = digits - 1; i >= 0; i--) {
      line[i] = DIGITS[(int) rest & 15];
      rest >>>= 4;
    }
    for (int i = 0; i < count; i++) {
      int value = bytes[from + i] & 0xff;
      TWO.set(line, digits + hexAt[i], PAIRS[value]);
      line[digits + textAt + i] = CHARACTERS[value];
    }
  }

  /** Returns the number of digits to show for an offset: eight, or more if it needs them. */
  private static int digits(long offset) {
    int needed = (Long.SIZE - Long.numberOfLeadingZeros(offset) + 3) / 4;
    return Math.max(LEAST_DIGITS, needed);
  }

  /** Returns the number of digits shown for the offset. */
  int digits() {
    return digits;
  }

  byte[] bytes() {
    return line;
  }

  /** Returns the length in bytes, including the newline. */
  int length() {
    return length;
  }
}
