package io.github.mmap4j.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.headers.MingwHeaders;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the numbers and layouts of Windows with the headers of mingw-w64. */
class WindowsHeadersTest {
  @TempDir Path scratch;

  @BeforeEach
  void needsTheCompiler() {
    MingwHeaders.assumeAvailable();
  }

  private void assertNumbers(Map<String, Integer> ours) {
    assertEquals(
        new TreeMap<>(ours),
        MingwHeaders.numbers(scratch, List.of("windows.h", "psapi.h"), ours.keySet()));
  }

  @Test
  void constants() {
    assertNumbers(
        Map.ofEntries(
            Map.entry("GENERIC_READ", WindowsFunctions.GENERIC_READ),
            Map.entry("GENERIC_WRITE", WindowsFunctions.GENERIC_WRITE),
            Map.entry(
                "FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE",
                WindowsFunctions.FILE_SHARE_ALL),
            Map.entry("OPEN_EXISTING", WindowsFunctions.OPEN_EXISTING),
            Map.entry("FILE_ATTRIBUTE_NORMAL", WindowsFunctions.FILE_ATTRIBUTE_NORMAL),
            Map.entry("FILE_TYPE_DISK", WindowsFunctions.FILE_TYPE_DISK),
            Map.entry("DUPLICATE_SAME_ACCESS", WindowsFunctions.DUPLICATE_SAME_ACCESS),
            Map.entry("PAGE_READONLY", WindowsFunctions.PAGE_READONLY),
            Map.entry("PAGE_READWRITE", WindowsFunctions.PAGE_READWRITE),
            Map.entry("PAGE_WRITECOPY", WindowsFunctions.PAGE_WRITECOPY),
            Map.entry("FILE_MAP_COPY", WindowsFunctions.FILE_MAP_COPY),
            Map.entry("FILE_MAP_WRITE", WindowsFunctions.FILE_MAP_WRITE),
            Map.entry("FILE_MAP_READ", WindowsFunctions.FILE_MAP_READ),
            Map.entry("ERROR_INVALID_HANDLE", WindowsError.ERROR_INVALID_HANDLE),
            Map.entry("ERROR_ALREADY_EXISTS", WindowsError.ERROR_ALREADY_EXISTS),
            Map.entry("FileStandardInfo", WindowsFunctions.FILE_STANDARD_INFO),
            Map.entry("FileAllocationInfo", WindowsFunctions.FILE_ALLOCATION_INFO),
            Map.entry("FileEndOfFileInfo", WindowsFunctions.FILE_END_OF_FILE_INFO)));
  }

  @Test
  void layouts() {
    assertNumbers(
        Map.ofEntries(
            Map.entry("sizeof(HANDLE)", Long.BYTES),
            Map.entry("sizeof(SYSTEM_INFO)", (int) WindowsFunctions.SYSTEM_INFO_BYTES),
            Map.entry(
                "offsetof(SYSTEM_INFO, dwPageSize)", (int) WindowsFunctions.SYSTEM_INFO_PAGE_SIZE),
            Map.entry(
                "offsetof(SYSTEM_INFO, dwAllocationGranularity)",
                (int) WindowsFunctions.SYSTEM_INFO_GRANULARITY),
            Map.entry("sizeof(FILE_STANDARD_INFO)", WindowsFunctions.STANDARD_INFO_BYTES),
            Map.entry("offsetof(FILE_STANDARD_INFO, AllocationSize)", 0),
            Map.entry("offsetof(FILE_STANDARD_INFO, EndOfFile)", Long.BYTES),
            Map.entry("sizeof(FILE_END_OF_FILE_INFO)", Long.BYTES),
            Map.entry("sizeof(FILE_ALLOCATION_INFO)", Long.BYTES),
            Map.entry(
                "sizeof(MEMORY_BASIC_INFORMATION)", (int) WindowsFunctions.BASIC_INFORMATION_BYTES),
            Map.entry(
                "offsetof(MEMORY_BASIC_INFORMATION, RegionSize)",
                (int) WindowsFunctions.REGION_SIZE),
            Map.entry("sizeof(PSAPI_WORKING_SET_EX_INFORMATION)", 16),
            Map.entry("offsetof(PSAPI_WORKING_SET_EX_INFORMATION, VirtualAttributes)", 8)));
  }

  @Test
  void errorsOfWindows() {
    Map<String, Integer> ours = new TreeMap<>();
    Stream.iterate(1, n -> n < 2000, n -> n + 1)
        .map(n -> Map.entry(n, WindowsError.describe(WindowsError.of(n))))
        .filter(e -> e.getValue().contains(", ERROR_"))
        .forEach(e -> ours.put(e.getValue().replaceAll("^.*, (ERROR_\\w+).*$", "$1"), e.getKey()));
    assertTrue(ours.size() > 20, ours::toString);
    assertNumbers(ours);
  }
}
