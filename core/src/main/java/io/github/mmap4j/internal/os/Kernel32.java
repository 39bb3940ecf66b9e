package io.github.mmap4j.internal.os;

import java.lang.foreign.MemorySegment;

/**
 * The functions of kernel32.dll that {@link WindowsSystemCalls} calls, one method each: the
 * function's result, or the negative Windows error where it failed. Arguments that are always null
 * are left out. Strings are UTF-16 with a trailing zero; handles are numbers.
 */
interface Kernel32 {
  /** CreateFileW, which opens what exists, without security attributes and template: the handle. */
  long openFile(MemorySegment name, int access, int share, int disposition, int attributes);

  /** CreateFileMappingW, without security attributes and name: the handle. */
  long createMapping(long file, int protection, int sizeHigh, int sizeLow);

  /**
   * CreateFileMappingW, without security attributes: the handle. {@code told} is an int, and takes
   * what GetLastError tells then: ERROR_ALREADY_EXISTS where the name was there before.
   */
  long createNamed(
      long file, int protection, int sizeHigh, int sizeLow, MemorySegment name, MemorySegment told);

  /** OpenFileMappingW, of which child processes inherit nothing: the handle. */
  long openMapping(int access, MemorySegment name);

  /** MapViewOfFile: the address. */
  long mapViewOfFile(long mapping, int access, int offsetHigh, int offsetLow, long length);

  int unmapViewOfFile(long address);

  /** VirtualQuery: how many bytes of {@code information} it has filled. */
  long virtualQuery(long address, MemorySegment information, long bytes);

  int flushViewOfFile(MemorySegment range, long length);

  int flushFileBuffers(long file);

  int virtualLock(MemorySegment range, long length);

  int virtualUnlock(MemorySegment range, long length);

  int prefetchVirtualMemory(long process, long count, MemorySegment entries, int flags);

  /** K32QueryWorkingSetEx. */
  int queryWorkingSetEx(long process, MemorySegment pages, int bytes);

  /** GetFileType, which is not 0 for a file of a known kind. */
  int getFileType(long file);

  int getFileSizeEx(long file, MemorySegment size);

  int getFileInformationByHandleEx(long file, int kind, MemorySegment information, int bytes);

  int setFileInformationByHandle(long file, int kind, MemorySegment information, int bytes);

  int duplicateHandle(
      long fromProcess,
      long handle,
      long toProcess,
      MemorySegment duplicate,
      int access,
      int inherit,
      int options);

  int closeHandle(long handle);

  void getSystemInfo(MemorySegment information);
}
