package io.github.mmap4j.internal.os;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathBytesTest {
  private static byte[] ofUri(String uri) {
    return PathBytes.of(URI.create(uri));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "/a/b", "a b+c%20", "/", "", "../x", "/\u00e9", "~", "a\tb"})
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "paths there always take their bytes from the URI")
  void everyPathHasTheBytesOfItsUri(String name) {
    Path path = Path.of(name);
    String bytes = new String(PathBytes.of(path), ISO_8859_1);
    String ofUri = new String(PathBytes.of(path.toUri()), ISO_8859_1);
    assertEquals(withoutSlash(ofUri), withoutSlash(bytes));
  }

  /** Removes the slash at the end, which only the URI of an existing folder has. */
  private static String withoutSlash(String path) {
    return path.replaceAll("(?<=.)/$", "");
  }

  @Test
  void escapedBytesAreDecoded() {
    assertArrayEquals(
        new byte[] {'/', 'a', (byte) 0xff, ' ', '+', '%'}, ofUri("file:/a%FF%20+%25"));
  }

  @Test
  void lettersThatAreNotEscapedAsOnWindowsBecomeUtf8() {
    String name = "/C:/b\u00fccher/\u6570\u636e/\ud83d\ude00";
    assertArrayEquals(name.getBytes(UTF_8), ofUri("file:" + name));
    assertArrayEquals("//h/s/\u00e9".getBytes(UTF_8), ofUri("file://h/s/\u00e9"));
  }
}
