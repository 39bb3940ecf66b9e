package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The calls of Linux for files without a name, seals, {@code flock} and {@code futex}. */
final class LinuxIpcCalls implements IpcCalls {
  private static final int O_NOFOLLOW = LinuxFunctions.noFollow(Platform.architecture());
  private static final int O_TMPFILE = LinuxFunctions.temporaryFile(Platform.architecture());
  private static final int OWNER_ONLY = 0600;
  private static final long NANOS = 1_000_000_000;

  private final LinuxFunctions c;

  LinuxIpcCalls(LinuxFunctions c) {
    this.c = c;
  }

  @Override
  public int userId() {
    return c.geteuid();
  }

  @Override
  public FileStatus status(byte[] path) {
    return LinuxSystemCalls.status(
        c, LinuxFunctions.AT_FDCWD, path, LinuxFunctions.AT_SYMLINK_NOFOLLOW);
  }

  @Override
  public int open(byte[] path, boolean forWriting) {
    int access = forWriting ? LinuxFunctions.O_RDWR : LinuxFunctions.O_RDONLY;
    // Without O_NONBLOCK a FIFO without a writer would block forever.
    return open(path, access | LinuxFunctions.O_NONBLOCK | O_NOFOLLOW, 0);
  }

  private int open(byte[] path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      return c.open(Downcall.string(arena, path), flags | LinuxFunctions.O_CLOEXEC, mode);
    }
  }

  @Override
  public int unnamed(byte[] folder) {
    int fd = open(folder, O_TMPFILE | LinuxFunctions.O_RDWR, OWNER_ONLY);
    if (fd < 0) {
      return fd;
    }
    // The process's umask may have removed even the owner's permissions.
    int changed = c.fchmod(fd, OWNER_ONLY);
    if (changed < 0) {
      c.close(fd);
      return changed;
    }
    return fd;
  }

  @Override
  public int link(int fd, byte[] path) {
    try (Arena arena = Arena.ofConfined()) {
      return c.linkat(
          LinuxFunctions.AT_FDCWD,
          Downcall.string(arena, ("/proc/self/fd/" + fd).getBytes(US_ASCII)),
          LinuxFunctions.AT_FDCWD,
          Downcall.string(arena, path),
          LinuxFunctions.AT_SYMLINK_FOLLOW);
    }
  }

  @Override
  public int unlink(byte[] path) {
    try (Arena arena = Arena.ofConfined()) {
      return c.unlink(Downcall.string(arena, path));
    }
  }

  @Override
  public int lock(int fd) {
    return c.flock(fd, LinuxFunctions.LOCK_EX | LinuxFunctions.LOCK_NB);
  }

  @Override
  public int write(int fd, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) c.pwrite(fd, Downcall.string(arena, bytes), bytes.length, 0);
    }
  }

  @Override
  public int read(int fd, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(bytes.length + 1L);
      int count = (int) c.pread(fd, buffer, bytes.length, 0);
      MemorySegment.copy(buffer, 0, MemorySegment.ofArray(bytes), 0, Math.max(0, count));
      return count;
    }
  }

  @Override
  public int sealable(String name) {
    try (Arena arena = Arena.ofConfined()) {
      int flags = LinuxFunctions.MFD_CLOEXEC | LinuxFunctions.MFD_ALLOW_SEALING;
      return c.memfd_create(arena.allocateFrom(name), flags);
    }
  }

  @Override
  public int addSeals(int fd, int seals) {
    return c.fcntl(fd, LinuxFunctions.F_ADD_SEALS, seals);
  }

  @Override
  public int seals(int fd) {
    return c.fcntl(fd, LinuxFunctions.F_GET_SEALS, 0);
  }

  @Override
  public int waitWhile(MemorySegment word, int value, long nanos) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timeout = arena.allocate(JAVA_LONG, 2);
      timeout.setAtIndex(JAVA_LONG, 0, nanos / NANOS);
      timeout.setAtIndex(JAVA_LONG, 1, nanos % NANOS);
      return c.futex(word, LinuxFunctions.FUTEX_WAIT, value, timeout);
    }
  }

  @Override
  public int wake(MemorySegment word, int most) {
    return c.futex(word, LinuxFunctions.FUTEX_WAKE, most, MemorySegment.NULL);
  }
}
