package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mmap4j.Advice;
import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderTest {
  private static final int PAGE = Mmap.PAGESIZE;

  @TempDir private Path folder;
  private Path file;
  private List<RecordedEvent> events;

  /** Records each kind of event for a file of three pages, mapped from the second page on. */
  @BeforeEach
  void record() throws Exception {
    file = Files.write(folder.resolve("file"), new byte[3 * PAGE]);
    try (Recording recording = new Recording()) {
      for (String kind : List.of("Map", "Lock", "Advise", "Flush", "Resize", "Fault", "Unmap")) {
        recording.enable("io.github.mmap4j." + kind).withoutThreshold();
      }
      recording.start();
      try (Mmap mmap = Mmap.builder().path(file).offset(PAGE).map()) {
        mmap.lock(PAGE, 20);
        mmap.unlock();
        mmap.madvise(Advice.WILLNEED, PAGE, 30);
        mmap.flush(PAGE, 10);
        mmap.resize(5 * PAGE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(3 * PAGE);
        }
        assertThrows(MappingFaultException.class, () -> mmap.getSlice(PAGE, 4 * PAGE));
      }
      recording.stop();
      Path dump = folder.resolve("dump.jfr");
      recording.dump(dump);
      events =
          RecordingFile.readAllEvents(dump).stream()
              .filter(event -> event.getString("source").equals(file.toString()))
              .toList();
    }
  }

  private RecordedEvent only(String kind) {
    List<RecordedEvent> found =
        events.stream()
            .filter(event -> event.getEventType().getName().equals("io.github.mmap4j." + kind))
            .toList();
    assertEquals(1, found.size(), () -> kind + " in " + events);
    return found.getFirst();
  }

  private void assertOffsetAndLength(long offset, long length, RecordedEvent event) {
    assertEquals(
        List.of(offset, length), List.of(event.getLong("offset"), event.getLong("length")));
  }

  @Test
  void mapTellsOffsetAndLength() {
    assertOffsetAndLength(PAGE, 2 * PAGE, only("Map"));
  }

  @Test
  void lockTellsItsRangeInTheFile() {
    assertOffsetAndLength(2 * PAGE, 20, only("Lock"));
  }

  @Test
  void flushTellsItsRangeInTheFile() {
    assertOffsetAndLength(2 * PAGE, 10, only("Flush"));
  }

  @Test
  void adviseTellsItsRangeInTheFileAndTheAdvice() {
    assertOffsetAndLength(2 * PAGE, 30, only("Advise"));
    assertEquals("WILLNEED", only("Advise").getString("advice"));
  }

  @Test
  void faultTellsWhatCouldNotBeReachedAndTheFilesSize() {
    assertOffsetAndLength(3 * PAGE, 2 * PAGE, only("Fault"));
    assertEquals(3 * PAGE, only("Fault").getLong("fileSize"));
  }

  @Test
  void resizeTellsBothLengths() {
    assertOffsetAndLength(PAGE, 2 * PAGE, only("Resize"));
    assertEquals(5 * PAGE, only("Resize").getLong("newLength"));
  }

  @Test
  void unmapTellsTheLengthAtTheEnd() {
    assertOffsetAndLength(PAGE, 5 * PAGE, only("Unmap"));
  }
}
