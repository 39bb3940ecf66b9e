package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.internal.os.NamedMemory.Named;
import io.github.mmap4j.internal.os.NamedMemory.Outcome;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records the calls of named memory on Windows and their arguments; none reaches a system. */
class WindowsNamedMemoryTest {
  private static final int PAGE = 4096;

  private static final String TAG = HexFormat.of().formatHex("tag\0".getBytes(UTF_16LE));

  /** The calls that find the length, by a view of the whole section with FILE_MAP_READ. */
  private static final String[] ASKED = {
    "MapViewOfFile(96, 4, 0, 0)", "VirtualQuery(65536, 48 bytes, 48)", "UnmapViewOfFile(65536)"
  };

  private final Recorder recorder = new Recorder();
  private final NamedMemory names =
      new WindowsSystemCalls(recorder.as(WindowsFunctions.class)).names();

  @BeforeEach
  void answer() {
    recorder
        .answer("CreateFileMappingW", 96)
        .answer("OpenFileMappingW", 96)
        .answer("MapViewOfFile", 0x10000)
        .answer("VirtualQuery", 48)
        .fill("VirtualQuery", a -> ((MemorySegment) a[1]).set(JAVA_LONG, 24, 2 * PAGE))
        .fill("GetSystemInfo", a -> ((MemorySegment) a[0]).set(JAVA_INT, 4, PAGE));
  }

  /** Leaves ERROR_ALREADY_EXISTS, as after opening an existing section. */
  private void existed() {
    recorder.fill("CreateFileMappingW", a -> ((MemorySegment) a[4]).set(JAVA_INT, 0, 183));
  }

  private static String create(int file, int pages, long size) {
    return "CreateFileMappingW(%d, %d, %d, %s, 00000000)".formatted(file, pages, size, TAG);
  }

  private void assertCalls(String... calls) {
    assertEquals(List.of(calls), recorder.calls());
  }

  private void assertCalls(String first, String[] then, String... last) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(then));
    all.addAll(List.of(last));
    assertEquals(all, recorder.calls());
  }

  @Test
  void whatIsMadeIsOfThePagingFile() {
    Named made = names.create("tag", 0x1_0000_0005L);
    assertEquals(Outcome.DONE, made.outcome());
    assertEquals(96, made.fd());
    assertEquals(0x1_0000_0005L, made.length());
    assertCalls(create(-1, 4, 0x1_0000_0005L)); // INVALID_HANDLE_VALUE, PAGE_READWRITE
    made.owner().release(); // the name goes with the handle, which its holder closes
    assertCalls();
  }

  @Test
  void aTakenNameIsRefusedWithItsLengthAndClosed() {
    existed();
    Named refused = names.create("tag", 5000);
    assertEquals(Errno.EEXIST, refused.outcome().errno());
    assertEquals("tag has 8192 bytes, and 5000 bytes were asked for", refused.outcome().why());
    assertEquals(-1, refused.fd());
    assertCalls(create(-1, 4, 5000), ASKED, "CloseHandle(96)");
  }

  @ParameterizedTest
  @CsvSource({"true, 6", "false, 4"}) // FILE_MAP_READ | FILE_MAP_WRITE
  void whatIsOpenedHasWholePages(boolean writing, int access) {
    assertEquals(new Named(Outcome.DONE, 96, 2 * PAGE, null), names.open("tag", writing));
    assertCalls("OpenFileMappingW(" + access + ", " + TAG + ")", ASKED);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2, ERROR_FILE_NOT_FOUND",
    "5, 13, ERROR_ACCESS_DENIED",
    "6, 9, other than memory"
  })
  void whatCanNotBeOpenedIsToldByWindowsError(int windows, int errno, String part) {
    recorder.answer("OpenFileMappingW", -windows);
    Outcome outcome = names.open("tag", true).outcome();
    assertEquals(errno, outcome.errno());
    assertTrue(outcome.why().contains(part), outcome.why());
  }

  @Test
  void whatCanNotBeAskedForItsLengthIsLetGo() {
    recorder.answer("VirtualQuery", -487);
    assertEquals(Errno.EINVAL, names.open("tag", false).outcome().errno());
    assertCalls("OpenFileMappingW(4, " + TAG + ")", ASKED, "CloseHandle(96)");
    recorder.answer("MapViewOfFile", -8);
    assertEquals(Errno.ENOMEM, names.open("tag", false).outcome().errno());
    assertCalls("OpenFileMappingW(4, " + TAG + ")", ASKED[0], "CloseHandle(96)");
  }

  @Test
  void theFirstCreatesAndTheSecondOpens() {
    assertNotNull(names.createOrOpen("tag", 5000).owner());
    assertCalls(create(-1, 4, 5000));
    existed();
    assertEquals(new Named(Outcome.DONE, 96, 5000, null), names.createOrOpen("tag", 5000));
    assertCalls(create(-1, 4, 5000), ASKED, "GetSystemInfo(48 bytes)");
  }

  @ParameterizedTest
  @CsvSource({"4096, 17", "4097, 0", "8192, 0", "8193, 17"})
  void theLengthsAgreeByPages(long length, int errno) {
    existed();
    assertEquals(errno, names.createOrOpen("tag", length).outcome().errno());
    assertEquals(errno != 0, recorder.calls().contains("CloseHandle(96)"));
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 4", "1, 1, 2", "3, 2, 8"}) // PAGE_READWRITE, PAGE_READONLY, PAGE_WRITECOPY
  void aFileHasATagWhileItsSectionIsOpen(int protection, int flags, int pages) {
    Named made = names.ofFile("tag", 8, protection, flags, 0x2_0000_0001L);
    assertEquals(96, made.fd());
    assertCalls(create(8, pages, 0x2_0000_0001L));
    made.owner().release();
    made.owner().release();
    assertCalls("CloseHandle(96)");
  }

  @Test
  void whatHasTheTagAlreadyIsOpenedWhateverItIs() {
    existed();
    assertEquals(0, names.ofFile("tag", 8, 3, 1, 100).outcome().errno());
    assertCalls(create(8, 4, 100));
    recorder.answer("CreateFileMappingW", -5);
    Outcome refused = names.ofFile("tag", 8, 3, 1, 100).outcome();
    assertEquals(Errno.EACCES, refused.errno());
    assertTrue(refused.why().contains("Windows error 5"), refused.why());
  }

  @Test
  void aFailureIsNoSectionThatWasThere() {
    existed();
    recorder.answer("CreateFileMappingW", -8);
    assertEquals(Errno.ENOMEM, names.createOrOpen("tag", 1).outcome().errno());
    assertEquals(Errno.ENOMEM, names.create("tag", 1).outcome().errno());
    assertCalls(create(-1, 4, 1), create(-1, 4, 1));
  }

  @Test
  void nothingIsUnlinkedKeptOrListed() {
    assertEquals(-Errno.ENOSYS, names.create("tag", 1).owner().keep());
    assertEquals(Errno.ENOSYS, names.unlink("tag").errno());
    assertEquals(Errno.ENOSYS, names.list().outcome().errno());
    assertEquals(Errno.ENOSYS, names.unlinkStale("tag").errno());
    assertNull(names.path("tag"));
    assertFalse(names.areFiles());
    assertTrue(names.namesFiles());
  }
}
