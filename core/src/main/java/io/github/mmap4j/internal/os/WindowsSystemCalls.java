package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

// This file is longer than most, because Windows needs several steps for most calls.
/**
 * The system calls of Windows. Protections, flags and advice have the numbers given to {@link
 * PlatformConstant#ours}, which are Linux's. Mapped memory is a view of a section. The section's
 * handle is closed at once, because the view keeps the section alive.
 */
final class WindowsSystemCalls implements SystemCalls {
  private static final int READ = number(PlatformConstant.PROT_READ);
  private static final int WRITE = number(PlatformConstant.PROT_WRITE);
  private static final int PRIVATE = number(PlatformConstant.MAP_PRIVATE);
  private static final int SYNC = number(PlatformConstant.MS_SYNC);
  private static final int WILLNEED = number(PlatformConstant.MADV_WILLNEED);

  /**
   * The length from which a path gets the prefix that lifts Windows's length limit, as in the JDK.
   */
  private static final int LONG_PATH = 248;

  private final WindowsFunctions windows;

  WindowsSystemCalls(WindowsFunctions windows) {
    this.windows = windows;
  }

  private static int number(PlatformConstant constant) {
    return constant.callValue(Platform.WINDOWS, Platform.architecture());
  }

  /** Returns {@code result}, with the errno added if it is a Windows error. */
  static long answer(long result) {
    return result < 0 ? -(long) WindowsError.of((int) -result) : result;
  }

  /** Works like {@link #answer}, but returns 0 for any success. */
  private static int done(int result) {
    return result < 0 ? -WindowsError.of(-result) : 0;
  }

  static MemorySegment string(Arena arena, String string) {
    return arena.allocateFrom(string, StandardCharsets.UTF_16LE);
  }

  /**
   * Returns the Windows path for {@code bytes}, which are {@code /C:/folder/file} or {@code
   * //server/share/file} in UTF-8.
   */
  static String path(byte[] bytes) {
    String path = new String(bytes, StandardCharsets.UTF_8).replace('/', '\\');
    boolean server = path.startsWith("\\\\");
    if (!server && path.startsWith("\\")) {
      path = path.substring(1);
    }
    if (path.length() < LONG_PATH) {
      return path;
    }
    return server ? "\\\\?\\UNC" + path.substring(1) : "\\\\?\\" + path;
  }

  @Override
  public int open(byte[] path, boolean forWriting) {
    int access = WindowsFunctions.GENERIC_READ | (forWriting ? WindowsFunctions.GENERIC_WRITE : 0);
    try (Arena arena = Arena.ofConfined()) {
      return (int) answer(windows.CreateFileW(string(arena, path(path)), access));
    }
  }

  @Override
  public int duplicate(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment duplicate = arena.allocate(JAVA_LONG);
      int result = windows.DuplicateHandle(fd, duplicate);
      return result < 0 ? done(result) : (int) duplicate.get(JAVA_LONG, 0);
    }
  }

  @Override
  public int close(int fd) {
    return done(windows.CloseHandle(fd));
  }

  @Override
  public FileStatus status(int fd) {
    int type = windows.GetFileType(fd);
    if (type != WindowsFunctions.FILE_TYPE_DISK) {
      return FileStatus.unknown(type < 0 ? WindowsError.of(-type) : 0);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(JAVA_LONG);
      int result = windows.GetFileSizeEx(fd, size);
      return result < 0
          ? FileStatus.unknown(WindowsError.of(-result))
          : new FileStatus(FileStatus.REGULAR, 0, size.get(JAVA_LONG, 0));
    }
  }

  /**
   * Avoids SetEndOfFile, because it would require moving the file position, which a duplicated
   * handle shares with the caller's handle.
   */
  @Override
  public int truncate(int fd, long length) {
    return set(fd, WindowsFunctions.FILE_END_OF_FILE_INFO, length);
  }

  private int set(int fd, int kind, long value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment information = arena.allocateFrom(JAVA_LONG, value);
      return done(windows.SetFileInformationByHandle(fd, kind, information, Long.BYTES));
    }
  }

  /**
   * Reserves space only after the end of the file. Before the end, space is already allocated
   * unless the file is sparse or compressed. A range before the end of a sparse or compressed file
   * can't be reserved, because setting the allocation size would truncate the file.
   */
  @Override
  public int reserve(int fd, long offset, long length) {
    long end = offset + length;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment standard = arena.allocate(WindowsFunctions.STANDARD_INFO_BYTES, Long.BYTES);
      int result =
          windows.GetFileInformationByHandleEx(
              fd,
              WindowsFunctions.FILE_STANDARD_INFO,
              standard,
              WindowsFunctions.STANDARD_INFO_BYTES);
      if (result < 0) {
        return done(result);
      }
      long allocated = standard.get(JAVA_LONG, 0);
      long size = standard.get(JAVA_LONG, Long.BYTES);
      if (allocated >= end) {
        return 0;
      }
      return size > end ? -Errno.EOPNOTSUPP : set(fd, WindowsFunctions.FILE_ALLOCATION_INFO, end);
    }
  }

  /** Also accepts the handle of a section, because named memory is a section. */
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
    windows.CloseHandle(section);
    return address;
  }

  /**
   * Returns the handle of a section over the first {@code end} bytes of a file, or over new memory
   * if {@code fd} is -1.
   */
  private long section(int fd, int protection, int flags, long end) {
    if (end <= 0 || (protection & (READ | WRITE)) == 0) {
      return -Errno.EINVAL; // a length of 0 would mean the file's length
    }
    int pages = fd == -1 ? WindowsFunctions.PAGE_READWRITE : pageProtection(protection, flags);
    return answer(
        windows.CreateFileMappingW(fd, pages, end, MemorySegment.NULL, MemorySegment.NULL));
  }

  /** Maps {@code length} bytes of a section and returns the address. */
  long view(int section, int protection, int flags, long offset, long length) {
    if (length <= 0) {
      return -Errno.EINVAL; // a length of 0 would mean the whole section
    }
    int access = viewAccess(protection, flags);
    return answer(windows.MapViewOfFile(section, access, offset, length));
  }

  static int pageProtection(int protection, int flags) {
    if ((protection & WRITE) == 0) {
      return WindowsFunctions.PAGE_READONLY;
    }
    return (flags & PRIVATE) != 0
        ? WindowsFunctions.PAGE_WRITECOPY
        : WindowsFunctions.PAGE_READWRITE;
  }

  /** Returns the access for a view; a write to a private view changes a copy of the page. */
  private static int viewAccess(int protection, int flags) {
    if ((protection & WRITE) == 0) {
      return WindowsFunctions.FILE_MAP_READ;
    }
    return (flags & PRIVATE) != 0
        ? WindowsFunctions.FILE_MAP_COPY
        : WindowsFunctions.FILE_MAP_WRITE;
  }

  /** Unmaps the whole view, which Windows identifies by its start address. */
  @Override
  public int unmap(long address, long length) {
    return length == 0 ? 0 : done(windows.UnmapViewOfFile(address));
  }

  @Override
  public int shorten(long address, long mapped, long kept) {
    return -Errno.ENOSYS;
  }

  @Override
  public int sync(MemorySegment range, int flags) {
    long length = range.byteSize();
    // A length of 0 would mean the whole view.
    return length == 0 ? 0 : done(windows.FlushViewOfFile(range, length));
  }

  /** Flushes the drive's own cache, which FlushViewOfFile does not flush. */
  @Override
  public int settle(int fd, int flags) {
    return (flags & SYNC) == 0 ? 0 : done(windows.FlushFileBuffers(fd));
  }

  @Override
  public int advise(MemorySegment range, int advice) {
    if (advice != WILLNEED) {
      return 0;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment entry = arena.allocate(WindowsFunctions.ENTRY_BYTES, Long.BYTES);
      entry.set(JAVA_LONG, 0, range.address());
      entry.set(JAVA_LONG, Long.BYTES, range.byteSize());
      return done(windows.PrefetchVirtualMemory(WindowsFunctions.PROCESS, 1, entry, 0));
    }
  }

  @Override
  public int lock(MemorySegment range) {
    return done(windows.VirtualLock(range, range.byteSize()));
  }

  /**
   * Unlocks each page separately if the range has an unlocked page, because Windows refuses to
   * unlock such a range as a whole.
   */
  @Override
  public int unlock(MemorySegment range) {
    int result = windows.VirtualUnlock(range, range.byteSize());
    if (result != -WindowsError.ERROR_NOT_LOCKED) {
      return done(result);
    }
    int page = pageSize();
    for (long start = 0; start < range.byteSize(); start += page) {
      long length = Math.min(page, range.byteSize() - start);
      result = windows.VirtualUnlock(range.asSlice(start, length), length);
      if (result < 0 && result != -WindowsError.ERROR_NOT_LOCKED) {
        return done(result);
      }
    }
    return 0;
  }

  /**
   * Reports the pages in the process's working set, because Windows does not report what its page
   * cache contains.
   */
  @Override
  public int residency(MemorySegment range, MemorySegment vector) {
    int page = pageSize();
    long count = new Pages(page).count(range.byteSize());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pages = arena.allocate(count * WindowsFunctions.ENTRY_BYTES, Long.BYTES);
      for (long i = 0; i < count; i++) {
        pages.set(JAVA_LONG, i * WindowsFunctions.ENTRY_BYTES, range.address() + i * page);
      }
      int result =
          windows.K32QueryWorkingSetEx(WindowsFunctions.PROCESS, pages, (int) pages.byteSize());
      for (long i = 0; i < count && result >= 0; i++) {
        int attributes =
            pages.get(
                JAVA_INT, i * WindowsFunctions.ENTRY_BYTES + WindowsFunctions.VIRTUAL_ATTRIBUTES);
        vector.set(JAVA_BYTE, i, (byte) (attributes & WindowsFunctions.VALID));
      }
      return done(result);
    }
  }

  @Override
  public int pageSize() {
    return systemInfo(WindowsFunctions.SYSTEM_INFO_PAGE_SIZE);
  }

  @Override
  public int allocationGranularity() {
    return systemInfo(WindowsFunctions.SYSTEM_INFO_GRANULARITY);
  }

  private int systemInfo(long offset) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment information = arena.allocate(WindowsFunctions.SYSTEM_INFO_BYTES, Long.BYTES);
      windows.GetSystemInfo(information);
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
  public NamedMemory names() {
    return new WindowsNamedMemory(this, windows);
  }

  @Override
  public String hint(SystemCall call, int error) {
    String described = WindowsError.describe(error);
    return described == null ? null : call.onWindows() + ": " + described;
  }
}
