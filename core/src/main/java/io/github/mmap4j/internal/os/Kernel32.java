package io.github.mmap4j.internal.os;

import java.lang.foreign.MemorySegment;

/**
 * The functions of kernel32.dll that {@link WindowsOs} calls, one method each: the function's
 * result, or the negative Windows error where it failed. Arguments that are always null are left
 * out. Strings are UTF-16 with a trailing zero; handles are numbers.
 */
interface Kernel32 {
  /** CreateFileW, which opens what exists, without security attributes and template: the handle. */
  long openFile(MemorySegment name, int access, int share, int disposition, int attributes);

  /** CreateFileMappingW, without security attributes: the handle. {@code name} may be NULL. */
  long createMapping(long file, int protection, int sizeHigh, int sizeLow, MemorySegment name);

  /** MapViewOfFile: the address. */
  long mapViewOfFile(long mapping, int access, int offsetHigh, int offsetLow, long length);

  int unmapViewOfFile(long address);

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
