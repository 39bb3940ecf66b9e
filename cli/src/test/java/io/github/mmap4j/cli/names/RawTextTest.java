package io.github.mmap4j.cli.names;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RawTextTest {
  private static byte[] bytes(String latin1) {
    return latin1.getBytes(ISO_8859_1);
  }

  @Test
  void utf8IsDecodedAsUsual() {
    assertEquals(
        "a\u00e9\u20ac\ud83d\ude00", RawText.decode("a\u00e9\u20ac\ud83d\ude00".getBytes(UTF_8)));
    assertTrue(RawText.isUtf8("a\u00e9\u20ac\ud83d\ude00"));
  }

  /** Python 3: b'a\xffb'.decode('utf-8', 'surrogateescape'). */
  @Test
  void otherBytesAreEscapedAsInPython() {
    assertEquals("a\udcffb", RawText.decode(bytes("a\u00ffb")));
    assertEquals("\udce2\udc82", RawText.decode(bytes("\u00e2\u0082")));
    assertEquals("\udced\udcb2\udc80", RawText.decode(bytes("\u00ed\u00b2\u0080")));
    assertFalse(RawText.isUtf8("a\udcffb"));
  }

  @Test
  void aCharacterForLostBytesIsNeverDecoded() {
    assertFalse(RawText.hasLostBytes(RawText.decode("\ufffd".getBytes(UTF_8))));
  }

  @Test
  void jsonGetsAReplacementForOtherBytes() {
    assertEquals("a\ufffdb", RawText.replaced("a\udcffb"));
    assertEquals("\ufffd", RawText.replaced(RawText.decode("\ufffd".getBytes(UTF_8))));
    assertEquals("\ud83d\ude00", RawText.replaced("\ud83d\ude00"));
  }

  @Test
  void noByteIsLost() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String parts =
        "a\u00c3\u00a9\u00e2\u0082\u00ac\u00f0\u009f\u0098\u0080\u00ef\u00bf\u00bd\u00ff";
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = (byte) parts.charAt(random.nextInt(parts.length()));
      }
      assertArrayEquals(bytes, RawText.encode(RawText.decode(bytes)), () -> "seed " + seed);
    }
  }
}
