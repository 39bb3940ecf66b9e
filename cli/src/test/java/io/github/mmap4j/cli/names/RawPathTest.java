package io.github.mmap4j.cli.names;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawPathTest {
  @TempDir Path folder;

  @BeforeEach
  void namesAreBytes() {
    assumeTrue(File.separatorChar == '/', "file names are bytes only on POSIX systems");
    assumeTrue(
        !System.getProperty("os.name").startsWith("Mac"), "macOS accepts only names in UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "/a/b",
        "\u00e9",
        "a+b \u00e9%41",
        "\udcff",
        "/\udcff",
        "./\udcff",
        "../x/\udcff",
        "a/\udcff/b",
        "\udcef\udcbf\udcbd"
      })
  void aNameSurvives(String name) {
    assertEquals(name, RawPath.name(RawPath.of(name)));
    assertEquals(name.startsWith("/"), RawPath.of(name).isAbsolute());
  }

  @Test
  void slashesAreJoinedAsInAnyPath() {
    assertEquals("/a/\udcff", RawPath.name(RawPath.of("//a///\udcff/")));
  }

  @Test
  void theFileHasTheBytesOfTheName() throws IOException {
    Path file = Files.createFile(RawPath.of(folder + "/\udcff\u00e9"));
    assertTrue(folder.toUri().relativize(file.toUri()).toString().equals("%FF%C3%A9"));
    assertEquals("\udcff\u00e9", RawPath.name(file.getFileName()));
  }

  @Test
  void theNameOfAFolderHasNoSlashAtItsEnd() throws IOException {
    Path inside = Files.createDirectory(RawPath.of(folder + "/\udcff"));
    assertEquals(folder + "/\udcff", RawPath.name(inside));
  }

  @Test
  void argumentsAreTheLastWordsOfTheCommandLine() {
    byte[] line = RawText.encode("java\0-cp\0x\0Main\0a\0\udcff\0\0");
    assertArrayEquals(
        new String[] {"a", "\udcff", ""},
        RawArguments.last(new String[] {"a", "\ufffd", ""}, line));
  }

  @Test
  void anotherCommandLineIsNotTaken() {
    String[] args = {"b", "\ufffd"};
    assertEquals(args, RawArguments.last(args, RawText.encode("java\0a\0\udcff\0")));
    assertEquals(args, RawArguments.last(args, RawText.encode("a\0")));
  }
}
