package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Windows on x86-64 and arm64. Protections, flags and advice are the few numbers that {@link
 * PlatformConstant#ours} gives them, which are Linux's. Memory is a view of a section; the
 * section's handle is closed at once, as the view keeps the section.
 */
final class WindowsSystemCalls implements SystemCalls {
  static final int GENERIC_READ = 0x80000000;
  static final int GENERIC_WRITE = 0x40000000;
  static final int FILE_SHARE_ALL = 7;
  static final int OPEN_EXISTING = 3;
  static final int FILE_ATTRIBUTE_NORMAL = 0x80;
  static final int FILE_TYPE_DISK = 1;
  static final int DUPLICATE_SAME_ACCESS = 2;

  static final int PAGE_READONLY = 2;
  static final int PAGE_READWRITE = 4;
  static final int PAGE_WRITECOPY = 8;
  static final int FILE_MAP_COPY = 1;
  static final int FILE_MAP_WRITE = 2;
  static final int FILE_MAP_READ = 4;

  /** The current process, for functions that take one. */
  static final long PROCESS = -1;

  /** FILE_STANDARD_INFO: bytes allocated, bytes in the file, and more. */
  static final int FILE_STANDARD_INFO = 1;

  static final int STANDARD_INFO_BYTES = 24;
  static final int FILE_ALLOCATION_INFO = 5;
  static final int FILE_END_OF_FILE_INFO = 6;

  /** SYSTEM_INFO. */
  static final long SYSTEM_INFO_BYTES = 48;

  static final long PAGE_SIZE = 4;
  static final long GRANULARITY = 40;

  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int PRIVATE = 0x2;
  private static final int SYNC = 0x4;
  private static final int WILLNEED = 3;

  /** What PSAPI_WORKING_SET_EX_INFORMATION and WIN32_MEMORY_RANGE_ENTRY are made of: two words. */
  private static final long ENTRY_BYTES = 16;

  private static final long ATTRIBUTES = 8;

  /** The bit of a page's attributes that tells that it is in the working set. */
  private static final int VALID = 1;

  private final Kernel32 kernel32;

  WindowsSystemCalls(Kernel32 kernel32) {
    this.kernel32 = kernel32;
  }

  NamedMemory names() {
    return new WindowsNamedMemory(kernel32);
  }

  /** {@code result}, with the error of Windows turned into one that holds its errno too. */
  static long answer(long result) {
    return result < 0 ? -(long) WindowsError.of((int) -result) : result;
  }

  /** As {@link #answer}, of a function that tells no more than that it has worked. */
  private static int done(int result) {
    return result < 0 ? -WindowsError.of(-result) : 0;
  }

  static MemorySegment string(Arena arena, String string) {
    return arena.allocateFrom(string, StandardCharsets.UTF_16LE);
  }

  @Override
  public int open(byte[] path, boolean forWriting) {
    int access = forWriting ? GENERIC_READ | GENERIC_WRITE : GENERIC_READ;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = string(arena, WindowsNames.of(path));
      return (int)
          answer(
              kernel32.openFile(
                  name, access, FILE_SHARE_ALL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL));
    }
  }

  @Override
  public int duplicate(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment duplicate = arena.allocate(JAVA_LONG);
      int result =
          kernel32.duplicateHandle(PROCESS, fd, PROCESS, duplicate, 0, 0, DUPLICATE_SAME_ACCESS);
      return result < 0 ? done(result) : (int) duplicate.get(JAVA_LONG, 0);
    }
  }

  /** A section has one length for all its life, so none is made before it is mapped. */
  @Override
  public int memoryFile(String name) {
    return -Errno.ENOSYS;
  }

  @Override
  public int close(int fd) {
    return done(kernel32.closeHandle(fd));
  }

  @Override
  public FileStatus status(int fd) {
    int type = kernel32.getFileType(fd);
    if (type != FILE_TYPE_DISK) {
      return FileStatus.unknown(type < 0 ? WindowsError.of(-type) : 0);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(JAVA_LONG);
      int result = kernel32.getFileSizeEx(fd, size);
      return result < 0
          ? FileStatus.unknown(WindowsError.of(-result))
          : new FileStatus(FileStatus.REGULAR, 0, size.get(JAVA_LONG, 0));
    }
  }

  /** Not by SetEndOfFile, which needs the file's position, and a duplicate's is the caller's. */
  @Override
  public int truncate(int fd, long length) {
    return set(fd, FILE_END_OF_FILE_INFO, length);
  }

  private int set(int fd, int kind, long value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment information = arena.allocateFrom(JAVA_LONG, value);
      return done(kernel32.setFileInformationByHandle(fd, kind, information, Long.BYTES));
    }
  }

  /**
   * A file has the room for its length unless it is sparse or compressed; of these no part can be
   * reserved. An allocation below the end of the file would cut it.
   */
  @Override
  public int reserve(int fd, long offset, long length) {
    long end = offset + length;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment standard = arena.allocate(STANDARD_INFO_BYTES, Long.BYTES);
      int result =
          kernel32.getFileInformationByHandleEx(
              fd, FILE_STANDARD_INFO, standard, STANDARD_INFO_BYTES);
      if (result < 0) {
        return done(result);
      }
      long allocated = standard.get(JAVA_LONG, 0);
      long size = standard.get(JAVA_LONG, Long.BYTES);
      if (allocated >= end) {
        return 0;
      }
      return size > end ? -Errno.EOPNOTSUPP : set(fd, FILE_ALLOCATION_INFO, end);
    }
  }

  /** {@code fd} may also be a section's handle, as memory with a name has one. */
  @Override
  public long map(long length, int protection, int flags, int fd, long offset) {
    long section = section(fd, protection, flags, offset + length);
    if (section == -WindowsError.of(WindowsError.ERROR_INVALID_HANDLE)) {
      return view(fd, protection, flags, offset, length);
    }
    if (section < 0) {
      return section;
    }
    long address = view((int) section, protection, flags, offset, length);
    kernel32.closeHandle(section);
    return address;
  }

  /**
   * The handle of a section over the first {@code end} bytes of a file, or over {@code end} bytes
   * of memory where {@code fd} is -1.
   */
  private long section(int fd, int protection, int flags, long end) {
    if (end <= 0 || (protection & (READ | WRITE)) == 0) {
      return -Errno.EINVAL; // Windows takes 0 for the file's own length
    }
    int pages = fd == -1 ? PAGE_READWRITE : pageProtection(protection, flags);
    return answer(kernel32.createMapping(fd, pages, (int) (end >>> Integer.SIZE), (int) end));
  }

  /** The address of {@code length} bytes of a section. */
  long view(int section, int protection, int flags, long offset, long length) {
    if (length <= 0) {
      return -Errno.EINVAL; // Windows takes 0 for all that is there
    }
    return answer(
        kernel32.mapViewOfFile(
            section,
            viewAccess(protection, flags),
            (int) (offset >>> Integer.SIZE),
            (int) offset,
            length));
  }

  static int pageProtection(int protection, int flags) {
    if ((protection & WRITE) == 0) {
      return PAGE_READONLY;
    }
    return (flags & PRIVATE) != 0 ? PAGE_WRITECOPY : PAGE_READWRITE;
  }

  /** Memory without a file is nobody else's, and needs no copy to be private. */
  private static int viewAccess(int protection, int flags) {
    if ((protection & WRITE) == 0) {
      return FILE_MAP_READ;
    }
    return (flags & PRIVATE) != 0 ? FILE_MAP_COPY : FILE_MAP_WRITE;
  }

  /** Whole, however long: Windows knows a view by its beginning. */
  @Override
  public int unmap(long address, long length) {
    return length == 0 ? 0 : done(kernel32.unmapViewOfFile(address));
  }

  @Override
  public int shorten(long address, long mapped, long kept) {
    return -Errno.ENOSYS;
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
    long length = range.byteSize();
    // Windows takes 0 for all that is there.
    return length == 0 ? 0 : done(kernel32.flushViewOfFile(range, length));
  }

  /** FlushViewOfFile leaves the bytes in the drive's own cache. */
  @Override
  public int settle(int fd, int flags) {
    return (flags & SYNC) == 0 ? 0 : done(kernel32.flushFileBuffers(fd));
  }

  @Override
  public int advise(MemorySegment range, int advice) {
    if (advice != WILLNEED) {
      return 0;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment entry = arena.allocate(ENTRY_BYTES, Long.BYTES);
      entry.set(JAVA_LONG, 0, range.address());
      entry.set(JAVA_LONG, Long.BYTES, range.byteSize());
      return done(kernel32.prefetchVirtualMemory(PROCESS, 1, entry, 0));
    }
  }

  @Override
  public int lock(MemorySegment range) {
    return done(kernel32.virtualLock(range, range.byteSize()));
  }

  /** Windows refuses a range of which a page is not locked; then each page is asked for alone. */
  @Override
  public int unlock(MemorySegment range) {
    int result = kernel32.virtualUnlock(range, range.byteSize());
    if (result != -WindowsError.ERROR_NOT_LOCKED) {
      return done(result);
    }
    int page = pageSize();
    for (long start = 0; start < range.byteSize(); start += page) {
      long length = Math.min(page, range.byteSize() - start);
      result = kernel32.virtualUnlock(range.asSlice(start, length), length);
      if (result < 0 && result != -WindowsError.ERROR_NOT_LOCKED) {
        return done(result);
      }
    }
    return 0;
  }

  /** Of the process's own working set, as Windows does not tell what it has cached besides. */
  @Override
  public int residency(MemorySegment range, MemorySegment vector) {
    int page = pageSize();
    long count = (range.byteSize() + page - 1) / page;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pages = arena.allocate(count * ENTRY_BYTES, Long.BYTES);
      for (long i = 0; i < count; i++) {
        pages.set(JAVA_LONG, i * ENTRY_BYTES, range.address() + i * page);
      }
      int result = kernel32.queryWorkingSetEx(PROCESS, pages, (int) pages.byteSize());
      for (long i = 0; i < count && result >= 0; i++) {
        int attributes = pages.get(JAVA_INT, i * ENTRY_BYTES + ATTRIBUTES);
        vector.set(JAVA_BYTE, i, (byte) (attributes & VALID));
      }
      return done(result);
    }
  }

  @Override
  public int name(MemorySegment range, String name) {
    return -Errno.ENOSYS;
  }

  @Override
  public int pageSize() {
    return pageSize(kernel32);
  }

  static int pageSize(Kernel32 kernel32) {
    return systemInfo(kernel32, PAGE_SIZE);
  }

  @Override
  public int allocationGranularity() {
    return systemInfo(kernel32, GRANULARITY);
  }

  private static int systemInfo(Kernel32 kernel32, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment information = arena.allocate(SYSTEM_INFO_BYTES, Long.BYTES);
      kernel32.getSystemInfo(information);
      return information.get(JAVA_INT, offset);
    }
  }

  @Override
  public boolean extendsFiles() {
    return true;
  }

  @Override
  public boolean unmapsToResize() {
    return true;
  }

  @Override
  public String hint(SystemCall call, int error) {
    String described = WindowsError.describe(error);
    return described == null ? null : call.onWindows() + ": " + described;
  }
}
