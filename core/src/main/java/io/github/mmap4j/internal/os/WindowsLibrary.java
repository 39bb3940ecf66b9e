package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The kernel32.dll of Windows. The constructor links all functions, or fails. */
final class WindowsLibrary implements WindowsFunctions {
  private static final long INVALID_HANDLE_VALUE = -1;

  private final Downcall k;
  private final MethodHandle openFile;
  private final MethodHandle createMapping;
  private final MethodHandle openMapping;
  private final MethodHandle mapViewOfFile;
  private final MethodHandle unmapViewOfFile;
  private final MethodHandle virtualQuery;
  private final MethodHandle flushViewOfFile;
  private final MethodHandle flushFileBuffers;
  private final MethodHandle virtualLock;
  private final MethodHandle virtualUnlock;
  private final MethodHandle prefetchVirtualMemory;
  private final MethodHandle queryWorkingSetEx;
  private final MethodHandle getFileType;
  private final MethodHandle getFileSizeEx;
  private final MethodHandle getFileInformationByHandleEx;
  private final MethodHandle setFileInformationByHandle;
  private final MethodHandle duplicateHandle;
  private final MethodHandle closeHandle;
  private final MethodHandle getSystemInfo;

  WindowsLibrary(Downcall k) {
    this.k = k;
    openFile =
        k.handle(
            "CreateFileW",
            JAVA_LONG,
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            JAVA_LONG);
    createMapping =
        k.handle(
            "CreateFileMappingW",
            JAVA_LONG,
            JAVA_LONG,
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            ADDRESS);
    openMapping = k.handle("OpenFileMappingW", JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS);
    mapViewOfFile =
        k.handle("MapViewOfFile", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    unmapViewOfFile = k.handle("UnmapViewOfFile", JAVA_INT, JAVA_LONG);
    virtualQuery = k.handle("VirtualQuery", JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
    flushViewOfFile = k.handle("FlushViewOfFile", JAVA_INT, ADDRESS, JAVA_LONG);
    flushFileBuffers = k.handle("FlushFileBuffers", JAVA_INT, JAVA_LONG);
    virtualLock = k.handle("VirtualLock", JAVA_INT, ADDRESS, JAVA_LONG);
    virtualUnlock = k.handle("VirtualUnlock", JAVA_INT, ADDRESS, JAVA_LONG);
    prefetchVirtualMemory =
        k.handle("PrefetchVirtualMemory", JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT);
    queryWorkingSetEx = k.handle("K32QueryWorkingSetEx", JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT);
    getFileType = k.handle("GetFileType", JAVA_INT, JAVA_LONG);
    getFileSizeEx = k.handle("GetFileSizeEx", JAVA_INT, JAVA_LONG, ADDRESS);
    getFileInformationByHandleEx =
        k.handle("GetFileInformationByHandleEx", JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    setFileInformationByHandle =
        k.handle("SetFileInformationByHandle", JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    duplicateHandle =
        k.handle(
            "DuplicateHandle",
            JAVA_INT,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT);
    closeHandle = k.handle("CloseHandle", JAVA_INT, JAVA_LONG);
    // Returns nothing in C; the register is ignored.
    getSystemInfo = k.handle("GetSystemInfo", JAVA_INT, ADDRESS);
  }

  /** Calls a function whose result is 0 if it failed. */
  private long make(Downcall.Call call) {
    return k.make(0, call);
  }

  @Override
  public long CreateFileW(
      MemorySegment name, int access, int share, int disposition, int attributes) {
    return k.make(
        INVALID_HANDLE_VALUE,
        state ->
            (long)
                openFile.invokeExact(
                    state, name, access, share, MemorySegment.NULL, disposition, attributes, 0L));
  }

  @Override
  public long CreateFileMappingW(
      long file,
      int protection,
      int sizeHigh,
      int sizeLow,
      MemorySegment name,
      MemorySegment lastError) {
    return k.makeOnce(
        0,
        lastError,
        state ->
            (long)
                createMapping.invokeExact(
                    state, file, MemorySegment.NULL, protection, sizeHigh, sizeLow, name));
  }

  @Override
  public long OpenFileMappingW(int access, MemorySegment name) {
    return make(state -> (long) openMapping.invokeExact(state, access, 0, name));
  }

  @Override
  public long MapViewOfFile(long mapping, int access, int offsetHigh, int offsetLow, long length) {
    return make(
        state ->
            (long)
                mapViewOfFile.invokeExact(state, mapping, access, offsetHigh, offsetLow, length));
  }

  @Override
  public int UnmapViewOfFile(long address) {
    return (int) make(state -> (int) unmapViewOfFile.invokeExact(state, address));
  }

  @Override
  public long VirtualQuery(long address, MemorySegment information, long bytes) {
    return make(state -> (long) virtualQuery.invokeExact(state, address, information, bytes));
  }

  @Override
  public int FlushViewOfFile(MemorySegment range, long length) {
    return (int) make(state -> (int) flushViewOfFile.invokeExact(state, range, length));
  }

  @Override
  public int FlushFileBuffers(long file) {
    return (int) make(state -> (int) flushFileBuffers.invokeExact(state, file));
  }

  @Override
  public int VirtualLock(MemorySegment range, long length) {
    return (int) make(state -> (int) virtualLock.invokeExact(state, range, length));
  }

  @Override
  public int VirtualUnlock(MemorySegment range, long length) {
    return (int) make(state -> (int) virtualUnlock.invokeExact(state, range, length));
  }

  @Override
  public int PrefetchVirtualMemory(long process, long count, MemorySegment entries, int flags) {
    return (int)
        make(
            state ->
                (int) prefetchVirtualMemory.invokeExact(state, process, count, entries, flags));
  }

  @Override
  public int K32QueryWorkingSetEx(long process, MemorySegment pages, int bytes) {
    return (int) make(state -> (int) queryWorkingSetEx.invokeExact(state, process, pages, bytes));
  }

  @Override
  public int GetFileType(long file) {
    return (int) make(state -> (int) getFileType.invokeExact(state, file));
  }

  @Override
  public int GetFileSizeEx(long file, MemorySegment size) {
    return (int) make(state -> (int) getFileSizeEx.invokeExact(state, file, size));
  }

  @Override
  public int GetFileInformationByHandleEx(
      long file, int kind, MemorySegment information, int bytes) {
    return (int)
        make(
            state ->
                (int)
                    getFileInformationByHandleEx.invokeExact(
                        state, file, kind, information, bytes));
  }

  @Override
  public int SetFileInformationByHandle(long file, int kind, MemorySegment information, int bytes) {
    return (int)
        make(
            state ->
                (int)
                    setFileInformationByHandle.invokeExact(state, file, kind, information, bytes));
  }

  @Override
  public int DuplicateHandle(
      long fromProcess,
      long handle,
      long toProcess,
      MemorySegment duplicate,
      int access,
      int inherit,
      int options) {
    return (int)
        make(
            state ->
                (int)
                    duplicateHandle.invokeExact(
                        state,
                        fromProcess,
                        handle,
                        toProcess,
                        duplicate,
                        access,
                        inherit,
                        options));
  }

  @Override
  public int CloseHandle(long handle) {
    return (int) make(state -> (int) closeHandle.invokeExact(state, handle));
  }

  @Override
  public void GetSystemInfo(MemorySegment information) {
    make(state -> (int) getSystemInfo.invokeExact(state, information));
  }
}
