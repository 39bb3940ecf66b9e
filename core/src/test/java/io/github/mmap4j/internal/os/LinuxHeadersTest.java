package io.github.mmap4j.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.headers.LinuxHeaders;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers and layouts of Linux's pages are those of the kernel's headers elsewhere too. */
class LinuxHeadersTest {
  private static final List<String> HEADERS =
      List.of(
          "asm/unistd.h",
          "linux/fadvise.h",
          "linux/fcntl.h",
          "linux/futex.h",
          "linux/memfd.h",
          "linux/mman.h",
          "linux/prctl.h",
          "linux/stat.h");

  @TempDir Path scratch;

  private void assertNumbers(String architecture, Map<String, Number> ours) {
    LinuxHeaders.assumeAvailable(architecture);
    Map<String, Integer> numbers = new HashMap<>();
    ours.forEach((name, number) -> numbers.put(name, number.intValue()));
    assertEquals(
        new TreeMap<>(numbers),
        LinuxHeaders.numbers(scratch, architecture, HEADERS, numbers.keySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aarch64", "riscv64"})
  void constants(String architecture) {
    assertNumbers(
        architecture,
        Map.ofEntries(
            Map.entry("O_RDONLY", LinuxSystemCalls.O_RDONLY),
            Map.entry("O_RDWR", LinuxSystemCalls.O_RDWR),
            Map.entry("O_NONBLOCK", LinuxSystemCalls.O_NONBLOCK),
            Map.entry("O_CLOEXEC", LinuxSystemCalls.O_CLOEXEC),
            Map.entry("F_DUPFD_CLOEXEC", LinuxSystemCalls.F_DUPFD_CLOEXEC),
            Map.entry("MFD_CLOEXEC", LinuxSystemCalls.MFD_CLOEXEC),
            Map.entry("MREMAP_MAYMOVE", LinuxSystemCalls.MREMAP_MAYMOVE),
            Map.entry("AT_EMPTY_PATH", LinuxSystemCalls.AT_EMPTY_PATH),
            Map.entry("STATX_TYPE", LinuxSystemCalls.STATX_TYPE),
            Map.entry("STATX_SIZE", LinuxSystemCalls.STATX_SIZE),
            Map.entry("POSIX_FADV_DONTNEED", LinuxSystemCalls.POSIX_FADV_DONTNEED),
            Map.entry("PR_SET_VMA", LinuxSystemCalls.PR_SET_VMA),
            Map.entry("PR_SET_VMA_ANON_NAME", LinuxSystemCalls.PR_SET_VMA_ANON_NAME)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aarch64", "riscv64"})
  void constantsOfSharing(String architecture) {
    assertNumbers(
        architecture,
        Map.ofEntries(
            Map.entry("O_RDONLY", LinuxIpcCalls.O_RDONLY),
            Map.entry("O_RDWR", LinuxIpcCalls.O_RDWR),
            Map.entry("O_NONBLOCK", LinuxIpcCalls.O_NONBLOCK),
            Map.entry("O_CLOEXEC", LinuxIpcCalls.O_CLOEXEC),
            Map.entry("O_NOFOLLOW", LinuxIpcCalls.noFollow(architecture)),
            Map.entry("O_TMPFILE", LinuxIpcCalls.temporaryFile(architecture)),
            Map.entry("AT_FDCWD", LinuxIpcCalls.AT_FDCWD),
            Map.entry("AT_SYMLINK_NOFOLLOW", LinuxIpcCalls.AT_SYMLINK_NOFOLLOW),
            Map.entry("AT_SYMLINK_FOLLOW", LinuxIpcCalls.AT_SYMLINK_FOLLOW),
            Map.entry("AT_EMPTY_PATH", LinuxIpcCalls.AT_EMPTY_PATH),
            Map.entry("STATX_BASIC_STATS", LinuxIpcCalls.STATX_BASIC_STATS),
            Map.entry("LOCK_EX | LOCK_NB", LinuxIpcCalls.LOCK_EX_NB),
            Map.entry("MFD_CLOEXEC", LinuxIpcCalls.MFD_CLOEXEC),
            Map.entry("MFD_ALLOW_SEALING", LinuxIpcCalls.MFD_ALLOW_SEALING),
            Map.entry("F_ADD_SEALS", LinuxIpcCalls.F_ADD_SEALS),
            Map.entry("F_GET_SEALS", LinuxIpcCalls.F_GET_SEALS),
            Map.entry("__NR_futex", LinuxIpcCalls.futex(architecture)),
            Map.entry("FUTEX_WAIT", LinuxIpcCalls.FUTEX_WAIT),
            Map.entry("FUTEX_WAKE", LinuxIpcCalls.FUTEX_WAKE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aarch64", "riscv64"})
  void layouts(String architecture) {
    assertNumbers(
        architecture,
        Map.ofEntries(
            Map.entry("sizeof(struct statx)", LinuxSystemCalls.STATX_BYTES),
            Map.entry("offsetof(struct statx, stx_mode)", LinuxSystemCalls.STX_MODE),
            Map.entry("offsetof(struct statx, stx_size)", LinuxSystemCalls.STX_SIZE),
            Map.entry("(int) sizeof(struct statx)", LinuxIpcCalls.STATX_BYTES),
            Map.entry("offsetof(struct statx, stx_uid)", LinuxIpcCalls.STX_UID),
            Map.entry("(int) offsetof(struct statx, stx_mode)", LinuxIpcCalls.STX_MODE),
            Map.entry("offsetof(struct statx, stx_ino)", LinuxIpcCalls.STX_INO),
            Map.entry("(int) offsetof(struct statx, stx_size)", LinuxIpcCalls.STX_SIZE),
            Map.entry("offsetof(struct statx, stx_dev_major)", LinuxIpcCalls.STX_DEV_MAJOR),
            Map.entry("offsetof(struct statx, stx_dev_minor)", LinuxIpcCalls.STX_DEV_MINOR)));
  }
}
