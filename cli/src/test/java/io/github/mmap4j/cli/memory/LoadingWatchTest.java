package io.github.mmap4j.cli.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingWatchTest {
  private static final int LENGTH = 4_096_000;

  @TempDir Path folder;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final AtomicLong now = new AtomicLong();
  private final Progress progress =
      new Progress(
          new PrintStream(shown, true, UTF_8), () -> now.addAndGet(2_000_000_000), () -> 80);

  private void watch(boolean reported) throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[LENGTH]); // now in memory
    progress.startBytes(2 * LENGTH);
    try (Mmap m = Mmap.open(file, Access.READ)) {
      LoadingWatch.start(m, progress, reported).close();
    }
  }

  @Test
  void whatIsInMemoryIsShown() throws IOException {
    watch(true);
    assertTrue(shown.toString(UTF_8).contains("50 %, 4.1 of 8.2 MB, "), shown.toString(UTF_8));
  }

  @Test
  void aMappingThatIsClosedEndsTheThreadWithoutAWord() throws Exception {
    Path file = Files.write(folder.resolve("f"), new byte[LENGTH]);
    Mmap m = Mmap.open(file, Access.READ);
    m.close();
    AtomicReference<Throwable> uncaught = new AtomicReference<>();
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> uncaught.set(e));
    try {
      LoadingWatch.start(m, progress, true).close();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(null);
    }
    assertNull(uncaught.get());
  }

  @Test
  void nothingIsShownOfWhatTheSystemDoesNotReport() throws IOException {
    watch(false);
    assertEquals("", shown.toString(UTF_8));
  }
}
