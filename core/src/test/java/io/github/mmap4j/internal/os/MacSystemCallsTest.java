package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records the functions that macOS' calls use and their arguments; none reaches a system. */
class MacSystemCallsTest {
  private static final int ENOTSUP = 45;

  private final Recorder recorder = new Recorder();
  private final MacSystemCalls os = new MacSystemCalls(recorder.as(MacFunctions.class));
  private final MemorySegment range = Arena.ofAuto().allocate(100);

  private void assertCalls(String... calls) {
    assertEquals(List.of(calls), recorder.calls());
  }

  /** Fills {@code struct stat} with 64-bit inodes: mode at 4, size at 96, blocks at 104. */
  private void stat(int mode, long size, long blocks) {
    recorder.fill(
        "fstat",
        arguments -> {
          MemorySegment status = (MemorySegment) arguments[1];
          assertEquals(144, status.byteSize());
          status.set(JAVA_SHORT, 4, (short) mode);
          status.set(JAVA_LONG, 96, size);
          status.set(JAVA_LONG, 104, blocks);
        });
  }

  @Test
  void opensWithoutWaitingAndForThisProcessOnly() {
    recorder.answer("open", 7);
    assertEquals(7, os.open("/a/é".getBytes(UTF_8), false));
    assertEquals(7, os.open("/b".getBytes(UTF_8), true));
    // O_CLOEXEC 0x1000000, O_NONBLOCK 4, O_RDWR 2
    assertCalls("open(2f612fc3a900, " + 0x1000004 + ")", "open(2f6200, " + 0x1000006 + ")");
  }

  @Test
  void duplicatesForThisProcessOnly() {
    recorder.answer("fcntl", 8);
    assertEquals(8, os.duplicate(3));
    assertCalls("fcntl(3, 67, 0)");
  }

  @Test
  void statusIsReadFromTheLayoutWith64BitInodes() {
    stat(0x81a4, 5_000_000_000L, 0);
    assertEquals(new FileStatus(0x81a4, 0, 5_000_000_000L), os.status(3));
    assertTrue(os.status(3).isRegular());
    recorder.answer("fstat", -Errno.EBADF);
    assertEquals(FileStatus.unknown(Errno.EBADF), os.status(3));
  }

  @Test
  void fstatIsNamedByArchitecture() {
    assertEquals("fstat", MacLibrary.fstatOn("aarch64"));
    assertEquals("fstat$INODE64", MacLibrary.fstatOn("x86_64"));
  }

  @Test
  void aFileIsWrittenToTheDiskBeforeItIsMapped() {
    recorder.answer("mmap", 0x7000).answer("fcntl", -ENOTSUP);
    assertEquals(0x7000, os.map(100, 3, 1, 4, 16384));
    assertCalls("fcntl(4, 51, 0)", "mmap(0, 100, 3, 1, 4, 16384)");
  }

  @Test
  void memoryWithoutAFileIsJustMapped() {
    recorder.answer("mmap", -Errno.ENOMEM);
    assertEquals(-Errno.ENOMEM, os.map(100, 3, 0x1002, -1, 0));
    assertCalls("mmap(0, 100, 3, 4098, -1, 0)");
  }

  @Test
  void memoryIsNotLengthenedInPlaceNorNamedNorAFile() {
    assertEquals(-Errno.ENOSYS, os.remap(0x7000, 1, 2));
    assertEquals(-Errno.ENOSYS, os.name(range, "name"));
    assertEquals(-Errno.ENOSYS, os.memoryFile("name"));
    assertCalls();
    assertFalse(os.namesMemory());
    assertFalse(os.extendsFiles());
    assertFalse(os.unmapsToResize());
  }

  @Test
  void theEndOfMemoryIsGivenBack() {
    assertEquals(0, os.shorten(0x70000, 0x8000, 0x4000));
    assertCalls("munmap(" + 0x74000 + ", " + 0x4000 + ")");
  }

  @Test
  void aFlushReachesTheDriveOrAtLeastTheFileSystem() {
    assertEquals(0, os.sync(range, 0x10));
    assertEquals(0, os.settle(4, 0x10));
    assertCalls("msync(100 bytes, 100, 16)", "fcntl(4, 51, 0)");
    recorder.answer("fcntl", -ENOTSUP).answer("fsync", 0, -Errno.EIO);
    assertEquals(0, os.settle(4, 0x10));
    assertEquals(-Errno.EIO, os.settle(4, 0x10));
    assertCalls("fcntl(4, 51, 0)", "fsync(4)", "fcntl(4, 51, 0)", "fsync(4)");
    assertEquals(0, os.settle(4, 1));
    assertCalls();
  }

  @Test
  void roomIsAddedBehindWhatTheFileHas() {
    stat(0x8000, 10_000, 8); // 4,096 bytes on the disk
    assertEquals(0, os.reserve(4, 6000, 4000));
    // F_ALLOCATEALL 4, F_PEOFPOSMODE 3, offset 0, length 5,904, bytes allocated
    assertCalls(
        "fstat(4, 144 bytes)",
        "fcntl(4, 42, 04000000"
            + "03000000"
            + "0000000000000000"
            + "1017000000000000"
            + "0000000000000000)");
  }

  @Test
  void roomThatIsThereIsNotAddedAgain() {
    stat(0x8000, 10_000, 20);
    assertEquals(0, os.reserve(4, 0, 10_000));
    assertCalls("fstat(4, 144 bytes)");
  }

  @Test
  void aFullDiskIsReported() {
    stat(0x8000, 0, 0);
    recorder.answer("fcntl", -Errno.ENOSPC);
    assertEquals(-Errno.ENOSPC, os.reserve(4, 0, 1));
    recorder.answer("fstat", -Errno.EBADF);
    assertEquals(-Errno.EBADF, os.reserve(4, 0, 1));
  }

  @Test
  void theRestIsOneCallEach() {
    recorder.answer("getpagesize", 16384);
    MemorySegment vector = Arena.ofAuto().allocate(2);
    assertEquals(0, os.truncate(4, 5));
    assertEquals(0, os.unmap(0x7000, 5));
    assertEquals(0, os.advise(range, 3));
    assertEquals(0, os.lock(range));
    assertEquals(0, os.unlock(range));
    assertEquals(0, os.residency(range, vector));
    assertEquals(16384, os.pageSize());
    assertEquals(16384, os.allocationGranularity());
    assertCalls(
        "ftruncate(4, 5)",
        "munmap(28672, 5)",
        "madvise(100 bytes, 100, 3)",
        "mlock(100 bytes, 100)",
        "munlock(100 bytes, 100)",
        "mincore(100 bytes, 100, 0000)",
        "getpagesize()",
        "getpagesize()");
  }

  @Test
  void hintsSayWhatMayBeWrong() {
    assertTrue(os.hint(SystemCall.MMAP, Errno.EACCES).contains("open for reading"));
    assertTrue(os.hint(SystemCall.MLOCK, Errno.ENOMEM).contains("ulimit -l"));
    assertNull(os.hint(SystemCall.MMAP, Errno.EINVAL));
  }
}
