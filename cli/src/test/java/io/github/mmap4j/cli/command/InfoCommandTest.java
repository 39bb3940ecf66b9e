package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.harness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
  @TempDir Path folder;

  @Test
  void infoShowsSizesAndCapabilities() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[5000]);
    Result info = Result.of("info", file);
    assertTrue(info.text().contains("size:        5000 bytes\n"), info.text());
    assertTrue(info.text().contains("mapped:      5000 bytes\n"), info.text());
    assertTrue(info.text().contains("page size:   " + Mmap.PAGESIZE + " bytes\n"), info.text());
    assertTrue(info.text().contains("SIZE"), info.text());
    assertEquals(0, info.status());
  }

  @Test
  void emptyFileIsNotMapped() throws IOException {
    Path file = Files.createFile(folder.resolve("f"));
    Result info = Result.of("info", file);
    assertTrue(info.text().contains("mapped:      nothing"), info.text());
    assertEquals(0, info.status());
  }
}
