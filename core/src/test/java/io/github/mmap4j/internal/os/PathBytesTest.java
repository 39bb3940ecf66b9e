package io.github.mmap4j.internal.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PathBytesTest {
  /** Returns a path that has only a URI. */
  private static Path path(String uri) {
    return (Path)
        Proxy.newProxyInstance(
            PathBytesTest.class.getClassLoader(),
            new Class<?>[] {Path.class},
            (_, method, _) ->
                method.getName().equals("toUri") ? URI.create(uri) : FileSystems.getDefault());
  }

  @Test
  void escapedBytesAreDecoded() {
    assertArrayEquals(
        new byte[] {'/', 'a', (byte) 0xff, ' ', '+', '%'}, PathBytes.of(path("file:/a%FF%20+%25")));
  }

  @Test
  void lettersThatAreNotEscapedAsOnWindowsBecomeUtf8() {
    String name = "/C:/b\u00fccher/\u6570\u636e/\ud83d\ude00";
    assertArrayEquals(name.getBytes(UTF_8), PathBytes.of(path("file:" + name)));
    assertArrayEquals("//h/s/\u00e9".getBytes(UTF_8), PathBytes.of(path("file://h/s/\u00e9")));
  }
}
