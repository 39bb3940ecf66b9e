package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.Mmap;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Maps, locks, flushes, resizes and closes a file of three pages from the second on. */
  @BeforeEach
  void record() throws Exception {
    file = Files.write(folder.resolve("file"), new byte[3 * PAGE]);
    try (Recording recording = new Recording()) {
      for (String kind : List.of("Map", "Lock", "Flush", "Resize", "Unmap")) {
        recording.enable("io.github.mmap4j." + kind).withoutThreshold();
      }
      recording.start();
      try (Mmap mmap = Mmap.builder().path(file).offset(PAGE).map()) {
        mmap.lock(PAGE, 20);
        mmap.unlock();
        mmap.flush(PAGE, 10);
        mmap.resize(5 * PAGE);
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
  void resizeTellsBothLengths() {
    assertOffsetAndLength(PAGE, 2 * PAGE, only("Resize"));
    assertEquals(5 * PAGE, only("Resize").getLong("newLength"));
  }

  @Test
  void unmapTellsTheLengthAtTheEnd() {
    assertOffsetAndLength(PAGE, 5 * PAGE, only("Unmap"));
  }
}
