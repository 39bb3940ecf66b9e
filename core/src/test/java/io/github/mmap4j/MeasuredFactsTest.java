package io.github.mmap4j;

import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checks what the Javadoc says of advice and of watchers because it was measured. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the Javadoc says it of Linux")
class MeasuredFactsTest {
  private static final int PAGE = Mmap.PAGESIZE;
  private static final int PAGES = 64;
  private static final int QUIET_MILLIS = 300;
  private static final int MOST_SECONDS = 60;

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    file = directory.resolve("file");
    byte[] bytes = new byte[PAGES * PAGE];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes));
      channel.force(true);
    }
  }

  /** Returns the number of pages that the mapping has for itself. */
  private static long copies(Mmap m) throws IOException {
    return Proc.smaps(m.asSegment().address()).stream()
            .filter(line -> line.startsWith("Anonymous:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        * 1024
        / PAGE;
  }

  @Test
  void populatingAWritablePrivateMappingCopiesTheFile() throws IOException {
    MmapBuilder builder = Mmap.builder().path(file).flags(MapFlag.PRIVATE, MapFlag.POPULATE);
    try (Mmap m = builder.map()) {
      assertEquals(PAGES, copies(m));
    }
    try (Mmap m = builder.protection(Protection.READ).map()) {
      assertEquals(0, copies(m));
    }
  }

  @Test
  void onlyPopulateWriteCopiesThePagesOfACopy() throws IOException {
    try (Mmap m = Mmap.open(file, Access.COPY)) {
      m.madvise(Advice.POPULATE_READ);
      assertEquals(0, copies(m));
      m.madvise(Advice.POPULATE_WRITE);
      assertEquals(PAGES, copies(m));
    }
    try (Mmap m = Mmap.open(file, Access.READ)) {
      var e = assertThrows(MmapException.class, () -> m.madvise(Advice.POPULATE_WRITE));
      assertEquals("EINVAL", e.errnoName());
    }
  }

  @Test
  void truncationDiscardsWhatWasWrittenToACopy() throws IOException {
    try (Mmap m = Mmap.open(file, Access.COPY)) {
      m.set(0, 1);
      m.set(PAGE, 1);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(PAGE);
        channel.write(ByteBuffer.wrap(new byte[] {2}), PAGE);
      }
      assertEquals(1, m.get(0));
      assertEquals(2, m.get(PAGE));
    }
  }

  @Test
  void populatingPastTheEndOfTheFileIsAnError() throws IOException {
    try (Mmap m = Mmap.open(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(PAGE);
      }
      var e = assertThrows(MmapException.class, () -> m.madvise(Advice.POPULATE_READ));
      assertEquals("EFAULT", e.errnoName());
    }
  }

  @Test
  void noWatcherHearsAStore() throws Exception {
    try (WatchService watcher = FileSystems.getDefault().newWatchService()) {
      directory.register(watcher, ENTRY_MODIFY);
      try (Mmap m = Mmap.open(file)) {
        m.set(0, 1);
        m.flush();
      }
      assertNull(watcher.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS));
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      assertNotNull(watcher.poll(MOST_SECONDS, TimeUnit.SECONDS));
    }
  }

  @Test
  void theModificationTimeChangesAtTheFirstStoreToACleanPage() throws Exception {
    assumeFalse(Files.getFileStore(file).type().equals("tmpfs"), "a tmpfs has other rules");
    FileTime old = FileTime.fromMillis(0);
    try (Mmap m = Mmap.open(file)) {
      Files.setLastModifiedTime(file, old);
      assertEquals(0, m.get(0));
      m.set(0, 1);
      assertNotEquals(old, Files.getLastModifiedTime(file));
      Files.setLastModifiedTime(file, old);
      m.set(1, 1);
      assertEquals(old, Files.getLastModifiedTime(file));
      m.flush();
      assertEquals(old, Files.getLastModifiedTime(file));
      m.set(2, 1);
      assertNotEquals(old, Files.getLastModifiedTime(file));
    }
  }
}
