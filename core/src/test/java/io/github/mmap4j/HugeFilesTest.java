package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Command;
import io.github.mmap4j.harness.HugePages;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Creates and extends files on hugetlbfs, where mapping an empty file may extend it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has hugetlbfs")
class HugeFilesTest {
  private static final int PAGE = HugePages.SIZE;
  private static final int PAGES = 4;

  @TempDir Path folder;
  private Path mounted;
  private Path file;
  private HugePages reserved;
  private long free;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    reserved = new HugePages(PAGES);
    Path target = Files.createDirectory(folder.resolve("huge"));
    assumeTrue(
        Command.runs("mount", "-t", "hugetlbfs", "-o", "pagesize=2M", "none", "" + target),
        "needs the right to mount a hugetlbfs");
    mounted = target;
    file = mounted.resolve("file");
    free = HugePages.free();
  }

  @AfterEach
  void unmount() throws Exception {
    try {
      if (mounted != null) {
        assertEquals(List.of(), Proc.maps(file.toString()), "mappings at the end");
        Files.deleteIfExists(file);
        assertEquals(free, HugePages.free(), "free huge pages at the end");
      }
    } finally {
      if (mounted != null) {
        assertTrue(Command.runs("umount", "" + mounted), "umount");
      }
      if (reserved != null) {
        reserved.close();
      }
    }
  }

  private void assertLeavesNoFile(String part, Executable call) {
    Exception e = assertThrows(Exception.class, call);
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertEquals(0, e.getSuppressed().length);
    assertFalse(Files.exists(file), e.getMessage());
  }

  @Test
  void anAppenderThatIsRefusedLeavesNoFile() {
    assertLeavesNoFile("huge page size, " + PAGE, () -> Appender.open(file));
  }

  @Test
  void anAppenderThatIsRefusedLeavesAnEmptyFileEmpty() throws IOException {
    Files.createFile(file);
    assertThrows(UnsupportedOperationException.class, () -> Appender.open(file));
    assertEquals(0, Files.size(file));
    assertEquals(free, HugePages.free());
  }

  @Test
  void aLengthThatDoesNotFitLeavesNoFile() {
    assertLeavesNoFile("multiple of its huge page size", () -> Mmap.create(file, PAGE + 1));
  }

  @Test
  void aFileThatIsTooLongLeavesNoFile() {
    assertLeavesNoFile("nr_hugepages", () -> Mmap.create(file, (free + 1) * PAGE));
  }

  @Test
  void aReserveThatIsRefusedLeavesTheFileEmpty() throws IOException {
    Files.createFile(file);
    assertThrows(
        UnsupportedOperationException.class,
        () -> Mmap.builder().path(file).orEmpty().reserve(8L * PAGE).map());
    assertEquals(0, Files.size(file));
  }

  @Test
  void aFileIsCreatedWithItsPagesReserved() throws IOException {
    for (int pages : new int[] {1, 3}) {
      try (Mmap m = Mmap.create(file, (long) pages * PAGE)) {
        assertEquals(free - pages, HugePages.free());
        m.set(0, 1);
        m.set(-1, 2);
        assertEquals((long) pages * PAGE, Files.size(file));
        assertEquals("1 2", m.get(0) + " " + m.get(-1));
      }
      Files.delete(file);
    }
  }

  @Test
  void anEmptyFileTakesAdviceForThePagesToCome() throws IOException {
    Files.createFile(file);
    try (Mmap m = Mmap.builder().path(file).orEmpty().map()) {
      m.madvise(Advice.DONTDUMP);
      assertEquals(0, Files.size(file));
      m.resize(2L * PAGE);
      for (int i = 0; i < 2; i++) {
        String flags = Proc.vmFlags(m.asSegment().address() + (long) i * PAGE);
        assertTrue(flags.contains(" dd "), flags);
      }
    }
  }

  @Test
  void aPrivateCopyOfAnEmptyFileIsRefused() throws IOException {
    Files.createFile(file);
    assertThrows(
        UnsupportedOperationException.class,
        () -> Mmap.builder().path(file).access(Access.COPY).orEmpty().map());
    assertEquals("0 " + free, Files.size(file) + " " + HugePages.free());
  }

  @Test
  void aCopyThatLostAllOfItsFileIsEmpty() throws IOException {
    try (Mmap m = Mmap.create(file, PAGE)) {
      m.set(0, 1);
    }
    try (Mmap m = Mmap.open(file, Access.COPY)) {
      try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
        other.truncate(0);
      }
      assertThrows(MappingFaultException.class, () -> m.get(0));
      assertEquals(0, m.refresh());
      assertEquals(0L, m.guardedLong(MemorySegment::byteSize));
    }
  }

  @Test
  void anEmptyMappingWithoutADescriptorLeavesItsFileEmpty() throws IOException {
    Files.createFile(file);
    try (Mmap m = Mmap.builder().path(file).trackFd(false).orEmpty().map()) {
      assertEquals("0 0 " + free, m.length() + " " + Files.size(file) + " " + HugePages.free());
    }
  }

  @Test
  void anEmptyMappingLeavesItsFileEmptyAndGrows() throws IOException {
    try (Mmap m = Mmap.create(file, 0)) {
      assertEquals("0 0 -1", m.length() + " " + Files.size(file) + " " + m.find(new byte[] {1}));
      assertThrows(MmapException.class, () -> m.resize(100));
      assertThrows(MmapException.class, () -> m.resize((free + 1) * PAGE));
      assertEquals("0 0", m.length() + " " + Files.size(file));
      assertEquals(free, HugePages.free());
      m.resize(PAGE);
      m.set(-1, 7);
      m.resize(2L * PAGE);
      m.set(-1, 8);
      assertEquals("7 8", m.get(PAGE - 1) + " " + m.get(-1));
    }
  }

  @Test
  void aReaderOfAnEmptyFileTakesNoPageAndShowsWhatIsAdded() throws IOException {
    Files.createFile(file);
    try (Mmap m = Mmap.builder().path(file).access(Access.READ).orEmpty().map();
        RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      assertEquals(0, m.length());
      assertEquals(free, HugePages.free());
      opened.setLength(PAGE);
      try (Mmap writer = Mmap.open(file)) {
        writer.set(5, 5);
      }
      assertEquals(PAGE, m.refresh());
      assertEquals(5, m.get(5));
      opened.setLength(0);
      assertEquals(0, m.refresh());
      opened.setLength(2L * PAGE);
      assertEquals(2L * PAGE, m.refresh());
      assertEquals(0, m.get(5));
    }
  }
}
