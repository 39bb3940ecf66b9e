package io.github.mmap4j;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that bytes still in a writer's buffer are in neither the file nor a mapping of it. */
class BufferedWriterTest {
  @Test
  void aBufferedWriterMustFlushBeforeItsBytesAreSeen(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[5]);
    try (OutputStream raw = Files.newOutputStream(file, StandardOpenOption.WRITE);
        BufferedOutputStream out = new BufferedOutputStream(raw);
        Mmap m = Mmap.open(file)) {
      out.write("hello".getBytes(US_ASCII));
      assertArrayEquals(new byte[5], m.getSlice(0));
      out.flush();
      assertArrayEquals("hello".getBytes(US_ASCII), m.getSlice(0));
    }
  }
}
