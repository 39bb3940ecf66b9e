package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

// This file is long because each system call has its cases.
/** Records the functions that Windows' calls use and their arguments; none reaches a system. */
class WindowsSystemCallsTest {
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int SHARED = 1;
  private static final int PRIVATE = 2;
  private static final int ASYNC = 1;
  private static final int SYNC = 4;
  private static final int PAGE = 4096;

  private final Recorder recorder = new Recorder();
  private final WindowsSystemCalls os = new WindowsSystemCalls(recorder.as(WindowsFunctions.class));
  private final MemorySegment range = Arena.ofAuto().allocate(3 * PAGE);

  private void assertCalls(String... calls) {
    assertEquals(List.of(calls), recorder.calls());
  }

  private static void assertError(int windows, int errno, long result) {
    assertTrue(Errno.isError(result), () -> "" + result);
    assertEquals(windows, WindowsError.number((int) -result));
    assertEquals(errno, Errno.of((int) -result));
  }

  private static String utf16(String text) {
    return HexFormat.of().formatHex((text + "\0").getBytes(UTF_16LE));
  }

  @Test
  void opensWhatExistsAndSharesItWithAll() {
    recorder.answer("CreateFileW", 0x1f4);
    assertEquals(0x1f4, os.open("/C:/a".getBytes(UTF_8), false));
    assertEquals(0x1f4, os.open("/C:/é".getBytes(UTF_8), true));
    // GENERIC_READ (| GENERIC_WRITE), read|write|delete, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL
    assertCalls(
        "CreateFileW(" + utf16("C:\\a") + ", " + 0x80000000 + ")",
        "CreateFileW(" + utf16("C:\\é") + ", " + 0xc0000000 + ")");
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "3, 2", "5, 13", "32, 13", "4, 24", "123, 22"})
  void anErrorCarriesTheErrnoOfPythonAndItsOwnNumber(int windows, int errno) {
    recorder.answer("CreateFileW", -windows);
    assertError(windows, errno, os.open("/C:/a".getBytes(UTF_8), false));
  }

  @ParameterizedTest
  @CsvSource({
    "/C:/a b/c, C:\\a b\\c",
    "//server/share/x, \\\\server\\share\\x",
    "/C:/, C:\\",
  })
  void pathsAreWindowsOwn(String bytes, String path) {
    assertEquals(path, WindowsSystemCalls.path(bytes.getBytes(UTF_8)));
  }

  @Test
  void aLongPathTakesTheFormWithoutALimit() {
    String folder = "x".repeat(300);
    assertEquals(
        "\\\\?\\C:\\" + folder, WindowsSystemCalls.path(("/C:/" + folder).getBytes(UTF_8)));
    assertEquals(
        "\\\\?\\UNC\\server\\share\\" + folder,
        WindowsSystemCalls.path(("//server/share/" + folder).getBytes(UTF_8)));
  }

  @Test
  void aHandleIsDuplicatedWithinTheProcess() {
    recorder
        .answer("DuplicateHandle", 1)
        .fill("DuplicateHandle", a -> ((MemorySegment) a[1]).set(JAVA_LONG, 0, 0x58));
    assertEquals(0x58, os.duplicate(0x40));
    assertCalls("DuplicateHandle(64, 0000000000000000)");
    recorder.answer("DuplicateHandle", -6);
    assertError(6, Errno.EBADF, os.duplicate(-2));
    assertCalls("DuplicateHandle(-2, 0000000000000000)");
  }

  @Test
  void aFileHasASizeAndOtherKindsHaveNone() {
    recorder
        .answer("GetFileType", 1)
        .answer("GetFileSizeEx", 1)
        .fill("GetFileSizeEx", a -> ((MemorySegment) a[1]).set(JAVA_LONG, 0, 5_000_000_000L));
    assertEquals(5_000_000_000L, os.status(8).size());
    assertTrue(os.status(8).isRegular());
    recorder.answer("GetFileSizeEx", -6);
    assertError(6, Errno.EBADF, -os.status(8).errno());
    recorder.calls();
    recorder.answer("GetFileType", 3);
    assertEquals(FileStatus.unknown(0), os.status(8));
    assertCalls("GetFileType(8)");
    recorder.answer("GetFileType", -6);
    assertError(6, Errno.EBADF, -os.status(8).errno());
  }

  @ParameterizedTest
  @CsvSource({
    "3, 1, 4, 2", // PAGE_READWRITE, FILE_MAP_WRITE
    "2, 1, 4, 2",
    "1, 1, 2, 4", // PAGE_READONLY, FILE_MAP_READ
    "1, 2, 2, 4",
    "3, 2, 8, 1", // PAGE_WRITECOPY, FILE_MAP_COPY
  })
  void aFileIsMappedByProtectionAndFlags(int protection, int flags, int pages, int access) {
    recorder.answer("CreateFileMappingW", 0x60).answer("MapViewOfFile", 0x7fff0000L);
    long offset = 0x1_0000_0000L + 65536;
    assertEquals(0x7fff0000L, os.map(100, protection, flags, 8, offset));
    assertCalls(
        "CreateFileMappingW(8, %d, %d, NULL, NULL)".formatted(pages, offset + 100),
        "MapViewOfFile(96, %d, %d, 100)".formatted(access, offset),
        "CloseHandle(96)");
  }

  @Test
  void memoryWithoutAFileIsOfThePagingFile() {
    recorder.answer("CreateFileMappingW", 0x60).answer("MapViewOfFile", 0x10000);
    assertEquals(0x10000, os.map(100, READ, SHARED | 0x20, -1, 0));
    assertCalls(
        "CreateFileMappingW(-1, 4, 100, NULL, NULL)",
        "MapViewOfFile(96, 4, 0, 100)",
        "CloseHandle(96)");
  }

  @Test
  void aSectionWhoseViewFailsIsClosed() {
    recorder.answer("CreateFileMappingW", 0x60).answer("MapViewOfFile", -1132);
    assertError(1132, Errno.EINVAL, os.map(100, READ | WRITE, SHARED, 8, 1));
    assertCalls(
        "CreateFileMappingW(8, 4, 101, NULL, NULL)",
        "MapViewOfFile(96, 2, 1, 100)",
        "CloseHandle(96)");
  }

  @Test
  void aSectionThatFailsHasNoView() {
    recorder.answer("CreateFileMappingW", -8);
    assertError(8, Errno.ENOMEM, os.map(100, READ, SHARED, 8, 0));
    assertCalls("CreateFileMappingW(8, 2, 100, NULL, NULL)");
  }

  @Test
  void aLengthThatWouldMeanEverythingIsRefused() {
    assertEquals(-Errno.EINVAL, os.map(0, READ, SHARED, -1, 0));
    assertEquals(-Errno.EINVAL, os.map(1, 0, SHARED, -1, 0));
    assertEquals(-Errno.EINVAL, os.map(Long.MAX_VALUE, READ, SHARED, 8, 65536));
    assertEquals(-Errno.EINVAL, os.view(96, READ, SHARED, 65536, 0));
    assertEquals(0, os.sync(range.asSlice(0, 0), SYNC));
    assertEquals(0, os.unmap(0x10000, 0));
    assertCalls();
  }

  @Test
  void aSectionThatIsOpenIsMappedItself() {
    recorder.answer("CreateFileMappingW", -6).answer("MapViewOfFile", 0x10000, -6);
    assertEquals(0x10000, os.map(100, READ | WRITE, SHARED, 8, 65536));
    assertError(6, Errno.EBADF, os.map(100, READ, SHARED, 8, 0));
    assertCalls(
        "CreateFileMappingW(8, 4, 65636, NULL, NULL)",
        "MapViewOfFile(8, 2, 65536, 100)",
        "CreateFileMappingW(8, 2, 100, NULL, NULL)",
        "MapViewOfFile(8, 4, 0, 100)");
  }

  @Test
  void aLengthIsSetWithoutMovingAPosition() {
    recorder.answer("SetFileInformationByHandle", 1, -1224);
    assertEquals(0, os.truncate(8, 0x1_0000_0001L));
    assertError(1224, Errno.EINVAL, os.truncate(8, 1));
    // FileEndOfFileInfo
    assertCalls(
        "SetFileInformationByHandle(8, 6, 0100000001000000, 8)",
        "SetFileInformationByHandle(8, 6, 0100000000000000, 8)");
  }

  private void standard(long allocated, long size) {
    recorder
        .answer("GetFileInformationByHandleEx", 1)
        .fill(
            "GetFileInformationByHandleEx",
            a -> {
              ((MemorySegment) a[2]).set(JAVA_LONG, 0, allocated);
              ((MemorySegment) a[2]).set(JAVA_LONG, 8, size);
            });
  }

  @Test
  void roomIsReservedWithoutCuttingTheFile() {
    String asked = "GetFileInformationByHandleEx(8, 1, " + "00".repeat(24) + ", 24)";
    standard(8192, 5000);
    assertEquals(0, os.reserve(8, 4000, 4192));
    assertCalls(asked);
    recorder.answer("SetFileInformationByHandle", 1, -112);
    assertEquals(0, os.reserve(8, 4000, 4193));
    assertCalls(asked, "SetFileInformationByHandle(8, 5, 0120000000000000, 8)");
    assertError(112, Errno.ENOSPC, os.reserve(8, 4000, 4193));
    recorder.calls();
    standard(0, 5000); // sparse
    assertEquals(-Errno.EOPNOTSUPP, os.reserve(8, 0, 4999));
    assertCalls(asked);
  }

  @Test
  void memoryIsUnmappedWhole() {
    recorder.answer("UnmapViewOfFile", 1, -487);
    assertEquals(0, os.unmap(0x10000, 5));
    assertError(487, Errno.EINVAL, os.unmap(0x10000, 5));
    assertEquals(-Errno.ENOSYS, os.shorten(0x10000, 0x20000, 0x10000));
    assertCalls("UnmapViewOfFile(65536)", "UnmapViewOfFile(65536)");
  }

  @Test
  void memoryIsNotLengthenedInPlaceNorNamedNorAFile() {
    assertEquals(-Errno.ENOSYS, os.remap(0x7000, 1, 2));
    assertEquals(-Errno.ENOSYS, os.name(range, "name"));
    assertEquals(-Errno.ENOSYS, os.memoryFile("name"));
    assertCalls();
    assertFalse(os.namesMemory());
    assertTrue(os.extendsFiles());
    assertTrue(os.unmapsToResize());
  }

  @Test
  void aFlushReachesTheDriveUnlessItIsNotToWait() {
    recorder.answer("FlushViewOfFile", 1).answer("FlushFileBuffers", 1, -5);
    assertEquals(0, os.sync(range, SYNC));
    assertEquals(0, os.settle(8, SYNC));
    assertError(5, Errno.EACCES, os.settle(8, SYNC));
    assertEquals(0, os.settle(8, ASYNC));
    assertCalls(
        "FlushViewOfFile(12288 bytes, 12288)", "FlushFileBuffers(8)", "FlushFileBuffers(8)");
  }

  @Test
  void whatWillBeNeededIsLoaded() {
    recorder.answer("PrefetchVirtualMemory", 1);
    MemorySegment entry = Arena.ofAuto().allocate(JAVA_LONG, 2);
    entry.set(JAVA_LONG, 0, range.address());
    entry.set(JAVA_LONG, 8, 3 * PAGE);
    assertEquals(0, os.advise(range, 3));
    assertCalls(
        "PrefetchVirtualMemory(-1, 1, %s, 0)"
            .formatted(HexFormat.of().formatHex(entry.toArray(JAVA_BYTE))));
    assertEquals(0, os.advise(range, 0));
    assertCalls();
  }

  private void systemInfo() {
    recorder.fill(
        "GetSystemInfo",
        a -> {
          ((MemorySegment) a[0]).set(JAVA_INT, 4, PAGE);
          ((MemorySegment) a[0]).set(JAVA_INT, 40, 65536);
        });
  }

  @Test
  void pagesAndGranularityAreAskedFor() {
    systemInfo();
    assertEquals(PAGE, os.pageSize());
    assertEquals(65536, os.allocationGranularity());
    assertCalls("GetSystemInfo(48 bytes)", "GetSystemInfo(48 bytes)");
  }

  @Test
  void memoryIsLockedAndUnlocked() {
    systemInfo();
    recorder.answer("VirtualLock", 1, -1453).answer("VirtualUnlock", 1);
    assertEquals(0, os.lock(range));
    assertError(1453, Errno.EINVAL, os.lock(range));
    assertEquals(0, os.unlock(range));
    String all = "(12288 bytes, 12288)";
    assertCalls("VirtualLock" + all, "VirtualLock" + all, "VirtualUnlock" + all);
  }

  @Test
  void unlockingWhatIsLockedInPartGoesPageByPage() {
    systemInfo();
    recorder.answer("VirtualUnlock", -158, 1, -158, 1);
    assertEquals(0, os.unlock(range));
    String page = "VirtualUnlock(4096 bytes, 4096)";
    assertCalls("VirtualUnlock(12288 bytes, 12288)", "GetSystemInfo(48 bytes)", page, page, page);
    recorder.answer("VirtualUnlock", -158, -487);
    assertError(487, Errno.EINVAL, os.unlock(range));
  }

  @Test
  void pagesInTheWorkingSetAreReportedOneByOne() {
    systemInfo();
    recorder
        .answer("K32QueryWorkingSetEx", 1)
        .fill(
            "K32QueryWorkingSetEx",
            a -> {
              MemorySegment pages = (MemorySegment) a[1];
              for (int i = 0; i < 3; i++) {
                assertEquals(range.address() + i * PAGE, pages.get(JAVA_LONG, 16L * i));
              }
              pages.set(JAVA_LONG, 8, 0x8002); // not valid, whatever the other bits say
              pages.set(JAVA_LONG, 24, 0x8001);
            });
    MemorySegment vector = Arena.ofAuto().allocate(3).fill((byte) 9);
    assertEquals(0, os.residency(range.asSlice(0, 2 * PAGE + 1), vector));
    assertEquals("000100", HexFormat.of().formatHex(vector.toArray(JAVA_BYTE)));
    assertCalls("GetSystemInfo(48 bytes)", "K32QueryWorkingSetEx(-1, 48 bytes, 48)");
    recorder.answer("K32QueryWorkingSetEx", -998);
    assertError(998, Errno.EINVAL, os.residency(range, vector));
  }

  @Test
  void handlesAreClosed() {
    recorder.answer("CloseHandle", 1, -6);
    assertEquals(0, os.close(8));
    assertError(6, Errno.EBADF, os.close(8));
    assertCalls("CloseHandle(8)", "CloseHandle(8)");
  }

  @Test
  void hintsNameTheFunctionAndTheErrorOfWindows() {
    assertEquals(
        "SetFileInformationByHandle: Windows error 1224, ERROR_USER_MAPPED_FILE: another mapping"
            + " of the file is open, here or in another process",
        os.hint(SystemCall.FTRUNCATE, WindowsError.of(1224)));
    assertEquals("CreateFileW: Windows error 123", os.hint(SystemCall.OPEN, WindowsError.of(123)));
    assertEquals(null, os.hint(SystemCall.MMAP, Errno.ENOSYS));
  }

  @Test
  void noErrorIsTooLargeToBeReported() {
    assertTrue(WindowsError.of(Integer.MAX_VALUE) > 0);
    assertEquals(Errno.EINVAL, Errno.of(WindowsError.of(Integer.MAX_VALUE)));
  }
}
