package io.github.mmap4j.internal.os;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Explains an errno on Linux, where possible by limits that are read from {@code /proc} after the
 * failure.
 */
final class LinuxHints {
  private LinuxHints() {}

  static String of(SystemCall call, int errno) {
    if (errno == Errno.EAGAIN) {
      // Advice for a part of a mapping splits it, for which madvise reports EAGAIN, not ENOMEM.
      return locks(call)
          ? join(lockedMemory(), "too much memory is locked")
          : call == SystemCall.MADVISE ? mappings() : null;
    }
    return switch (errno) {
      case Errno.ENOMEM -> call == SystemCall.MLOCK ? notLocked() : outOfMemory();
      // Reading the limit's value needs a free descriptor, so it may fail.
      case Errno.EMFILE ->
          Objects.requireNonNullElse(
              limit("Max open files", "RLIMIT_NOFILE"), "RLIMIT_NOFILE is reached");
      case Errno.EACCES ->
          call == SystemCall.MMAP
              ? "the file must be open for reading, and for writing too where a shared mapping may be written"
              : null;
      case Errno.EPERM ->
          switch (call) {
            case MMAP ->
                "the file is sealed against writing, or lies on a file system mounted noexec";
            case MLOCK -> lockedMemory();
            default -> null;
          };
      case Errno.EFBIG -> limit("Max file size", "RLIMIT_FSIZE");
      case Errno.ENODEV ->
          call == SystemCall.POSIX_FALLOCATE
              ? "a device has a fixed size, so nothing can be reserved"
              : "a file of this kind can't be mapped (a directory, a pipe, a terminal)";
      default -> null;
    };
  }

  /** Returns the default size of huge pages, or the page size if the kernel has none. */
  static long hugePageSize() {
    String size = row("/proc/meminfo", "Hugepagesize:", "");
    return size == null ? NativeAccess.pageSize() : Long.parseLong(size.split(" ")[0]) << 10;
  }

  static String ofHugePages(long pageSize, int errno) {
    long kibibytes = pageSize >> 10;
    Path pages = Path.of("/sys/kernel/mm/hugepages/hugepages-" + kibibytes + "kB");
    if (Files.isDirectory(pages.getParent()) && !Files.isDirectory(pages)) {
      return "this system has no huge pages of " + kibibytes + " KiB";
    }
    if (errno != Errno.ENOMEM && errno != Errno.ENOSPC) {
      return null;
    }
    boolean isDefault = pageSize == hugePageSize();
    return join(
        "too few huge pages of " + kibibytes + " KiB are free",
        row(pages.resolve("nr_hugepages").toString(), "", "reserved are "),
        row(pages.resolve("free_hugepages").toString(), "", "free are "),
        row(pages.resolve("resv_hugepages").toString(), "", "promised to mappings are "),
        "reserve more by "
            + (isDefault ? "/proc/sys/vm/nr_hugepages" : pages.resolve("nr_hugepages")));
  }

  private static String outOfMemory() {
    return join(
        mappings(), limit("Max address space", "RLIMIT_AS"), setting("vm.overcommit_memory"));
  }

  private static String mappings() {
    String most = setting("vm.max_map_count");
    try (InputStream maps = Files.newInputStream(Path.of("/proc/self/maps"))) {
      return join("this process has " + lines(maps) + " mappings", most);
    } catch (IOException e) {
      return most; // hints are best effort; without /proc they contain less
    }
  }

  /** Counts lines without decoding them, because a process may have 65,000 mappings. */
  private static long lines(InputStream in) throws IOException {
    byte[] bytes = new byte[1 << 13];
    long lines = 0;
    for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
      for (int i = 0; i < count; i++) {
        lines += bytes[i] == '\n' ? 1 : 0;
      }
    }
    return lines;
  }

  private static boolean locks(SystemCall call) {
    return call == SystemCall.MMAP || call == SystemCall.MREMAP || call == SystemCall.MLOCK;
  }

  private static String notLocked() {
    return join(lockedMemory(), mappings(), "pages past the end of the file can't be locked");
  }

  private static String lockedMemory() {
    return join(
        limit("Max locked memory", "RLIMIT_MEMLOCK"),
        row("/proc/self/status", "VmLck:", "VmLck is "));
  }

  private static String setting(String name) {
    return row("/proc/sys/" + name.replace('.', '/'), "", name + " is ");
  }

  private static String limit(String row, String name) {
    String values = row("/proc/self/limits", row, name + " is ");
    return values == null ? null : values.split(" {2,}")[0];
  }

  /**
   * Returns {@code words} followed by the rest of the first line of {@code file} that starts with
   * {@code begin}, or null if there is no such line.
   */
  private static String row(String file, String begin, String words) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(begin))
          .map(line -> words + line.substring(begin.length()).strip())
          .findFirst()
          .orElse(null);
    } catch (IOException | RuntimeException e) {
      return null; // hints are best effort
    }
  }

  private static String join(String... parts) {
    String known = Stream.of(parts).filter(Objects::nonNull).collect(Collectors.joining(", "));
    return known.isEmpty() ? null : known;
  }
}
