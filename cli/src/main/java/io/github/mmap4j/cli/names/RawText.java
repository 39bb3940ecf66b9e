package io.github.mmap4j.cli.names;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/**
 * Text in UTF-8 that may contain other bytes. As in Python (PEP 383), a byte 0x80 to 0xff that is
 * not part of a character is held as a lone surrogate from U+DC80 to U+DCFF, so no byte is lost.
 */
public final class RawText {
  private static final char ESCAPE = '\uDC00';

  /** The JVM's substitute for bytes that are not valid in the locale's charset. */
  private static final String REPLACEMENT = "\uFFFD";

  private RawText() {}

  /**
   * Decodes bytes. The bytes of U+FFFD are escaped, too, so this character always stands for bytes
   * that the JVM has lost.
   */
  public static String decode(byte[] bytes) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put(escaped(in.get()));
      }
      result = decoder.decode(in, out, true);
    }
    String text = out.flip().toString();
    if (!hasLostBytes(text)) {
      return text;
    }
    StringBuilder replacement = new StringBuilder();
    for (byte b : REPLACEMENT.getBytes(UTF_8)) {
      replacement.append(escaped(b));
    }
    return text.replace(REPLACEMENT, replacement);
  }

  private static char escaped(byte b) {
    return (char) (ESCAPE + Byte.toUnsignedInt(b));
  }

  /** Returns the bytes of {@code text}. */
  public static byte[] encode(String text) {
    if (isUtf8(text)) {
      return text.getBytes(UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isEscape(c)) {
                bytes.write(c);
              } else {
                bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  /** Returns whether all bytes of {@code text} are UTF-8. */
  public static boolean isUtf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints().noneMatch(RawText::isEscape);
      }
    }
    return true;
  }

  private static boolean isEscape(int c) {
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff;
  }

  /** Returns whether the JVM has lost bytes of {@code text} when it decoded them. */
  public static boolean hasLostBytes(String text) {
    return text.contains(REPLACEMENT);
  }

  /** Returns {@code text} with U+FFFD in place of bytes that are not UTF-8, as JSON needs it. */
  public static String replaced(String text) {
    return isUtf8(text) ? text : new String(encode(text), UTF_8);
  }

  /** Returns whether {@code text} is the same in every charset that file names may have. */
  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
