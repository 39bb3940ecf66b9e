package io.github.mmap4j.cli.format;

import java.util.HexFormat;

/** Formats bytes as Python does: {@code b'Hello Python!\n'}. */
public final class PythonBytes {
  private static final HexFormat HEX = HexFormat.of();

  private PythonBytes() {}

  /** Returns the same text as Python's {@code repr}. */
  public static String repr(byte[] bytes) {
    char quote = holds(bytes, '\'') && !holds(bytes, '"') ? '"' : '\'';
    StringBuilder text = new StringBuilder("b").append(quote);
    for (byte b : bytes) {
      switch (b) {
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\\' -> text.append("\\\\");
        default -> {
          if (b == quote) {
            text.append('\\').append(quote);
          } else if (b < ' ' || b > '~') {
            text.append("\\x").append(HEX.toHexDigits(b));
          } else {
            text.append((char) b);
          }
        }
      }
    }
    return text.append(quote).toString();
  }

  private static boolean holds(byte[] bytes, char c) {
    for (byte b : bytes) {
      if (b == c) {
        return true;
      }
    }
    return false;
  }
}
