package io.github.mmap4j.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.Mmap;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** Compiles and runs the programs in documents against the library, as users would. */
final class Javac {
  private Javac() {}

  /** Returns where the library's classes are. */
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

  /**
   * Runs the class {@code name} that was compiled into {@code folder}, in that folder. The exit
   * status must be {@code status}.
   *
   * @return what it printed, on standard output and standard error
   */
  static String run(Path folder, int status, List<String> options, String name, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", folder + File.pathSeparator + library(), name));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(status, process.onExit().join().exitValue(), printed);
    return printed;
  }
}
