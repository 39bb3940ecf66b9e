package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  private static final String PRINTED =
      """
      b'Hello Python!\\n'
      b'Hello'
      b'Hello  world!\\n'
      """;

  private static final String CHILD_PRINTED = "b'Hello world!\\x00'\n";

  /** The first example in Python's documentation of mmap. */
  private static final String PYTHON =
      """
      import mmap

      with open("hello.txt", "wb") as f:
          f.write(b"Hello Python!\\n")

      with open("hello.txt", "r+b") as f:
          mm = mmap.mmap(f.fileno(), 0)
          print(mm.readline())
          print(mm[:5])
          mm[6:] = b" world!\\n"
          mm.seek(0)
          print(mm.readline())
          mm.close()
      """;

  @TempDir Path folder;

  @Test
  void firstExamplePrintsWhatTheDocumentationShows() {
    Result.of("demo", "1").printed(0, PRINTED);
  }

  @Test
  void firstExamplePrintsWhatPythonPrints() throws IOException {
    byte[] python = Tool.PYTHON.run(folder, "-c", PYTHON);
    assertEquals(new String(python), Result.of("demo", "1").text());
  }

  @Test
  void secondExamplePrintsOnlyARemark() {
    Result second = Result.of("demo", "2");
    assertEquals("", second.text());
    assertTrue(second.err().contains("b'Hello world!\\x00'"), second.err());
    assertEquals(0, second.status());
  }

  /** Python prints the same when it forks the child. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "a token is for Linux")
  void thirdExamplePrintsWhatTheChildReads() {
    Result.of("demo", "3").printed(0, CHILD_PRINTED);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "a token is for Linux")
  void allExamplesKeepRemarksOutOfTheOutput() {
    Result all = Result.of("demo");
    assertEquals(PRINTED + CHILD_PRINTED, all.text());
    assertEquals(0, all.status());
  }

  @Test
  void otherExamplesAreRefused() {
    Result.of("demo", "4").failed("there is no example 4, only 1, 2 and 3");
  }
}
