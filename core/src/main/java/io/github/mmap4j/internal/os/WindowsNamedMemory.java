package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Named memory on Windows: sections in the namespace of the user's session. A name exists while any
 * process has a handle to the section; a view alone keeps the memory but not the name. So there is
 * nothing to unlink, and a killed process leaves no name behind.
 */
final class WindowsNamedMemory implements NamedMemory {
  private final WindowsSystemCalls os;
  private final WindowsFunctions windows;

  WindowsNamedMemory(WindowsSystemCalls os, WindowsFunctions windows) {
    this.os = os;
    this.windows = windows;
  }

  @Override
  public boolean namesFiles() {
    return true;
  }

  /** A section's handle or the negated error, and whether the section already existed. */
  private record Section(long handle, boolean existed) {
    int error() {
      return handle < 0 ? (int) -handle : 0;
    }
  }

  private Section section(String name, int file, int pages, long end) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment lastError = arena.allocate(JAVA_INT);
      long handle =
          windows.CreateFileMappingW(
              file, pages, end, WindowsSystemCalls.string(arena, name), lastError);
      boolean existed = lastError.get(JAVA_INT, 0) == WindowsError.ERROR_ALREADY_EXISTS;
      return new Section(WindowsSystemCalls.answer(handle), handle > 0 && existed);
    }
  }

  private static Named failed(String function, String arguments, int error) {
    String described = WindowsError.describe(error);
    String why =
        WindowsError.number(error) == WindowsError.ERROR_INVALID_HANDLE
            ? described + ": the name belongs to something other than memory"
            : described;
    return Named.failed(function, arguments, Errno.of(error), why);
  }

  @Override
  public Named create(String name, long length) {
    return created(name, length, false);
  }

  private Named created(String name, long length, boolean mayExist) {
    Section section = section(name, -1, WindowsFunctions.PAGE_READWRITE, length);
    if (section.error() != 0) {
      return failed("CreateFileMappingW", name + ", " + length, section.error());
    }
    if (!section.existed()) {
      // There is nothing to unlink: the holder closes the handle, which removes the name.
      return new Named(Outcome.DONE, (int) section.handle(), length, owner(() -> {}));
    }
    long there = length((int) section.handle());
    if (mayExist && there == new Pages(os.pageSize()).whole(length)) {
      return new Named(Outcome.DONE, (int) section.handle(), length, null);
    }
    windows.CloseHandle(section.handle());
    String why =
        there < 0
            ? null
            : "%s has %d bytes, and %d bytes were asked for".formatted(name, there, length);
    return Named.failed("CreateFileMappingW", name + ", " + length, Errno.EEXIST, why);
  }

  /** Maps the section and returns its length, rounded up to whole pages, or the negated error. */
  private long length(int section) {
    long address = windows.MapViewOfFile(section, WindowsFunctions.FILE_MAP_READ, 0, 0);
    if (address < 0) {
      return WindowsSystemCalls.answer(address);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment information =
          arena.allocate(WindowsFunctions.BASIC_INFORMATION_BYTES, Long.BYTES);
      long filled =
          windows.VirtualQuery(address, information, WindowsFunctions.BASIC_INFORMATION_BYTES);
      windows.UnmapViewOfFile(address);
      return filled < 0
          ? WindowsSystemCalls.answer(filled)
          : information.get(JAVA_LONG, WindowsFunctions.REGION_SIZE);
    }
  }

  @Override
  public Named open(String name, boolean forWriting) {
    // FILE_MAP_WRITE alone does not allow reading.
    int access =
        forWriting
            ? WindowsFunctions.FILE_MAP_READ | WindowsFunctions.FILE_MAP_WRITE
            : WindowsFunctions.FILE_MAP_READ;
    long handle;
    try (Arena arena = Arena.ofConfined()) {
      handle =
          WindowsSystemCalls.answer(
              windows.OpenFileMappingW(access, WindowsSystemCalls.string(arena, name)));
    }
    if (handle < 0) {
      return failed("OpenFileMappingW", name, (int) -handle);
    }
    long length = length((int) handle);
    if (length < 0) {
      windows.CloseHandle(handle);
      return failed("MapViewOfFile", name, (int) -length);
    }
    return new Named(Outcome.DONE, (int) handle, length, null);
  }

  @Override
  public Named createOrOpen(String name, long length) {
    return created(name, length, true);
  }

  @Override
  public Named ofFile(String name, int fd, int protection, int flags, long end) {
    Section section = section(name, fd, WindowsSystemCalls.pageProtection(protection, flags), end);
    if (section.error() != 0) {
      return failed("CreateFileMappingW", name + ", " + end, section.error());
    }
    NameOwner owner = owner(() -> windows.CloseHandle(section.handle()));
    return new Named(Outcome.DONE, (int) section.handle(), end, owner);
  }

  private static NameOwner owner(Runnable unlink) {
    return new NameOwner(unlink, () -> -Errno.ENOSYS);
  }

  @Override
  public Outcome unlink(String name) {
    return new Outcome(
        "unlink",
        name,
        Errno.ENOSYS,
        "on Windows a name exists for as long as a process has the memory open");
  }

  @Override
  public Listing list() {
    return new Listing(noList(), List.of());
  }

  @Override
  public Outcome unlinkStale(String name) {
    return noList();
  }

  private static Outcome noList() {
    return new Outcome(
        "list", "", Errno.ENOSYS, "Windows has no list of the names of shared memory");
  }
}
