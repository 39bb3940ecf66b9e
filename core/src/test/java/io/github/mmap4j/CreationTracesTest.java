package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the recorded creation traces of open mappings. */
class CreationTracesTest {
  /** A length that no other test maps. */
  private static final int LENGTH = 54_321;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.write(directory.resolve("file"), new byte[LENGTH]);
  }

  @AfterEach
  void stopRecording() {
    Mmap.recordOrigins(false);
  }

  private static Optional<List<StackTraceElement>> origin(long length) {
    return Mmap.openMappings().stream()
        .filter(open -> open.length() == length)
        .map(OpenMapping::origin)
        .findFirst()
        .orElseThrow();
  }

  private static void assertMadeBy(String method) {
    StackTraceElement first = origin(LENGTH).orElseThrow().getFirst();
    assertEquals(CreationTracesTest.class.getName(), first.getClassName());
    assertEquals(method, first.getMethodName());
    assertTrue(first.getLineNumber() > 0, first::toString);
  }

  @Test
  void nothingIsRecordedUnlessAskedFor() throws IOException {
    try (Mmap m = Mmap.open(file)) {
      Mmap.recordOrigins(true);
      assertEquals(Optional.empty(), origin(m.length()));
    }
  }

  @Test
  void theCallersFrameIsFirst() throws IOException {
    Mmap.recordOrigins(true);
    try (var _ = Mmap.open(file)) {
      assertMadeBy("theCallersFrameIsFirst");
    }
    try (var _ = Mmap.builder().path(file).access(Access.READ).map()) {
      assertMadeBy("theCallersFrameIsFirst");
    }
  }

  @Test
  void aMappingMadeByTheJdkHasItToo() throws IOException {
    Mmap.recordOrigins(true);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        var _ = Mmap.builder().channel(channel).access(Access.READ).map()) {
      assertMadeBy("aMappingMadeByTheJdkHasItToo");
    }
  }

  @Test
  void aResizeKeepsIt() throws IOException {
    Mmap.recordOrigins(true);
    try (Mmap m = Mmap.open(file)) {
      resizeElsewhere(m);
      Mmap.recordOrigins(false);
      assertEquals("aResizeKeepsIt", origin(LENGTH + 1).orElseThrow().getFirst().getMethodName());
    }
  }

  private static void resizeElsewhere(Mmap m) throws IOException {
    m.resize(LENGTH + 1);
  }

  @Test
  void aDeepStackIsCutAndTheListCanNotBeChanged() throws IOException {
    Mmap.recordOrigins(true);
    try (Mmap m = deep(200)) {
      List<StackTraceElement> frames = origin(m.length()).orElseThrow();
      assertEquals(64, frames.size());
      assertMadeBy("deep");
      assertThrows(UnsupportedOperationException.class, frames::clear);
    }
  }

  private Mmap deep(int calls) throws IOException {
    return calls == 0 ? Mmap.open(file) : deep(calls - 1);
  }

  @Test
  void theNewestSwitchCounts() throws IOException {
    Mmap.recordOrigins(true);
    Mmap.recordOrigins(false);
    try (Mmap m = Mmap.open(file)) {
      assertEquals(Optional.empty(), origin(m.length()));
    }
  }
}
