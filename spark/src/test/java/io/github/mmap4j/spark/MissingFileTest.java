package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task meets that finds other files than were listed. */
class MissingFileTest {
  @TempDir Path folder;

  private static PartitionReader<InternalRow> reader(FileRange... ranges) {
    return ReaderSpec.of(LinePredicate.ALL, LineColumn.VALUE)
        .createReader(new LinesPart(List.of(ranges), List.of()));
  }

  @Test
  void theErrorNamesTheHostThePathAndWhatToDo() throws IOException {
    String path = folder.resolve("gone.log").toString();
    try (PartitionReader<InternalRow> reader = reader(new FileRange(path, 0, 10))) {
      String said = assertThrows(IOException.class, reader::next).getMessage();
      assertTrue(said.contains(path + " does not exist on the host"), said);
      assertTrue(said.contains(InetAddress.getLocalHost().getHostName()), said);
      assertTrue(said.contains("shared file system"), said);
    }
  }

  @Test
  void aFolderInPlaceOfAFileIsAnError() throws IOException {
    try (PartitionReader<InternalRow> reader = reader(new FileRange(folder.toString(), 0, 10))) {
      String said = assertThrows(IOException.class, reader::next).getMessage();
      assertTrue(said.startsWith(folder + " can't be read on the host"), said);
    }
  }

  @Test
  void aFileThatHasBecomeShorterIsReadToItsEnd() throws IOException {
    String path = Files.writeString(folder.resolve("a.log"), "one\ntwo").toString();
    try (PartitionReader<InternalRow> reader =
        reader(new FileRange(path, 0, 5), new FileRange(path, 5, 1000))) {
      assertTrue(reader.next());
      assertEquals("one", reader.get().getString(0));
      assertTrue(reader.next());
      assertEquals("two", reader.get().getString(0));
      assertFalse(reader.next());
    }
  }

  @Test
  void aFileThatHasBecomeEmptyHasNoLines() throws IOException {
    String path = Files.createFile(folder.resolve("a.log")).toString();
    try (PartitionReader<InternalRow> reader = reader(new FileRange(path, 0, 5))) {
      assertFalse(reader.next());
    }
  }

  @Test
  void aFileThatHasBecomeLongerIsReadToTheEndOfItsLine() throws IOException {
    String path =
        Files.writeString(folder.resolve("a.log"), "one\ntwo and more\nthree\n").toString();
    try (PartitionReader<InternalRow> reader = reader(new FileRange(path, 0, 6))) {
      assertTrue(reader.next());
      assertTrue(reader.next());
      assertEquals("two and more", reader.get().getString(0));
      assertFalse(reader.next());
    }
  }
}
