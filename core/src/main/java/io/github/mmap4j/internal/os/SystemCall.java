package io.github.mmap4j.internal.os;

import java.util.Locale;

/** The calls whose failure a user may see; exceptions report their Linux names on every system. */
public enum SystemCall {
  OPEN("CreateFileW"),
  FCNTL("DuplicateHandle"),
  STATX("GetFileSizeEx"),
  FTRUNCATE("SetFileInformationByHandle"),
  POSIX_FALLOCATE("SetFileInformationByHandle"),
  MMAP("CreateFileMappingW or MapViewOfFile"),
  MUNMAP("UnmapViewOfFile"),
  MSYNC("FlushViewOfFile"),
  FSYNC("FlushFileBuffers"),
  MADVISE("PrefetchVirtualMemory"),
  MLOCK("VirtualLock"),
  MUNLOCK("VirtualUnlock"),
  MINCORE("QueryWorkingSetEx"),
  MREMAP,
  POSIX_FADVISE,
  PRCTL,
  MEMFD_CREATE,
  PWRITE;

  private final String onWindows;

  SystemCall() {
    onWindows = toString();
  }

  SystemCall(String onWindows) {
    this.onWindows = onWindows;
  }

  /** Returns the name of the corresponding Windows function. */
  String onWindows() {
    return onWindows;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
