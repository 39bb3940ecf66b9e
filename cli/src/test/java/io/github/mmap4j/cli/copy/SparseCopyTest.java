package io.github.mmap4j.cli.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.cli.input.MappedFile;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseCopyTest {
  @TempDir Path folder;

  /** The mapping cannot notice this: its page still exists. */
  @Test
  void truncationWithinTheLastPageIsNoticed() throws IOException {
    byte[] bytes = new byte[5000];
    Arrays.fill(bytes, (byte) 1);
    Path from = Files.write(folder.resolve("from"), bytes);
    try (MappedFile opened = new RegularFile(from, bytes.length).open();
        RandomAccessFile other = new RandomAccessFile(from.toFile(), "rw");
        FileChannel to =
            FileChannel.open(
                folder.resolve("to"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      SparseCopy copy = new SparseCopy(opened, to);
      other.setLength(4990);
      assertEquals(4990, copy.run(Progress.none()));
      other.setLength(5000);
      assertEquals(5000, copy.run(Progress.none()));
    }
  }
}
