package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cuts off, while a task of a stream reads a file, what the batch does not read. */
class TrimmedFileTest {
  /** More than a window has, so that the end is read after the file was cut. */
  private static final String LINES = "x".repeat(63).concat("\n").repeat(5000);

  @TempDir Path folder;

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * Returns the last value and the number of values of a batch whose file is cut after the first.
   */
  private static List<String> readAndCut(DirectStream stream, StreamOffset end, Path file, long to)
      throws IOException {
    List<String> values = new ArrayList<>();
    try (PartitionReader<InternalRow> reader = stream.reader(end)) {
      while (reader.next()) {
        values.add(reader.get().getUTF8String(0).toString());
        if (values.size() == 1) {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertTrue(to < channel.size());
            channel.truncate(to);
          }
        }
      }
    }
    return List.of(values.getLast(), "" + values.size());
  }

  @Test
  void aReturnBeforeAReserveThatIsTrimmedEndsItsLine() throws IOException {
    for (String last : List.of("last\r", "last\n")) {
      Path file = Files.writeString(folder.resolve("app.log"), LINES + last + "\0".repeat(4096));
      DirectStream stream = new DirectStream(file.toString());
      StreamOffset end = stream.plan();
      assertEquals(
          List.of("last", "5001"), readAndCut(stream, end, file, LINES.length() + last.length()));
    }
  }

  @Test
  void theRestOfARenamedFileEndsWhereItWasPlanned() throws IOException {
    Path file = folder.resolve("app.log");
    Path old = folder.resolve("app.log.1");
    append(file, "one\n");
    DirectStream stream = new DirectStream(file.toString());
    stream.next();
    append(file, LINES + "two");
    Files.move(file, old);
    long then = System.currentTimeMillis() - StreamPlanner.GRACE_MILLIS - 1000;
    Files.setLastModifiedTime(old, FileTime.fromMillis(then));
    StreamOffset end = stream.plan();
    append(old, " and more");
    long planned = "one\n".length() + LINES.length() + "two".length();
    assertEquals(List.of("two", "5001"), readAndCut(stream, end, old, planned));
  }

  @Test
  void bytesThatABatchReadsAreMissed() throws IOException {
    Path file = Files.writeString(folder.resolve("app.log"), LINES + "last\n" + "\0".repeat(4096));
    DirectStream stream = new DirectStream(file.toString());
    StreamOffset end = stream.plan();
    DataLossException e =
        assertThrows(
            DataLossException.class,
            () -> readAndCut(stream, end, file, LINES.length() + "last".length()));
    assertEquals(FileShortenedException.class, e.getCause().getClass());
  }
}
