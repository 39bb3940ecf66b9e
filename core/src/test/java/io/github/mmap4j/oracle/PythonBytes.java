package io.github.mmap4j.oracle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** Converts bytes to text and back, as judge.py does. */
final class PythonBytes {
  private static final int LONGEST_SHOWN = 64;

  private PythonBytes() {}

  /** Converts text such as {@code 'ab\x00'} to bytes. */
  static byte[] parse(String token) {
    if (token.length() < 2 || !token.startsWith("'") || !token.endsWith("'")) {
      throw new IllegalArgumentException("not bytes: " + token);
    }
    int end = token.length() - 1;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(end);
    for (int i = 1; i < end; i++) {
      char c = token.charAt(i);
      if (c != '\\') {
        bytes.write(c);
        continue;
      }
      i++;
      switch (token.charAt(i)) {
        case 'n' -> bytes.write('\n');
        case '\\' -> bytes.write('\\');
        case 'x' -> {
          bytes.write(HexFormat.fromHexDigits(token, i + 1, i + 3));
          i += 2;
        }
        default -> throw new IllegalArgumentException("not an escape, at " + i + ": " + token);
      }
    }
    return bytes.toByteArray();
  }

  /** Converts bytes to text that {@link #parse} converts back. */
  static String literal(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length + 2).append('\'');
    for (byte b : bytes) {
      switch (b) {
        case '\n' -> text.append("\\n");
        case '\\' -> text.append("\\\\");
        case '\'' -> text.append("\\x27");
        default -> {
          if (b > ' ' && b <= '~') {
            text.append((char) b);
          } else {
            text.append("\\x").append(HexFormat.of().toHexDigits(b));
          }
        }
      }
    }
    return text.append('\'').toString();
  }

  /** Returns the answer for bytes: in full if they are few. */
  static String shown(byte[] bytes) {
    return bytes.length <= LONGEST_SHOWN
        ? literal(bytes)
        : "bytes " + bytes.length + " " + checksum(ByteBuffer.wrap(bytes));
  }

  static String checksum(ByteBuffer bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
