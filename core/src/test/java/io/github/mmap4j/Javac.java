package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** Compiles what documents show, against the library, as its users would. */
final class Javac {
  private Javac() {}

  /** Where the library's classes are. */
  static Path library() {
    try {
      return Path.of(Mmap.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Compiles {@code code}, the class {@code name}, into {@code folder}. The compiler must not even
   * warn.
   */
  static void compile(Path folder, String name, String code) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), code);
    StringWriter said = new StringWriter();
    PrintWriter to = new PrintWriter(said);
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    int status =
        javac.run(
            to,
            to,
            "-d",
            folder.toString(),
            "-cp",
            library().toString(),
            "-Xlint:all",
            "-proc:none",
            file.toString());
    assertEquals("", said.toString());
    assertEquals(0, status);
  }
}
