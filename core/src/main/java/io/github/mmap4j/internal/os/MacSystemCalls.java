package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The system calls of macOS. macOS can't grow a mapping in place, and it lets the length of a
 * shared memory object be set only once. Therefore memory files are not supported, and a mapping
 * that grows is mapped anew.
 */
final class MacSystemCalls extends PosixSystemCalls {
  private static final int MS_SYNC = PlatformConstant.MS_SYNC.value(Platform.MACOS);

  private final MacFunctions c;

  MacSystemCalls(MacFunctions c) {
    super(c);
    this.c = c;
  }

  @Override
  public int open(byte[] path, boolean forWriting) {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer, perhaps forever.
    int flags =
        (forWriting ? MacFunctions.O_RDWR : MacFunctions.O_RDONLY)
            | MacFunctions.O_CLOEXEC
            | MacFunctions.O_NONBLOCK;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = Downcall.string(arena, path);
      return c.open(name, flags);
    }
  }

  @Override
  public int duplicate(int fd) {
    return c.fcntl(fd, MacFunctions.F_DUPFD_CLOEXEC, 0);
  }

  @Override
  public FileStatus status(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(MacFunctions.STAT_BYTES, Long.BYTES);
      int result = c.fstat(fd, status);
      return result < 0
          ? FileStatus.unknown(-result)
          : new FileStatus(
              Short.toUnsignedInt(status.get(JAVA_SHORT, MacFunctions.ST_MODE)),
              status.get(JAVA_INT, MacFunctions.ST_UID),
              status.get(JAVA_LONG, MacFunctions.ST_SIZE));
    }
  }

  /** Allocates blocks after those already allocated; does not fill holes in a sparse file. */
  @Override
  public int reserve(int fd, long offset, long length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(MacFunctions.STAT_BYTES, Long.BYTES);
      int result = c.fstat(fd, status);
      long missing =
          offset + length - status.get(JAVA_LONG, MacFunctions.ST_BLOCKS) * MacFunctions.BLOCK;
      if (result < 0 || missing <= 0) {
        return result;
      }
      MemorySegment store = arena.allocate(MacFunctions.FSTORE_BYTES, Long.BYTES);
      store.set(JAVA_INT, MacFunctions.FST_FLAGS, MacFunctions.F_ALLOCATEALL);
      store.set(JAVA_INT, MacFunctions.FST_POSMODE, MacFunctions.F_PEOFPOSMODE);
      store.set(JAVA_LONG, MacFunctions.FST_OFFSET, 0);
      store.set(JAVA_LONG, MacFunctions.FST_LENGTH, missing);
      int reserved = c.fcntl(fd, MacFunctions.F_PREALLOCATE, store);
      return Math.min(reserved, 0);
    }
  }

  /**
   * First writes the file to disk, as CPython does, because the mapping could otherwise miss dirty
   * pages. If writing fails, the file is mapped anyway.
   */
  @Override
  public long map(long length, int protection, int flags, int fd, long offset) {
    if (fd >= 0) {
      c.fcntl(fd, MacFunctions.F_FULLFSYNC, 0);
    }
    return c.mmap(0, length, protection, flags, fd, offset);
  }

  /**
   * Flushes the drive's own cache, which msync does not flush. Falls back to fsync if F_FULLFSYNC
   * fails.
   */
  @Override
  public int settle(int fd, int flags) {
    if ((flags & MS_SYNC) == 0) {
      return 0;
    }
    int result = c.fcntl(fd, MacFunctions.F_FULLFSYNC, 0);
    return result >= 0 ? 0 : c.fsync(fd);
  }

  @Override
  public NamedMemory names() {
    return new MacNamedMemory(this, c);
  }

  @Override
  public String hint(SystemCall call, int error) {
    return switch (error) {
      case Errno.EACCES ->
          call == SystemCall.MMAP
              ? "the file must be open for reading, and for writing too where a shared mapping may be written"
              : null;
      case Errno.ENODEV -> "a file of this kind can't be mapped (a directory, a pipe, a terminal)";
      case Errno.EMFILE -> "the limit of open files is reached: ulimit -n";
      case Errno.ENOMEM ->
          call == SystemCall.MLOCK ? "the limit of locked memory may be reached: ulimit -l" : null;
      default -> null;
    };
  }
}
