package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The Linux-only system calls that share memory between processes: unnamed files, seals, {@code
 * flock} and {@code futex}. As in {@link SystemCalls}, each call returns the system's result or the
 * negative errno, and throws no exception of its own.
 */
public final class IpcCalls {
  private static final int O_NOFOLLOW = LinuxFunctions.noFollow(Platform.architecture());
  private static final int O_TMPFILE = LinuxFunctions.temporaryFile(Platform.architecture());
  private static final int OWNER_ONLY = 0600;
  private static final long NANOS = 1_000_000_000;

  private final LinuxFunctions c;

  IpcCalls(LinuxFunctions c) {
    this.c = c;
  }

  /** Returns the effective user ID of this process. */
  public int userId() {
    return c.geteuid();
  }

  /** Returns the status of the file at {@code path}; a symbolic link is not followed. */
  public FileStatus status(byte[] path) {
    return LinuxSystemCalls.status(
        c, LinuxFunctions.AT_FDCWD, path, LinuxFunctions.AT_SYMLINK_NOFOLLOW);
  }

  /** Opens a file, close-on-exec; fails with ELOOP if {@code path} is a symbolic link. */
  public int open(byte[] path, boolean forWriting) {
    int access = forWriting ? LinuxFunctions.O_RDWR : LinuxFunctions.O_RDONLY;
    // Without O_NONBLOCK, opening a FIFO would wait for a writer, perhaps forever.
    return open(path, access | LinuxFunctions.O_NONBLOCK | O_NOFOLLOW, 0);
  }

  private int open(byte[] path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      return c.open(Downcall.string(arena, path), flags | LinuxFunctions.O_CLOEXEC, mode);
    }
  }

  /**
   * Creates an unnamed file in {@code folder} that only this user can access, and returns its
   * descriptor.
   */
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

  /**
   * Gives an {@linkplain #unnamed unnamed} file its name; fails with EEXIST if the name is taken.
   */
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

  public int unlink(byte[] path) {
    try (Arena arena = Arena.ofConfined()) {
      return c.unlink(Downcall.string(arena, path));
    }
  }

  /**
   * Locks a file until its descriptor is closed; fails with EAGAIN if another open file description
   * holds the lock. The lock is advisory.
   */
  public int lock(int fd) {
    return c.flock(fd, LinuxFunctions.LOCK_EX | LinuxFunctions.LOCK_NB);
  }

  /**
   * Takes a second lock on a file, independent of {@link #lock}, until the descriptor is closed;
   * fails with EAGAIN if another open file description holds it. The lock is advisory.
   */
  public int lockChange(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment lock = arena.allocate(LinuxFunctions.FLOCK_BYTES, Long.BYTES);
      lock.set(JAVA_SHORT, LinuxFunctions.L_TYPE, LinuxFunctions.F_WRLCK);
      return c.fcntl(fd, LinuxFunctions.F_OFD_SETLK, lock);
    }
  }

  /** Writes {@code bytes} at the start of a file. */
  public int write(int fd, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) c.pwrite(fd, Downcall.string(arena, bytes), bytes.length, 0);
    }
  }

  /** Reads from the start of a file into {@code bytes} and returns the number of bytes read. */
  public int read(int fd, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(bytes.length + 1L);
      int count = (int) c.pread(fd, buffer, bytes.length, 0);
      MemorySegment.copy(buffer, 0, MemorySegment.ofArray(bytes), 0, Math.max(0, count));
      return count;
    }
  }

  /**
   * Creates a sealable memory file, close-on-exec, and returns its descriptor; {@code name} serves
   * only for debugging.
   */
  public int sealable(String name) {
    try (Arena arena = Arena.ofConfined()) {
      int flags = LinuxFunctions.MFD_CLOEXEC | LinuxFunctions.MFD_ALLOW_SEALING;
      return c.memfd_create(arena.allocateFrom(name), flags);
    }
  }

  /** Works like {@link #sealable}, but the file consists of huge pages of the given size. */
  public int hugeSealable(String name, long pageSize) {
    return LinuxSystemCalls.hugeMemoryFile(c, name, pageSize, LinuxFunctions.MFD_ALLOW_SEALING);
  }

  public int addSeals(int fd, int seals) {
    return c.fcntl(fd, LinuxFunctions.F_ADD_SEALS, seals);
  }

  /** Returns the bits of a file's seals. */
  public int seals(int fd) {
    return c.fcntl(fd, LinuxFunctions.F_GET_SEALS, 0);
  }

  /**
   * Waits at most {@code nanos} nanoseconds while the first int of {@code word} is {@code value}.
   * Returns 0 after a wake, -EAGAIN if the int differs, -ETIMEDOUT after the timeout, or -EINTR
   * after a signal.
   */
  public int waitWhile(MemorySegment word, int value, long nanos) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timeout = arena.allocate(JAVA_LONG, 2);
      timeout.setAtIndex(JAVA_LONG, 0, nanos / NANOS);
      timeout.setAtIndex(JAVA_LONG, 1, nanos % NANOS);
      return c.futex(word, LinuxFunctions.FUTEX_WAIT, value, timeout);
    }
  }

  /**
   * Wakes at most {@code most} threads that are waiting on {@code word}, in any process; returns
   * the number woken.
   */
  public int wake(MemorySegment word, int most) {
    return c.futex(word, LinuxFunctions.FUTEX_WAKE, most, MemorySegment.NULL);
  }
}
