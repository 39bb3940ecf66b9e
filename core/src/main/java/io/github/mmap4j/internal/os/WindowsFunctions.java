package io.github.mmap4j.internal.os;

import java.lang.foreign.MemorySegment;

/**
 * The functions of kernel32.dll that this library calls, with constants and layouts that are the
 * same on x86-64 and arm64. A function returns its result, or the negative Windows error code if it
 * failed. Arguments that always have the same value are left out. Strings are null-terminated
 * UTF-16. Handles are passed as numbers; a size or an offset is one number, not two halves.
 */
interface WindowsFunctions {
  int GENERIC_READ = 0x80000000;
  int GENERIC_WRITE = 0x40000000;

  /** The combination of FILE_SHARE_READ, FILE_SHARE_WRITE and FILE_SHARE_DELETE. */
  int FILE_SHARE_ALL = 7;

  int OPEN_EXISTING = 3;
  int FILE_ATTRIBUTE_NORMAL = 0x80;
  int FILE_TYPE_DISK = 1;
  int DUPLICATE_SAME_ACCESS = 2;
  int PAGE_READONLY = 2;
  int PAGE_READWRITE = 4;
  int PAGE_WRITECOPY = 8;
  int FILE_MAP_COPY = 1;
  int FILE_MAP_WRITE = 2;
  int FILE_MAP_READ = 4;

  /** The pseudo-handle of the current process. */
  long PROCESS = -1;

  // Kinds of information about a file. The standard kind begins with the file's allocated size and
  // its length.

  int FILE_STANDARD_INFO = 1;
  int STANDARD_INFO_BYTES = 24;
  int FILE_ALLOCATION_INFO = 5;
  int FILE_END_OF_FILE_INFO = 6;

  // SYSTEM_INFO

  long SYSTEM_INFO_BYTES = 48;
  long SYSTEM_INFO_PAGE_SIZE = 4;
  long SYSTEM_INFO_GRANULARITY = 40;

  // MEMORY_BASIC_INFORMATION

  long BASIC_INFORMATION_BYTES = 48;
  long REGION_SIZE = 24;

  // PSAPI_WORKING_SET_EX_INFORMATION and WIN32_MEMORY_RANGE_ENTRY, two words each

  long ENTRY_BYTES = 16;
  long VIRTUAL_ATTRIBUTES = 8;

  /** The bit of a page's attributes that is set if the page is in the working set. */
  int VALID = 1;

  /** Opens an existing file with full sharing and returns its handle. */
  long CreateFileW(MemorySegment name, int access);

  /**
   * Creates a section, or opens the one that already has the name, and returns its handle. {@code
   * name} may be NULL. {@code lastError} is memory for an int, or NULL; it receives
   * ERROR_ALREADY_EXISTS if the section already existed.
   */
  long CreateFileMappingW(
      long file, int protection, long size, MemorySegment name, MemorySegment lastError);

  /** Opens a section and returns its handle, which child processes do not inherit. */
  long OpenFileMappingW(int access, MemorySegment name);

  /** Maps a section and returns the address of the view. */
  long MapViewOfFile(long mapping, int access, long offset, long length);

  int UnmapViewOfFile(long address);

  /**
   * Describes the pages at {@code address} and returns the number of bytes written to {@code
   * information}.
   */
  long VirtualQuery(long address, MemorySegment information, long bytes);

  int FlushViewOfFile(MemorySegment range, long length);

  int FlushFileBuffers(long file);

  int VirtualLock(MemorySegment range, long length);

  int VirtualUnlock(MemorySegment range, long length);

  int PrefetchVirtualMemory(long process, long count, MemorySegment entries, int flags);

  int K32QueryWorkingSetEx(long process, MemorySegment pages, int bytes);

  /** Returns the type of a file; an unknown type, 0, is reported as an error. */
  int GetFileType(long file);

  int GetFileSizeEx(long file, MemorySegment size);

  int GetFileInformationByHandleEx(long file, int kind, MemorySegment information, int bytes);

  int SetFileInformationByHandle(long file, int kind, MemorySegment information, int bytes);

  /** Duplicates a handle within this process; child processes do not inherit the duplicate. */
  int DuplicateHandle(long handle, MemorySegment duplicate);

  int CloseHandle(long handle);

  void GetSystemInfo(MemorySegment information);
}
