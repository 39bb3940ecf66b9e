package io.github.mmap4j.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.LinuxHeaders;
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
            Map.entry("O_RDONLY", LinuxOs.O_RDONLY),
            Map.entry("O_RDWR", LinuxOs.O_RDWR),
            Map.entry("O_NONBLOCK", LinuxOs.O_NONBLOCK),
            Map.entry("O_CLOEXEC", LinuxOs.O_CLOEXEC),
            Map.entry("F_DUPFD_CLOEXEC", LinuxOs.F_DUPFD_CLOEXEC),
            Map.entry("MFD_CLOEXEC", LinuxOs.MFD_CLOEXEC),
            Map.entry("MREMAP_MAYMOVE", LinuxOs.MREMAP_MAYMOVE),
            Map.entry("AT_EMPTY_PATH", LinuxOs.AT_EMPTY_PATH),
            Map.entry("STATX_TYPE", LinuxOs.STATX_TYPE),
            Map.entry("STATX_SIZE", LinuxOs.STATX_SIZE),
            Map.entry("POSIX_FADV_DONTNEED", LinuxOs.POSIX_FADV_DONTNEED),
            Map.entry("PR_SET_VMA", LinuxOs.PR_SET_VMA),
            Map.entry("PR_SET_VMA_ANON_NAME", LinuxOs.PR_SET_VMA_ANON_NAME)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aarch64", "riscv64"})
  void constantsOfSharing(String architecture) {
    assertNumbers(
        architecture,
        Map.ofEntries(
            Map.entry("O_RDONLY", LinuxSharedOs.O_RDONLY),
            Map.entry("O_RDWR", LinuxSharedOs.O_RDWR),
            Map.entry("O_NONBLOCK", LinuxSharedOs.O_NONBLOCK),
            Map.entry("O_CLOEXEC", LinuxSharedOs.O_CLOEXEC),
            Map.entry("O_NOFOLLOW", LinuxSharedOs.noFollow(architecture)),
            Map.entry("O_TMPFILE", LinuxSharedOs.temporaryFile(architecture)),
            Map.entry("AT_FDCWD", LinuxSharedOs.AT_FDCWD),
            Map.entry("AT_SYMLINK_NOFOLLOW", LinuxSharedOs.AT_SYMLINK_NOFOLLOW),
            Map.entry("AT_SYMLINK_FOLLOW", LinuxSharedOs.AT_SYMLINK_FOLLOW),
            Map.entry("AT_EMPTY_PATH", LinuxSharedOs.AT_EMPTY_PATH),
            Map.entry("STATX_BASIC_STATS", LinuxSharedOs.STATX_BASIC_STATS),
            Map.entry("LOCK_EX | LOCK_NB", LinuxSharedOs.LOCK_EX_NB),
            Map.entry("MFD_CLOEXEC", LinuxSharedOs.MFD_CLOEXEC),
            Map.entry("MFD_ALLOW_SEALING", LinuxSharedOs.MFD_ALLOW_SEALING),
            Map.entry("F_ADD_SEALS", LinuxSharedOs.F_ADD_SEALS),
            Map.entry("F_GET_SEALS", LinuxSharedOs.F_GET_SEALS),
            Map.entry("__NR_futex", LinuxSharedOs.futex(architecture)),
            Map.entry("FUTEX_WAIT", LinuxSharedOs.FUTEX_WAIT),
            Map.entry("FUTEX_WAKE", LinuxSharedOs.FUTEX_WAKE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aarch64", "riscv64"})
  void layouts(String architecture) {
    assertNumbers(
        architecture,
        Map.ofEntries(
            Map.entry("sizeof(struct statx)", LinuxOs.STATX_BYTES),
            Map.entry("offsetof(struct statx, stx_mode)", LinuxOs.STX_MODE),
            Map.entry("offsetof(struct statx, stx_size)", LinuxOs.STX_SIZE),
            Map.entry("(int) sizeof(struct statx)", LinuxSharedOs.STATX_BYTES),
            Map.entry("offsetof(struct statx, stx_uid)", LinuxSharedOs.STX_UID),
            Map.entry("(int) offsetof(struct statx, stx_mode)", LinuxSharedOs.STX_MODE),
            Map.entry("offsetof(struct statx, stx_ino)", LinuxSharedOs.STX_INO),
            Map.entry("(int) offsetof(struct statx, stx_size)", LinuxSharedOs.STX_SIZE),
            Map.entry("offsetof(struct statx, stx_dev_major)", LinuxSharedOs.STX_DEV_MAJOR),
            Map.entry("offsetof(struct statx, stx_dev_minor)", LinuxSharedOs.STX_DEV_MINOR)));
  }
}
