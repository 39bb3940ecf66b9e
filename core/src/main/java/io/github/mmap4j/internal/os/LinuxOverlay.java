package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Tells the copies of a file on overlayfs apart. overlayfs reports the same device and inode for
 * all copies, but the creation time is that of the copy itself.
 */
final class LinuxOverlay {
  private LinuxOverlay() {}

  /** Returns the copy that {@code fd} reports, or null if its status is unknown. */
  static FileCopy copy(LinuxFunctions c, int fd) {
    int mask = LinuxFunctions.STATX_INO | LinuxFunctions.STATX_BTIME | LinuxFunctions.STATX_CTIME;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(LinuxFunctions.STATX_BYTES, Long.BYTES);
      MemorySegment path = Downcall.string(arena, new byte[0]);
      if (c.statx(fd, path, LinuxFunctions.AT_EMPTY_PATH, mask, status) < 0) {
        return null;
      }
      long major = status.get(JAVA_INT, LinuxFunctions.STX_DEV_MAJOR);
      int minor = status.get(JAVA_INT, LinuxFunctions.STX_DEV_MINOR);
      return new FileCopy(
          major << Integer.SIZE | Integer.toUnsignedLong(minor),
          status.get(JAVA_LONG, LinuxFunctions.STX_INO),
          time(status, LinuxFunctions.STX_BTIME),
          time(status, LinuxFunctions.STX_CTIME));
    }
  }

  /** Returns a struct statx_timestamp in nanoseconds, which is 0 if the system does not know it. */
  private static long time(MemorySegment status, long at) {
    long seconds = status.get(JAVA_LONG, at);
    return TimeUnit.SECONDS.toNanos(seconds) + status.get(JAVA_INT, at + Long.BYTES);
  }

  /**
   * Returns whether an overlay here copies only the metadata at first, and the bytes later into the
   * same copy. If that is unknown, returns true, which makes refreshes slower, but never wrong.
   */
  static boolean copiesLater() {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return Files.readString(Path.of("/sys/module/overlay/parameters/metacopy")).startsWith("Y")
          || mounts.anyMatch(mount -> mount.contains("metacopy=on"));
    } catch (IOException | RuntimeException e) {
      return true;
    }
  }
}
