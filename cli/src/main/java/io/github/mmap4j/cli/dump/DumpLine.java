package io.github.mmap4j.cli.dump;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A line of a dump without colours, made again and again in the same place. */
final class DumpLine {
  private static final int LEAST_DIGITS = 8;
  private static final int MOST_DIGITS = 16;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final VarHandle TWO =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  /** The two digits of each byte, the first in the high half. */
  private static final short[] PAIRS = pairs();

  /** The character of each byte, a dot where ASCII has none that is seen. */
  private static final byte[] CHARACTERS = characters();

  private final byte[] blank;
  private final byte[] border;
  private final int[] hexAt;
  private final int textAt;
  private final byte[] line;
  private int digits;
  private int shown; // bytes of the line before
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

  /** Makes the line of {@code count} bytes, 1 to 16, of {@code bytes} from {@code from} on. */
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

  /** Eight, and more only where they do not suffice. */
  private static int digits(long offset) {
    int needed = (Long.SIZE - Long.numberOfLeadingZeros(offset) + 3) / 4;
    return Math.max(LEAST_DIGITS, needed);
  }

  /** Of the digits of its offset. */
  int digits() {
    return digits;
  }

  byte[] bytes() {
    return line;
  }

  /** With the end of line. */
  int length() {
    return length;
  }
}
