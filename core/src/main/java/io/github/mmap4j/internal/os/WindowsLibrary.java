package io.github.mmap4j.internal.os;

import static io.github.mmap4j.internal.os.Downcall.INT;
import static io.github.mmap4j.internal.os.Downcall.LONG;
import static io.github.mmap4j.internal.os.Downcall.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The functions of kernel32.dll. */
final class WindowsLibrary implements WindowsFunctions {
  private static final long INVALID_HANDLE_VALUE = -1;

  private final Downcall k;
  private final MethodHandle openFile =
      k.handle("CreateFileW", LONG, POINTER, INT, INT, POINTER, INT, INT, LONG);
  private final MethodHandle createMapping =
      k.handle("CreateFileMappingW", LONG, LONG, POINTER, INT, INT, INT, POINTER);
  private final MethodHandle openMapping = k.handle("OpenFileMappingW", LONG, INT, INT, POINTER);
  private final MethodHandle mapViewOfFile =
      k.handle("MapViewOfFile", LONG, LONG, INT, INT, INT, LONG);
  private final MethodHandle unmapViewOfFile = k.handle("UnmapViewOfFile", INT, LONG);
  private final MethodHandle virtualQuery = k.handle("VirtualQuery", LONG, LONG, POINTER, LONG);
  private final MethodHandle flushViewOfFile = k.handle("FlushViewOfFile", INT, POINTER, LONG);
  private final MethodHandle flushFileBuffers = k.handle("FlushFileBuffers", INT, LONG);
  private final MethodHandle virtualLock = k.handle("VirtualLock", INT, POINTER, LONG);
  private final MethodHandle virtualUnlock = k.handle("VirtualUnlock", INT, POINTER, LONG);
  private final MethodHandle prefetchVirtualMemory =
      k.handle("PrefetchVirtualMemory", INT, LONG, LONG, POINTER, INT);
  private final MethodHandle queryWorkingSetEx =
      k.handle("K32QueryWorkingSetEx", INT, LONG, POINTER, INT);
  private final MethodHandle getFileType = k.handle("GetFileType", INT, LONG);
  private final MethodHandle getFileSizeEx = k.handle("GetFileSizeEx", INT, LONG, POINTER);
  private final MethodHandle getFileInformationByHandleEx =
      k.handle("GetFileInformationByHandleEx", INT, LONG, INT, POINTER, INT);
  private final MethodHandle setFileInformationByHandle =
      k.handle("SetFileInformationByHandle", INT, LONG, INT, POINTER, INT);
  private final MethodHandle duplicateHandle =
      k.handle("DuplicateHandle", INT, LONG, LONG, LONG, POINTER, INT, INT, INT);
  private final MethodHandle closeHandle = k.handle("CloseHandle", INT, LONG);

  /**
   * The handle for GetSystemInfo, which returns nothing; the value in the result register is
   * ignored.
   */
  private final MethodHandle getSystemInfo = k.handle("GetSystemInfo", INT, POINTER);

  /** Links all functions; throws an exception if one can't be linked. */
  WindowsLibrary(Downcall k) {
    this.k = k;
    super();
  }

  /** Calls a function that returns 0 if it fails. */
  private long word(Downcall.Call call) {
    return k.make(0, call);
  }

  private int number(Downcall.Call call) {
    return (int) word(call);
  }

  private static int high(long number) {
    return (int) (number >>> Integer.SIZE);
  }

  @Override
  public long CreateFileW(MemorySegment name, int access) {
    return k.make(
        INVALID_HANDLE_VALUE,
        state ->
            (long)
                openFile.invokeExact(
                    state,
                    name,
                    access,
                    FILE_SHARE_ALL,
                    MemorySegment.NULL,
                    OPEN_EXISTING,
                    FILE_ATTRIBUTE_NORMAL,
                    0L));
  }

  @Override
  public long CreateFileMappingW(
      long file, int protection, long size, MemorySegment name, MemorySegment lastError) {
    int high = high(size);
    return k.makeOnce(
        0,
        lastError,
        state ->
            (long)
                createMapping.invokeExact(
                    state, file, MemorySegment.NULL, protection, high, (int) size, name));
  }

  @Override
  public long OpenFileMappingW(int access, MemorySegment name) {
    return word(state -> (long) openMapping.invokeExact(state, access, 0, name));
  }

  @Override
  public long MapViewOfFile(long mapping, int access, long offset, long length) {
    int high = high(offset);
    return word(
        state ->
            (long) mapViewOfFile.invokeExact(state, mapping, access, high, (int) offset, length));
  }

  @Override
  public int UnmapViewOfFile(long address) {
    return number(state -> (int) unmapViewOfFile.invokeExact(state, address));
  }

  @Override
  public long VirtualQuery(long address, MemorySegment information, long bytes) {
    return word(state -> (long) virtualQuery.invokeExact(state, address, information, bytes));
  }

  @Override
  public int FlushViewOfFile(MemorySegment range, long length) {
    return number(state -> (int) flushViewOfFile.invokeExact(state, range, length));
  }

  @Override
  public int FlushFileBuffers(long file) {
    return number(state -> (int) flushFileBuffers.invokeExact(state, file));
  }

  @Override
  public int VirtualLock(MemorySegment range, long length) {
    return number(state -> (int) virtualLock.invokeExact(state, range, length));
  }

  @Override
  public int VirtualUnlock(MemorySegment range, long length) {
    return number(state -> (int) virtualUnlock.invokeExact(state, range, length));
  }

  @Override
  public int PrefetchVirtualMemory(long process, long count, MemorySegment entries, int flags) {
    return number(
        state -> (int) prefetchVirtualMemory.invokeExact(state, process, count, entries, flags));
  }

  @Override
  public int K32QueryWorkingSetEx(long process, MemorySegment pages, int bytes) {
    return number(state -> (int) queryWorkingSetEx.invokeExact(state, process, pages, bytes));
  }

  @Override
  public int GetFileType(long file) {
    return number(state -> (int) getFileType.invokeExact(state, file));
  }

  @Override
  public int GetFileSizeEx(long file, MemorySegment size) {
    return number(state -> (int) getFileSizeEx.invokeExact(state, file, size));
  }

  @Override
  public int GetFileInformationByHandleEx(
      long file, int kind, MemorySegment information, int bytes) {
    return number(
        state ->
            (int) getFileInformationByHandleEx.invokeExact(state, file, kind, information, bytes));
  }

  @Override
  public int SetFileInformationByHandle(long file, int kind, MemorySegment information, int bytes) {
    return number(
        state ->
            (int) setFileInformationByHandle.invokeExact(state, file, kind, information, bytes));
  }

  @Override
  public int DuplicateHandle(long handle, MemorySegment duplicate) {
    return number(
        state ->
            (int)
                duplicateHandle.invokeExact(
                    state, PROCESS, handle, PROCESS, duplicate, 0, 0, DUPLICATE_SAME_ACCESS));
  }

  @Override
  public int CloseHandle(long handle) {
    return number(state -> (int) closeHandle.invokeExact(state, handle));
  }

  @Override
  public void GetSystemInfo(MemorySegment information) {
    number(state -> (int) getSystemInfo.invokeExact(state, information));
  }
}
