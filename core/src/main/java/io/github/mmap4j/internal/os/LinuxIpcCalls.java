package io.github.mmap4j.internal.os;

import static io.github.mmap4j.internal.os.LinuxCall.handle;
import static io.github.mmap4j.internal.os.LinuxCall.make;
import static io.github.mmap4j.internal.os.LinuxCall.string;
import static io.github.mmap4j.internal.os.LinuxCall.variadic;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Linux, as {@link LinuxSystemCalls}: files without a name, seals, {@code flock} and {@code futex}.
 */
final class LinuxIpcCalls implements IpcCalls {
  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  private static final int O_NOFOLLOW = noFollow(Platform.architecture());
  private static final int O_TMPFILE = temporaryFile(Platform.architecture());
  private static final int OWNER_ONLY = 0600;

  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_SYMLINK_FOLLOW = 0x400;
  static final int LOCK_EX_NB = 2 | 4;
  static final int MFD_CLOEXEC = 1;
  static final int MFD_ALLOW_SEALING = 2;
  static final int F_ADD_SEALS = 1033;
  static final int F_GET_SEALS = 1034;
  private static final long SYS_FUTEX = futex(Platform.architecture());
  static final int FUTEX_WAIT = 0;
  static final int FUTEX_WAKE = 1;
  private static final long NANOS = 1_000_000_000;

  private static final MethodHandle GETEUID = handle("geteuid", JAVA_INT);
  private static final MethodHandle OPEN =
      variadic(2, "open", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle FCHMOD = handle("fchmod", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = handle("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle LINKAT =
      handle("linkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle UNLINK = handle("unlink", JAVA_INT, ADDRESS);
  private static final MethodHandle FLOCK = handle("flock", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle PWRITE =
      handle("pwrite", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle PREAD =
      handle("pread", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle MEMFD_CREATE =
      handle("memfd_create", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle FCNTL =
      variadic(2, "fcntl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle FUTEX =
      variadic(1, "syscall", JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);

  /** O_NOFOLLOW. 64-bit ARM has kept this number and that of O_DIRECTORY from 32-bit ARM. */
  static int noFollow(String architecture) {
    return architecture.equals("aarch64") ? 0x8000 : 0x20000;
  }

  /** O_TMPFILE, which holds O_DIRECTORY. */
  static int temporaryFile(String architecture) {
    return 0x400000 | (architecture.equals("aarch64") ? 0x4000 : 0x10000);
  }

  /** The number of the call futex. */
  static long futex(String architecture) {
    return architecture.matches("amd64|x86_64") ? 202 : 98;
  }

  @Override
  public int userId() {
    return (int) make(state -> (int) GETEUID.invokeExact(state));
  }

  @Override
  public FileStatus status(byte[] path) {
    return LinuxSystemCalls.status(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
  }

  @Override
  public int open(byte[] path, boolean forWriting) {
    // Without O_NONBLOCK a FIFO without a writer would block for ever.
    return open(path, (forWriting ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_NOFOLLOW, 0);
  }

  private static int open(byte[] path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = string(arena, path);
      return (int) make(state -> (int) OPEN.invokeExact(state, name, flags | O_CLOEXEC, mode));
    }
  }

  @Override
  public int unnamed(byte[] folder) {
    int fd = open(folder, O_TMPFILE | O_RDWR, OWNER_ONLY);
    if (fd < 0) {
      return fd;
    }
    // The process's umask may have taken even the owner's rights.
    int changed = (int) make(state -> (int) FCHMOD.invokeExact(state, fd, OWNER_ONLY));
    if (changed < 0) {
      LinuxCall.makeOnce(state -> (int) CLOSE.invokeExact(state, fd));
      return changed;
    }
    return fd;
  }

  @Override
  public int link(int fd, byte[] path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = string(arena, ("/proc/self/fd/" + fd).getBytes(US_ASCII));
      MemorySegment to = string(arena, path);
      return (int)
          make(
              state ->
                  (int) LINKAT.invokeExact(state, AT_FDCWD, from, AT_FDCWD, to, AT_SYMLINK_FOLLOW));
    }
  }

  @Override
  public int unlink(byte[] path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = string(arena, path);
      return (int) make(state -> (int) UNLINK.invokeExact(state, name));
    }
  }

  @Override
  public int lock(int fd) {
    return (int) make(state -> (int) FLOCK.invokeExact(state, fd, LOCK_EX_NB));
  }

  @Override
  public int write(int fd, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = string(arena, bytes);
      return (int)
          make(state -> (long) PWRITE.invokeExact(state, fd, buffer, (long) bytes.length, 0L));
    }
  }

  @Override
  public int read(int fd, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(bytes.length + 1L);
      int count =
          (int) make(state -> (long) PREAD.invokeExact(state, fd, buffer, (long) bytes.length, 0L));
      MemorySegment.copy(buffer, 0, MemorySegment.ofArray(bytes), 0, Math.max(0, count));
      return count;
    }
  }

  @Override
  public int sealable(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment string = arena.allocateFrom(name);
      int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
      return (int) make(state -> (int) MEMFD_CREATE.invokeExact(state, string, flags));
    }
  }

  @Override
  public int addSeals(int fd, int seals) {
    return (int) make(state -> (int) FCNTL.invokeExact(state, fd, F_ADD_SEALS, seals));
  }

  @Override
  public int seals(int fd) {
    return (int) make(state -> (int) FCNTL.invokeExact(state, fd, F_GET_SEALS, 0));
  }

  @Override
  public int waitWhile(MemorySegment word, int value, long nanos) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timeout = arena.allocate(JAVA_LONG, 2);
      timeout.setAtIndex(JAVA_LONG, 0, nanos / NANOS);
      timeout.setAtIndex(JAVA_LONG, 1, nanos % NANOS);
      return (int)
          LinuxCall.makeOnce(
              state ->
                  (long) FUTEX.invokeExact(state, SYS_FUTEX, word, FUTEX_WAIT, value, timeout));
    }
  }

  @Override
  public int wake(MemorySegment word, int most) {
    return (int)
        make(
            state ->
                (long)
                    FUTEX.invokeExact(
                        state, SYS_FUTEX, word, FUTEX_WAKE, most, MemorySegment.NULL));
  }
}
