package io.github.mmap4j.cli.dump;

import java.nio.charset.StandardCharsets;

/**
 * A coloured line of a dump. Each kind of byte has its own colour, for both its digits and its
 * character.
 */
final class DumpColours {
  private static final byte[] RESET = escape("0");

  /** The kinds of bytes and their colours. */
  private enum Kind {
    NOTHING("90"),
    SPACE("32"),
    CHARACTER("36"),
    CONTROL("35"),
    NO_ASCII("33");

    private final byte[] colour;

    Kind(String colour) {
      this.colour = escape(colour);
    }

    static Kind of(byte b) {
      if (b == 0) {
        return NOTHING;
      }
      if (b == ' ' || b >= '\t' && b <= '\r') {
        return SPACE;
      }
      if (b > ' ' && b <= '~') {
        return CHARACTER;
      }
      return b < 0 ? NO_ASCII : CONTROL;
    }
  }

  private static byte[] escape(String parameters) {
    return ("\033[" + parameters + "m").getBytes(StandardCharsets.US_ASCII);
  }

  private final int[] hexAt;
  private final int textAt;
  private final byte[] coloured = new byte[1 << 9]; // room for two escapes per byte
  private byte[] plain;
  private int taken;
  private int length;

  DumpColours(DumpForm form) {
    hexAt = form.hexAt();
    textAt = form.textAt();
  }

  /** Colours {@code line}, which shows {@code count} bytes. */
  void set(DumpLine line, byte[] bytes, int from, int count) {
    plain = line.bytes();
    taken = 0;
    length = 0;
    Kind last = null;
    for (int i = 0; i < count; i++) {
      last = turn(last, bytes[from + i], line.digits() + hexAt[i]);
    }
    take(line.digits() + hexAt[count - 1] + 2);
    append(RESET, 0, RESET.length);
    last = null;
    for (int i = 0; i < count; i++) {
      last = turn(last, bytes[from + i], line.digits() + textAt + i);
    }
    take(line.digits() + textAt + count);
    append(RESET, 0, RESET.length);
    take(line.length());
  }

  /**
   * Returns the kind of {@code b}, which is shown at {@code at}. Changes the colour there unless
   * the kind is {@code last}.
   */
  private Kind turn(Kind last, byte b, int at) {
    Kind kind = Kind.of(b);
    if (kind != last) {
      take(at);
      append(kind.colour, 0, kind.colour.length);
    }
    return kind;
  }

  private void take(int end) {
    append(plain, taken, end - taken);
    taken = end;
  }

  private void append(byte[] bytes, int from, int count) {
    System.arraycopy(bytes, from, coloured, length, count);
    length += count;
  }

  byte[] bytes() {
    return coloured;
  }

  int length() {
    return length;
  }
}
