package io.github.mmap4j.internal.os;

import static io.github.mmap4j.internal.os.LinuxCall.address;
import static io.github.mmap4j.internal.os.LinuxCall.function;
import static io.github.mmap4j.internal.os.LinuxCall.handle;
import static io.github.mmap4j.internal.os.LinuxCall.make;
import static io.github.mmap4j.internal.os.LinuxCall.number;
import static io.github.mmap4j.internal.os.LinuxCall.numberOnce;
import static io.github.mmap4j.internal.os.LinuxCall.string;
import static io.github.mmap4j.internal.os.LinuxCall.variadic;
import static io.github.mmap4j.internal.os.LinuxHandlerCalls.MAP_ANONYMOUS;
import static io.github.mmap4j.internal.os.LinuxHandlerCalls.MAP_NORESERVE;
import static io.github.mmap4j.internal.os.LinuxHandlerCalls.MAP_PRIVATE;
import static io.github.mmap4j.internal.os.LinuxHandlerCalls.PROT_READ;
import static io.github.mmap4j.internal.os.LinuxHandlerCalls.PROT_WRITE;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Linux on the architectures that share the generic numbers: x86-64, arm64, riscv64. */
final class LinuxSystemCalls implements SystemCalls {
  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int F_DUPFD_CLOEXEC = 1030;
  static final int MFD_CLOEXEC = 1;
  static final int MREMAP_MAYMOVE = 1;
  static final int MREMAP_FIXED = 2;
  static final int MAP_FIXED = 0x10;
  static final long HUGETLBFS_MAGIC = 0x958458f6L;

  /** {@code struct statfs}: its first two members are longs on all these processors. */
  static final long STATFS_BYTES = 120;

  static final long F_TYPE = 0;
  static final long F_BSIZE = 8;
  static final int AT_EMPTY_PATH = 0x1000;
  static final int STATX_TYPE = 0x1;
  static final int STATX_SIZE = 0x200;
  static final int POSIX_FADV_DONTNEED = 4;
  static final int PR_SET_VMA = 0x53564d41;
  static final long PR_SET_VMA_ANON_NAME = 0;

  /** struct statx; the same on every architecture, unlike struct stat. */
  static final long STATX_BYTES = 256;

  static final long STX_BLKSIZE = 4;
  static final long STX_MODE = 28;
  static final long STX_SIZE = 40;

  private static final MemorySegment OPEN = function("open");
  private static final MemorySegment FCNTL = function("fcntl");
  private static final MemorySegment MEMFD_CREATE = function("memfd_create");
  private static final MemorySegment CLOSE = function("close");
  private static final MemorySegment STATX = function("statx");
  private static final MemorySegment FSTATFS = function("fstatfs");
  private static final MemorySegment FTRUNCATE = function("ftruncate");
  private static final MemorySegment POSIX_FALLOCATE = function("posix_fallocate");
  private static final MemorySegment POSIX_FADVISE = function("posix_fadvise");
  private static final MemorySegment MMAP = function("mmap");
  private static final MemorySegment MUNMAP = function("munmap");
  private static final MemorySegment MREMAP = function("mremap");
  private static final MemorySegment GETPAGESIZE = function("getpagesize");

  /** What gets mapped memory. Linked when the first of it is called. */
  private static final class OfMemory {
    static final MethodHandle MSYNC = handle("msync", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    static final MethodHandle MADVISE = handle("madvise", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    static final MethodHandle MLOCK = handle("mlock", JAVA_INT, ADDRESS, JAVA_LONG);
    static final MethodHandle MUNLOCK = handle("munlock", JAVA_INT, ADDRESS, JAVA_LONG);
    static final MethodHandle MINCORE = handle("mincore", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS);
    static final MethodHandle PRCTL =
        variadic(1, "prctl", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
  }

  /** Not static: where native access is denied, the class must fail to initialise here only. */
  LinuxSystemCalls() {}

  @Override
  public int open(byte[] path, boolean forWriting) {
    int flags = (forWriting ? O_RDWR : O_RDONLY) | O_CLOEXEC;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = string(arena, path);
      // Without O_NONBLOCK a FIFO without a writer would block for ever.
      int fd = number(OPEN, name.address(), flags | O_NONBLOCK);
      // A lease on a regular file answers EAGAIN to O_NONBLOCK: wait for it to be given up.
      return fd != -Errno.EAGAIN ? fd : number(OPEN, name.address(), flags);
    }
  }

  @Override
  public int duplicate(int fd) {
    return number(FCNTL, fd, F_DUPFD_CLOEXEC, 0);
  }

  @Override
  public int memoryFile(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment string = arena.allocateFrom(name);
      return number(MEMFD_CREATE, string.address(), MFD_CLOEXEC);
    }
  }

  /** Never tried again: Linux has freed the number even where it answers EINTR. */
  @Override
  public int close(int fd) {
    return numberOnce(CLOSE, fd);
  }

  @Override
  public FileStatus status(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment empty = arena.allocate(1);
      MemorySegment status = arena.allocate(STATX_BYTES, Long.BYTES);
      int mask = STATX_TYPE | STATX_SIZE;
      int result = number(STATX, fd, empty.address(), AT_EMPTY_PATH, mask, status.address());
      return result < 0
          ? FileStatus.unknown(-result)
          : new FileStatus(
              0,
              Short.toUnsignedInt(status.get(JAVA_SHORT, STX_MODE)),
              status.get(JAVA_LONG, STX_SIZE),
              status.get(JAVA_INT, STX_BLKSIZE));
    }
  }

  /** The JDK asks statvfs, whose structure differs between architectures. */
  @Override
  public long spaceLeft(int fd) {
    File file = new File("/proc/self/fd/" + fd);
    return file.getTotalSpace() == 0 ? -Errno.ENOSYS : file.getUsableSpace();
  }

  @Override
  public int truncate(int fd, long length) {
    return number(FTRUNCATE, fd, length);
  }

  @Override
  public int reserve(int fd, long offset, long length) {
    while (true) {
      // posix_fallocate returns the error number and leaves errno alone.
      int errno = number(POSIX_FALLOCATE, fd, offset, length);
      if (errno != Errno.EINTR) {
        return -errno;
      }
    }
  }

  /**
   * Unlike MADV_PAGEOUT, this also drops pages that another core has just read. Such pages wait in
   * a batch of that core, perhaps forever if it idles; this call drains the batches of all cores.
   */
  @Override
  public int evict(int fd, long offset, long length) {
    // posix_fadvise returns the error number and leaves errno alone.
    return -number(POSIX_FADVISE, fd, offset, length, POSIX_FADV_DONTNEED);
  }

  @Override
  public long map(long length, int protection, int flags, int fd, long offset) {
    return address(MMAP, 0, length, protection, flags, fd, offset);
  }

  @Override
  public long mapOver(long address, long length, int protection, int flags, int fd, long offset) {
    return address(MMAP, address, length, protection, flags | MAP_FIXED, fd, offset);
  }

  /** An old length of 0 leaves the source as it is. */
  @Override
  public long mapCopy(long source, long length) {
    return address(MREMAP, source, 0, length, MREMAP_MAYMOVE);
  }

  @Override
  public long mapCopyOver(long source, long address, long length) {
    return address(MREMAP, source, 0, length, MREMAP_MAYMOVE | MREMAP_FIXED, address);
  }

  @Override
  public long empty(long address, long length) {
    int flags = MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_NORESERVE;
    return address(MMAP, address, length, PROT_READ | PROT_WRITE, flags, -1, 0L);
  }

  @Override
  public long mappingUnit(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(STATFS_BYTES, Long.BYTES);
      int result = number(FSTATFS, fd, status.address());
      boolean huge = result >= 0 && status.get(JAVA_LONG, F_TYPE) == HUGETLBFS_MAGIC;
      return huge ? status.get(JAVA_LONG, F_BSIZE) : NativeAccess.pageSize();
    }
  }

  @Override
  public int unmap(long address, long length) {
    return number(MUNMAP, address, length);
  }

  @Override
  public long remap(long address, long oldLength, long newLength) {
    return address(MREMAP, address, oldLength, newLength, MREMAP_MAYMOVE);
  }

  @Override
  public MemorySegment segment(long address, long length, Arena arena) {
    return Downcall.segment(address, length, arena);
  }

  @Override
  public int sync(MemorySegment range, int flags) {
    return (int)
        make(state -> (int) OfMemory.MSYNC.invokeExact(state, range, range.byteSize(), flags));
  }

  @Override
  public int advise(MemorySegment range, int advice) {
    return (int)
        make(state -> (int) OfMemory.MADVISE.invokeExact(state, range, range.byteSize(), advice));
  }

  @Override
  public int lock(MemorySegment range) {
    return (int) make(state -> (int) OfMemory.MLOCK.invokeExact(state, range, range.byteSize()));
  }

  @Override
  public int unlock(MemorySegment range) {
    return (int) make(state -> (int) OfMemory.MUNLOCK.invokeExact(state, range, range.byteSize()));
  }

  @Override
  public int residency(MemorySegment range, MemorySegment vector) {
    return (int)
        make(state -> (int) OfMemory.MINCORE.invokeExact(state, range, range.byteSize(), vector));
  }

  @Override
  public int name(MemorySegment range, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment string = arena.allocateFrom(name);
      return (int)
          make(
              state ->
                  (int)
                      OfMemory.PRCTL.invokeExact(
                          state,
                          PR_SET_VMA,
                          PR_SET_VMA_ANON_NAME,
                          range,
                          range.byteSize(),
                          string));
    }
  }

  @Override
  public boolean namesMemory() {
    return true;
  }

  @Override
  public int pageSize() {
    return number(GETPAGESIZE);
  }

  @Override
  public String hint(String call, int errno) {
    return LinuxHints.of(call, errno);
  }
}
