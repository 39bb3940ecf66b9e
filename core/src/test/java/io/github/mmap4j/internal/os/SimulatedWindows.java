package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Simulates what {@link WindowsSystemCalls} needs of Windows with Linux's calls: handles, sections
 * and views, a granularity of 64 KiB, and files that keep their length while they are mapped, as
 * build/wine has observed with Wine's functions. It maps real memory over real files.
 */
public final class SimulatedWindows implements WindowsFunctions {
  private static final int NOT_ENOUGH_MEMORY = -8;
  private static final int INVALID_HANDLE = -6;
  private static final int INVALID_ADDRESS = -487;
  private static final int MAPPED_ALIGNMENT = -1132;
  private static final int USER_MAPPED_FILE = -1224;
  private static final int FILE_NOT_FOUND = -2;
  private static final int ACCESS_DENIED = -5;

  private static final int ALREADY_EXISTS = 183;
  private static final int PAGE = 4096;

  /** A file or a section behind a handle; a section may have a name. */
  private record Open(int fd, boolean isSection, String name) {}

  private record View(long length, String file) {}

  private final SystemCalls linux = NativeAccess.os();
  private final Map<Long, Open> handles = new HashMap<>();
  private final Map<Long, View> views = new HashMap<>();
  private long next = 4;
  private int mapsToFail;
  private int settled;

  /** Returns Windows' calls on this simulation. */
  public SystemCalls os() {
    return new WindowsSystemCalls(this);
  }

  /** Returns Windows' named memory on this simulation. */
  public NamedMemory names() {
    return os().names();
  }

  /** Returns the number of open handles and views. */
  public synchronized int open() {
    return handles.size() + views.size();
  }

  /** Returns how often a file was flushed to its drive. */
  public synchronized int settled() {
    return settled;
  }

  /** Lets the next {@code count} views fail, as if memory had run out. */
  public synchronized void failMaps(int count) {
    mapsToFail = count;
  }

  private long handle(Open open) {
    handles.put(next, open);
    next += 4;
    return next - 4;
  }

  private long section(int fd, String name) {
    return handle(new Open(fd, true, name));
  }

  /** Returns the descriptor behind the handle of a file or a section, or -1. */
  private int fd(long handle) {
    return handles.containsKey(handle) ? handles.get(handle).fd() : -1;
  }

  private int fileFd(long handle) {
    return handles.containsKey(handle) && !handles.get(handle).isSection() ? fd(handle) : -1;
  }

  /** Returns the section of that name, which exists while a handle of it is open; or null. */
  private Open named(String name) {
    return handles.values().stream().filter(o -> name.equals(o.name())).findAny().orElse(null);
  }

  /** Returns the path of a descriptor's file. */
  private static String file(int fd) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized long CreateFileW(MemorySegment name, int access) {
    String path = "/" + name.getString(0, StandardCharsets.UTF_16LE).replace('\\', '/');
    int fd = linux.open(path.getBytes(StandardCharsets.UTF_8), (access & 0x40000000) != 0);
    return fd < 0 ? FILE_NOT_FOUND : handle(new Open(fd, false, null));
  }

  @Override
  public synchronized long CreateFileMappingW(
      long file, int protection, long size, MemorySegment name, MemorySegment lastError) {
    if (name.equals(MemorySegment.NULL)) {
      return create(file, protection, size, null);
    }
    String string = name.getString(0, StandardCharsets.UTF_16LE);
    Open found = named(string);
    lastError.set(JAVA_INT, 0, found == null ? 0 : ALREADY_EXISTS);
    return found == null
        ? create(file, protection, size, string)
        : section(linux.duplicate(found.fd()), string);
  }

  @Override
  public synchronized long OpenFileMappingW(int access, MemorySegment name) {
    Open found = named(name.getString(0, StandardCharsets.UTF_16LE));
    return found == null ? FILE_NOT_FOUND : section(linux.duplicate(found.fd()), found.name());
  }

  private long create(long file, int protection, long size, String name) {
    if (file == -1) {
      int fd = linux.memoryFile("section");
      linux.truncate(fd, size);
      return section(fd, name);
    }
    if (fileFd(file) == -1) {
      return INVALID_HANDLE;
    }
    boolean longer = linux.status(fd(file)).size() < size;
    if (longer
        && (protection != WindowsFunctions.PAGE_READWRITE || linux.truncate(fd(file), size) < 0)) {
      return NOT_ENOUGH_MEMORY;
    }
    return section(linux.duplicate(fd(file)), name);
  }

  @Override
  public synchronized long MapViewOfFile(long mapping, int access, long offset, long length) {
    if (fd(mapping) == -1) {
      return INVALID_HANDLE;
    }
    if (offset % 65536 != 0) {
      return MAPPED_ALIGNMENT;
    }
    if (mapsToFail > 0) {
      mapsToFail--;
      return NOT_ENOUGH_MEMORY;
    }
    int protection = access == WindowsFunctions.FILE_MAP_READ ? 1 : 3;
    int flags = access == WindowsFunctions.FILE_MAP_COPY ? 2 : 1;
    long there = linux.status(fd(mapping)).size() - offset;
    if (length > (there + PAGE - 1) / PAGE * PAGE) {
      return ACCESS_DENIED;
    }
    long viewed = length == 0 ? there : length;
    long address = linux.map(viewed, protection, flags, fd(mapping), offset);
    if (address < 0) {
      return NOT_ENOUGH_MEMORY;
    }
    views.put(address, new View(viewed, file(fd(mapping))));
    return address;
  }

  @Override
  public synchronized int UnmapViewOfFile(long address) {
    View view = views.remove(address);
    if (view == null) {
      return INVALID_ADDRESS;
    }
    linux.unmap(address, view.length());
    return 1;
  }

  @Override
  public synchronized long VirtualQuery(long address, MemorySegment information, long bytes) {
    long length = views.get(address).length();
    information.set(JAVA_LONG, WindowsFunctions.REGION_SIZE, (length + PAGE - 1) / PAGE * PAGE);
    return bytes;
  }

  @Override
  public int FlushViewOfFile(MemorySegment range, long length) {
    return linux.sync(range, 4) < 0 ? INVALID_ADDRESS : 1;
  }

  @Override
  public synchronized int FlushFileBuffers(long file) {
    settled++;
    return fileFd(file) == -1 ? INVALID_HANDLE : 1;
  }

  @Override
  public int VirtualLock(MemorySegment range, long length) {
    return linux.lock(range) < 0 ? NOT_ENOUGH_MEMORY : 1;
  }

  @Override
  public int VirtualUnlock(MemorySegment range, long length) {
    return linux.unlock(range) < 0 ? INVALID_ADDRESS : 1;
  }

  @Override
  public int PrefetchVirtualMemory(long process, long count, MemorySegment entries, int flags) {
    return 1;
  }

  /** Asks Linux about each page. */
  @Override
  public int K32QueryWorkingSetEx(long process, MemorySegment pages, int bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vector = arena.allocate(1);
      for (int i = 0; i < bytes / 16; i++) {
        MemorySegment page = Downcall.segment(pages.get(JAVA_LONG, 16L * i), PAGE, arena);
        linux.residency(page, vector);
        pages.set(JAVA_LONG, 16L * i + 8, vector.get(JAVA_BYTE, 0) & 1);
      }
      return 1;
    }
  }

  @Override
  public synchronized int GetFileType(long file) {
    return fileFd(file) == -1 ? INVALID_HANDLE : 1;
  }

  @Override
  public synchronized int GetFileSizeEx(long file, MemorySegment size) {
    if (fileFd(file) == -1) {
      return INVALID_HANDLE;
    }
    size.set(JAVA_LONG, 0, linux.status(fd(file)).size());
    return 1;
  }

  @Override
  public synchronized int GetFileInformationByHandleEx(
      long file, int kind, MemorySegment information, int bytes) {
    long size = linux.status(fd(file)).size();
    information.set(JAVA_LONG, 0, (size + 4095) / 4096 * 4096);
    information.set(JAVA_LONG, 8, size);
    return 1;
  }

  @Override
  public synchronized int SetFileInformationByHandle(
      long file, int kind, MemorySegment information, int bytes) {
    int fd = fileFd(file);
    if (fd == -1) {
      return INVALID_HANDLE;
    }
    long length = information.get(JAVA_LONG, 0);
    boolean mapped = views.values().stream().anyMatch(view -> view.file().equals(file(fd)));
    if (mapped && length < linux.status(fd).size()) {
      return USER_MAPPED_FILE;
    }
    return linux.truncate(fd, length) < 0 ? ACCESS_DENIED : 1;
  }

  @Override
  public synchronized int DuplicateHandle(long handle, MemorySegment duplicate) {
    if (fd(handle) == -1) {
      return INVALID_HANDLE;
    }
    Open open = handles.get(handle);
    Open second = new Open(linux.duplicate(open.fd()), open.isSection(), open.name());
    duplicate.set(JAVA_LONG, 0, handle(second));
    return 1;
  }

  @Override
  public synchronized int CloseHandle(long handle) {
    Open open = handles.remove(handle);
    if (open == null) {
      return INVALID_HANDLE;
    }
    linux.close(open.fd());
    return 1;
  }

  @Override
  public void GetSystemInfo(MemorySegment information) {
    information.set(JAVA_INT, WindowsFunctions.SYSTEM_INFO_PAGE_SIZE, 4096);
    information.set(JAVA_INT, WindowsFunctions.SYSTEM_INFO_GRANULARITY, 65536);
  }
}
