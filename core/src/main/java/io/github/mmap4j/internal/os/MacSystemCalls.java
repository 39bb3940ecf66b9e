package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/**
 * macOS on x86-64 and arm64, which share all numbers and layouts here. It can't lengthen memory in
 * place, and its shared memory objects take a length only once: so there is no memory file, and
 * what grows is mapped anew.
 */
final class MacSystemCalls implements SystemCalls {
  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  static final int O_NONBLOCK = 4;
  static final int O_CLOEXEC = 0x1000000;
  static final int F_PREALLOCATE = 42;
  static final int F_FULLFSYNC = 51;
  static final int F_DUPFD_CLOEXEC = 67;
  static final int F_ALLOCATEALL = 4;
  static final int F_PEOFPOSMODE = 3;
  static final int MS_SYNC = 0x10;

  /** struct stat with inodes of 64 bits. */
  static final long STAT_BYTES = 144;

  static final long ST_MODE = 4;
  static final long ST_UID = 16;
  static final long ST_SIZE = 96;
  static final long ST_BLOCKS = 104;

  /** What st_blocks counts in. */
  static final long BLOCK = 512;

  /** struct fstore. */
  static final long FSTORE_BYTES = 32;

  static final long FST_FLAGS = 0;
  static final long FST_POSMODE = 4;
  static final long FST_OFFSET = 8;
  static final long FST_LENGTH = 16;

  private final MacCalls calls;

  MacSystemCalls(MacCalls calls) {
    this.calls = calls;
  }

  NamedMemory names() {
    return new MacNamedMemory(this, calls);
  }

  static long retried(LongSupplier call) {
    long result = call.getAsLong();
    while (result == -Errno.EINTR) {
      result = call.getAsLong();
    }
    return result;
  }

  /** {@code bytes} and a trailing zero. */
  static MemorySegment string(Arena arena, byte[] bytes) {
    MemorySegment string = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, string, 0, bytes.length);
    return string;
  }

  @Override
  public int open(byte[] path, boolean forWriting) {
    // Without O_NONBLOCK a FIFO without a writer would block for ever.
    int flags = (forWriting ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NONBLOCK;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = string(arena, path);
      return (int) retried(() -> calls.open(name, flags));
    }
  }

  @Override
  public int duplicate(int fd) {
    return (int) retried(() -> calls.fcntl(fd, F_DUPFD_CLOEXEC, 0));
  }

  @Override
  public int memoryFile(String name) {
    return -Errno.ENOSYS;
  }

  /** Never tried again: the number may be another file's by then. */
  @Override
  public int close(int fd) {
    return calls.close(fd);
  }

  @Override
  public FileStatus status(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(STAT_BYTES, Long.BYTES);
      int result = (int) retried(() -> calls.fstat(fd, status));
      return result < 0
          ? FileStatus.unknown(-result)
          : new FileStatus(
              Short.toUnsignedInt(status.get(JAVA_SHORT, ST_MODE)),
              status.get(JAVA_INT, ST_UID),
              status.get(JAVA_LONG, ST_SIZE));
    }
  }

  @Override
  public int truncate(int fd, long length) {
    return (int) retried(() -> calls.ftruncate(fd, length));
  }

  /**
   * Room can only be added behind what the file has already, so that the holes of a sparse file are
   * not filled.
   */
  @Override
  public int reserve(int fd, long offset, long length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(STAT_BYTES, Long.BYTES);
      int result = (int) retried(() -> calls.fstat(fd, status));
      long missing = offset + length - status.get(JAVA_LONG, ST_BLOCKS) * BLOCK;
      if (result < 0 || missing <= 0) {
        return result;
      }
      MemorySegment store = arena.allocate(FSTORE_BYTES, Long.BYTES);
      store.set(JAVA_INT, FST_FLAGS, F_ALLOCATEALL);
      store.set(JAVA_INT, FST_POSMODE, F_PEOFPOSMODE);
      store.set(JAVA_LONG, FST_OFFSET, 0);
      store.set(JAVA_LONG, FST_LENGTH, missing);
      int reserved = (int) retried(() -> calls.fcntl(fd, F_PREALLOCATE, store));
      return Math.min(reserved, 0);
    }
  }

  /**
   * Before a file is mapped it is written to the disk, as CPython does: pages that are still to be
   * written may be missing from the mapping. A file that can't be is mapped all the same.
   */
  @Override
  public long map(long length, int protection, int flags, int fd, long offset) {
    if (fd >= 0) {
      retried(() -> calls.fcntl(fd, F_FULLFSYNC, 0));
    }
    return retried(() -> calls.mmap(0, length, protection, flags, fd, offset));
  }

  @Override
  public int unmap(long address, long length) {
    return (int) retried(() -> calls.munmap(address, length));
  }

  @Override
  public long remap(long address, long oldLength, long newLength) {
    return -Errno.ENOSYS;
  }

  @Override
  public MemorySegment segment(long address, long length, Arena arena) {
    return Downcall.segment(address, length, arena);
  }

  @Override
  public int sync(MemorySegment range, int flags) {
    return (int) retried(() -> calls.msync(range, range.byteSize(), flags));
  }

  /** msync leaves the bytes in the drive's own cache; not every file system can empty that. */
  @Override
  public int settle(int fd, int flags) {
    if ((flags & MS_SYNC) == 0) {
      return 0;
    }
    int result = (int) retried(() -> calls.fcntl(fd, F_FULLFSYNC, 0));
    return result >= 0 ? 0 : (int) retried(() -> calls.fsync(fd));
  }

  @Override
  public int advise(MemorySegment range, int advice) {
    return (int) retried(() -> calls.madvise(range, range.byteSize(), advice));
  }

  @Override
  public int lock(MemorySegment range) {
    return (int) retried(() -> calls.mlock(range, range.byteSize()));
  }

  @Override
  public int unlock(MemorySegment range) {
    return (int) retried(() -> calls.munlock(range, range.byteSize()));
  }

  @Override
  public int residency(MemorySegment range, MemorySegment vector) {
    return (int) retried(() -> calls.mincore(range, range.byteSize(), vector));
  }

  @Override
  public int name(MemorySegment range, String name) {
    return -Errno.ENOSYS;
  }

  @Override
  public int pageSize() {
    return calls.getpagesize();
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
