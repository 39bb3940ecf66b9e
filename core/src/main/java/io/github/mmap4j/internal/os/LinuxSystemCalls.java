package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

// This file is longer than others, because all system calls of a platform stand in one class.
/** The system calls of Linux. */
final class LinuxSystemCalls extends PosixSystemCalls {
  private static final long STATFS_WORD = LinuxFunctions.statfsWord(Platform.architecture());

  private static final Set<Long> HOLED =
      Set.of(
          LinuxFunctions.EXT4_SUPER_MAGIC,
          LinuxFunctions.XFS_SUPER_MAGIC,
          LinuxFunctions.BTRFS_SUPER_MAGIC,
          LinuxFunctions.F2FS_SUPER_MAGIC,
          LinuxFunctions.TMPFS_MAGIC);

  /** The unit of STX_BLOCKS and of a device's size in bytes. */
  private static final int BLOCK = 512;

  /** Zeros to write, allocated only by programs that need them. */
  private static final class Zeros {
    static final MemorySegment BYTES = Arena.global().allocate(1 << 16);
  }

  /** The empty string, for calls on a descriptor. */
  private static final MemorySegment NO_PATH = Arena.global().allocate(1);

  private final LinuxFunctions c;

  LinuxSystemCalls(LinuxFunctions c) {
    super(c);
    this.c = c;
  }

  @Override
  public int open(byte[] path, boolean forWriting) {
    int access = forWriting ? LinuxFunctions.O_RDWR : LinuxFunctions.O_RDONLY;
    int flags = access | LinuxFunctions.O_CLOEXEC;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = Downcall.string(arena, path);
      // Without O_NONBLOCK, opening a FIFO would wait for a writer, perhaps forever.
      int fd = c.open(name, flags | LinuxFunctions.O_NONBLOCK, 0);
      // If another process holds a lease on the file, this call fails with EAGAIN. A second call,
      // without O_NONBLOCK, waits until the lease is released.
      return fd != -Errno.EAGAIN ? fd : c.open(name, flags, 0);
    }
  }

  @Override
  public int duplicate(int fd) {
    return c.fcntl(fd, LinuxFunctions.F_DUPFD_CLOEXEC, 0);
  }

  @Override
  public int memoryFile(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return c.memfd_create(arena.allocateFrom(name), LinuxFunctions.MFD_CLOEXEC);
    }
  }

  @Override
  public int hugeMemoryFile(String name, long pageSize) {
    return hugeMemoryFile(c, name, pageSize, 0);
  }

  static int hugeMemoryFile(LinuxFunctions c, String name, long pageSize, int flags) {
    int size = Long.numberOfTrailingZeros(pageSize) << LinuxFunctions.MFD_HUGE_SHIFT;
    try (Arena arena = Arena.ofConfined()) {
      return c.memfd_create(
          arena.allocateFrom(name),
          flags | LinuxFunctions.MFD_CLOEXEC | LinuxFunctions.MFD_HUGETLB | size);
    }
  }

  @Override
  public long hugePageSize() {
    return LinuxHints.hugePageSize();
  }

  @Override
  public String hugePageHint(long pageSize, int error) {
    return LinuxHints.ofHugePages(pageSize, error);
  }

  @Override
  public FileCopy copy(int fd) {
    // A descriptor for writing maps the copy in the upper layer, which is the last one.
    boolean forReading =
        (c.fcntl(fd, LinuxFunctions.F_GETFL, 0) & LinuxFunctions.O_ACCMODE)
            == LinuxFunctions.O_RDONLY;
    try (Arena arena = Arena.ofConfined()) {
      return forReading && type(fileSystem(arena, fd)) == LinuxFunctions.OVERLAYFS_SUPER_MAGIC
          ? LinuxOverlay.copy(c, fd)
          : null;
    }
  }

  @Override
  public int reopen(int fd) {
    return open(("/proc/self/fd/" + fd).getBytes(US_ASCII), false);
  }

  @Override
  public FileStatus status(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      return status(arena, c, fd, NO_PATH, LinuxFunctions.AT_EMPTY_PATH);
    }
  }

  static FileStatus status(LinuxFunctions c, int folder, byte[] path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return status(arena, c, folder, Downcall.string(arena, path), flags);
    }
  }

  /** Does not request timestamps, because NFS would have to write the file's dirty pages first. */
  private static FileStatus status(
      Arena arena, LinuxFunctions c, int fd, MemorySegment path, int flags) {
    int mask =
        LinuxFunctions.STATX_TYPE
            | LinuxFunctions.STATX_UID
            | LinuxFunctions.STATX_INO
            | LinuxFunctions.STATX_SIZE;
    MemorySegment status = arena.allocate(LinuxFunctions.STATX_BYTES, Long.BYTES);
    int result = c.statx(fd, path, flags, mask, status);
    if (result < 0) {
      return FileStatus.unknown(-result);
    }
    int major = status.get(JAVA_INT, LinuxFunctions.STX_DEV_MAJOR);
    int minor = status.get(JAVA_INT, LinuxFunctions.STX_DEV_MINOR);
    FileStatus found =
        new FileStatus(
            0,
            Short.toUnsignedInt(status.get(JAVA_SHORT, LinuxFunctions.STX_MODE)),
            status.get(JAVA_INT, LinuxFunctions.STX_UID),
            status.get(JAVA_LONG, LinuxFunctions.STX_SIZE),
            status.get(JAVA_INT, LinuxFunctions.STX_BLKSIZE),
            status.get(JAVA_LONG, LinuxFunctions.STX_INO),
            (long) major << Integer.SIZE | Integer.toUnsignedLong(minor));
    return found.isBlockDevice() ? found.withSize(deviceSize(status)) : found;
  }

  /**
   * Returns the size of a block device in bytes, or 0 if it is unknown. Reads it from a file,
   * because asking the descriptor would move a position that the caller may share.
   */
  private static long deviceSize(MemorySegment status) {
    int major = status.get(JAVA_INT, LinuxFunctions.STX_RDEV_MAJOR);
    int minor = status.get(JAVA_INT, LinuxFunctions.STX_RDEV_MINOR);
    try {
      String sectors = Files.readString(Path.of("/sys/dev/block/" + major + ":" + minor + "/size"));
      return Long.parseLong(sectors.strip()) * BLOCK;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Uses the JDK instead of statvfs, whose structure differs between architectures. */
  @Override
  public long spaceLeft(int fd) {
    File file = new File("/proc/self/fd/" + fd);
    return file.getTotalSpace() == 0 ? -Errno.ENOSYS : file.getUsableSpace();
  }

  @Override
  public int reserve(int fd, long offset, long length) {
    return c.posix_fallocate(fd, offset, length);
  }

  @Override
  public long writeZeros(int fd, long offset, long length) {
    return c.pwrite(fd, Zeros.BYTES, Math.min(length, Zeros.BYTES.byteSize()), offset);
  }

  /**
   * Unlike MADV_PAGEOUT, this call also drops pages that another core has just read. Such pages
   * wait in a batch of that core, perhaps forever if the core is idle; posix_fadvise drains the
   * batches of all cores.
   */
  @Override
  public int evict(int fd, long offset, long length) {
    return c.posix_fadvise(fd, offset, length, LinuxFunctions.POSIX_FADV_DONTNEED);
  }

  @Override
  public long map(long length, int protection, int flags, int fd, long offset) {
    return c.mmap(0, length, protection, flags, fd, offset);
  }

  @Override
  public boolean mapsPastEnd() {
    return true;
  }

  @Override
  public long mapOver(long address, long length, int protection, int flags, int fd, long offset) {
    return c.mmap(address, length, protection, flags | LinuxFunctions.MAP_FIXED, fd, offset);
  }

  /** Passes 0 as the old length, which leaves the source mapped. */
  @Override
  public long mapCopy(long source, long length) {
    return c.mremap(source, 0, length, LinuxFunctions.MREMAP_MAYMOVE, 0);
  }

  @Override
  public long mapCopyOver(long source, long address, long length) {
    int flags = LinuxFunctions.MREMAP_MAYMOVE | LinuxFunctions.MREMAP_FIXED;
    return c.mremap(source, 0, length, flags, address);
  }

  /**
   * Maps read-only pages first, because writable pages count against limits. If mapping writable
   * pages would exceed a limit, some kernels unmap the old pages before they refuse.
   */
  @Override
  public long empty(long address, long length, boolean forWriting) {
    int flags = HandlerCalls.NEW_MEMORY | LinuxFunctions.MAP_FIXED;
    long result = c.mmap(address, length, HandlerCalls.READ, flags, -1, 0);
    if (forWriting && !Errno.isError(result)) {
      c.mprotect(address, length, HandlerCalls.READ | HandlerCalls.WRITE);
    }
    return result;
  }

  @Override
  public long forbid(long address, long length) {
    int flags = HandlerCalls.NEW_MEMORY | LinuxFunctions.MAP_FIXED;
    return c.mmap(address, length, LinuxFunctions.PROT_NONE, flags, -1, 0);
  }

  /** Kernels before 4.17 ignore the flag and may choose another address. */
  @Override
  public long forbidFree(long address, long length) {
    int flags = HandlerCalls.NEW_MEMORY | LinuxFunctions.MAP_FIXED_NOREPLACE;
    long result = c.mmap(address, length, LinuxFunctions.PROT_NONE, flags, -1, 0);
    if (!Errno.isError(result) && result != address) {
      c.munmap(result, length);
      return -Errno.EEXIST;
    }
    return result;
  }

  @Override
  public boolean limitsAddresses() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limits = arena.allocate(LinuxFunctions.RLIMIT_BYTES, Long.BYTES);
      int result = c.getrlimit(LinuxFunctions.RLIMIT_AS, limits);
      return result < 0 || limits.get(JAVA_LONG, 0) != LinuxFunctions.RLIM_INFINITY;
    }
  }

  @Override
  public long mappingUnit(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = fileSystem(arena, fd);
      boolean huge = type(status) == LinuxFunctions.HUGETLBFS_MAGIC;
      return huge ? word(status, 1) : NativeAccess.pageSize();
    }
  }

  /** Returns the status of a file's file system, whose fields are all 0 if it is unknown. */
  private MemorySegment fileSystem(Arena arena, int fd) {
    MemorySegment status = arena.allocate(LinuxFunctions.STATFS_BYTES, Long.BYTES);
    return c.fstatfs(fd, status) < 0 ? status.fill((byte) 0) : status;
  }

  private static long type(MemorySegment fileSystem) {
    return word(fileSystem, 0);
  }

  private static long word(MemorySegment fileSystem, int index) {
    return STATFS_WORD == Integer.BYTES
        ? Integer.toUnsignedLong(fileSystem.getAtIndex(JAVA_INT, index))
        : fileSystem.getAtIndex(JAVA_LONG, index);
  }

  /**
   * Returns true only on file systems that report a page as data as soon as it has been written
   * through a mapping. A FUSE file system, for example, may still report a hole where a page has
   * just been written.
   */
  @Override
  public boolean hasHoles(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      if (!HOLED.contains(type(fileSystem(arena, fd)))) {
        return false;
      }
      int mask = LinuxFunctions.STATX_SIZE | LinuxFunctions.STATX_BLOCKS;
      MemorySegment status = arena.allocate(LinuxFunctions.STATX_BYTES, Long.BYTES);
      return c.statx(fd, NO_PATH, LinuxFunctions.AT_EMPTY_PATH, mask, status) >= 0
          && status.get(JAVA_LONG, LinuxFunctions.STX_BLOCKS) * BLOCK
              < status.get(JAVA_LONG, LinuxFunctions.STX_SIZE);
    }
  }

  /** A memfd also lies in a tmpfs, but not in that of the folder, and has no limit of its own. */
  @Override
  public boolean isNamedMemory(int fd) {
    FileStatus folder = ipc().status(LinuxNamedMemory.FOLDER.getBytes(US_ASCII));
    return isInTmpfs(fd) && folder.errno() == 0 && status(fd).device() == folder.device();
  }

  @Override
  public boolean keepsBytesPastEnd(int fd) {
    return isInTmpfs(fd);
  }

  private boolean isInTmpfs(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      return type(fileSystem(arena, fd)) == LinuxFunctions.TMPFS_MAGIC;
    }
  }

  @Override
  public long nextData(int fd, long offset) {
    return c.lseek(fd, offset, LinuxFunctions.SEEK_DATA);
  }

  @Override
  public long nextHole(int fd, long offset) {
    return c.lseek(fd, offset, LinuxFunctions.SEEK_HOLE);
  }

  @Override
  public long remap(long address, long oldLength, long newLength) {
    return c.mremap(address, oldLength, newLength, LinuxFunctions.MREMAP_MAYMOVE, 0);
  }

  @Override
  public long moveOver(long source, long address, long length) {
    int flags = LinuxFunctions.MREMAP_MAYMOVE | LinuxFunctions.MREMAP_FIXED;
    return c.mremap(source, length, length, flags, address);
  }

  @Override
  public int name(MemorySegment range, String name) {
    try (Arena arena = Arena.ofConfined()) {
      return c.prctl(
          LinuxFunctions.PR_SET_VMA,
          LinuxFunctions.PR_SET_VMA_ANON_NAME,
          range,
          range.byteSize(),
          arena.allocateFrom(name));
    }
  }

  @Override
  public boolean namesMemory() {
    return true;
  }

  @Override
  public NamedMemory names() {
    return new LinuxNamedMemory(this, ipc(), LinuxNamedMemory.FOLDER);
  }

  @Override
  public IpcCalls ipc() {
    return new IpcCalls(c);
  }

  @Override
  public HandlerCalls handler() {
    return new HandlerCalls(c);
  }

  @Override
  public String hint(SystemCall call, int errno) {
    return LinuxHints.of(call, errno);
  }
}
