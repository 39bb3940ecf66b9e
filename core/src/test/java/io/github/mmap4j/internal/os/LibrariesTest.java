package io.github.mmap4j.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Links the libraries to functions that record their arguments: each method must name its C
 * function and pass its arguments in C's order and sizes.
 */
class LibrariesTest {
  private static final Arena ARENA = Arena.ofAuto();

  private final List<String> calls = new ArrayList<>();
  private final List<String> variadic = new ArrayList<>();
  private int result = 1;
  private int error;
  private int interruptions;

  /** Captures {@code errno} in place of Windows' error, because Linux can capture nothing else. */
  private WindowsFunctions windows() {
    return new WindowsLibrary(new Downcall(this::link, "errno", 31, 0));
  }

  private MacFunctions mac(String fstatName) {
    return new MacLibrary(Downcall.libc(this::link), fstatName);
  }

  private MethodHandle link(String name, FunctionDescriptor function, Linker.Option... options) {
    for (int i = 1; i <= function.argumentLayouts().size(); i++) {
      if (List.of(options).contains(Linker.Option.firstVariadicArg(i))) {
        variadic.add(name + " from " + i);
      }
    }
    MethodType type = function.toMethodType().insertParameterTypes(0, MemorySegment.class);
    try {
      MethodHandle called =
          MethodHandles.lookup()
              .bind(this, "called", MethodType.methodType(long.class, String.class, Object[].class))
              .bindTo(name)
              .asCollector(Object[].class, type.parameterCount());
      return MethodHandles.explicitCastArguments(
          called.asType(type.changeReturnType(long.class)), type);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  long called(String name, Object... arguments) {
    boolean interrupted = interruptions-- > 0;
    ((MemorySegment) arguments[0]).set(ValueLayout.JAVA_INT, 0, interrupted ? Errno.EINTR : error);
    String given =
        Arrays.stream(arguments)
            .skip(1)
            .map(a -> a instanceof MemorySegment s ? "@" + s.byteSize() : sized(a))
            .toList()
            .toString();
    calls.add(name + given);
    return interrupted ? -1 : result;
  }

  private static String sized(Object number) {
    return number + (number instanceof Long ? "L" : "");
  }

  /**
   * Calls every method of {@code table} with distinct numbers, and with segments of distinct sizes.
   */
  private List<String> all(Class<?> type, Object table) throws ReflectiveOperationException {
    List<Method> methods = new ArrayList<>(List.of(type.getMethods()));
    for (Method method : methods) {
      Object[] arguments = new Object[method.getParameterCount()];
      for (int i = 0; i < arguments.length; i++) {
        Class<?> parameter = method.getParameterTypes()[i];
        arguments[i] =
            parameter == MemorySegment.class
                ? ARENA.allocate(i + 1)
                : parameter == long.class ? (Object) (long) (i + 1) : (Object) (i + 1);
      }
      method.setAccessible(true);
      method.invoke(table, arguments);
    }
    return calls.stream().sorted().toList();
  }

  @Test
  void kernel32IsCalledAsItsHeadersDeclareIt() throws ReflectiveOperationException {
    assertEquals(
        List.of(
            "CloseHandle[1L]",
            "CreateFileMappingW[1L, @0, 2, 0, 3, @4]",
            "CreateFileW[@1, 2, 7, @0, 3, 128, 0L]",
            "DuplicateHandle[-1L, 1L, -1L, @2, 0, 0, 2]",
            "FlushFileBuffers[1L]",
            "FlushViewOfFile[@1, 2L]",
            "GetFileInformationByHandleEx[1L, 2, @3, 4]",
            "GetFileSizeEx[1L, @2]",
            "GetFileType[1L]",
            "GetSystemInfo[@1]",
            "K32QueryWorkingSetEx[1L, @2, 3]",
            "MapViewOfFile[1L, 2, 0, 3, 4L]",
            "OpenFileMappingW[1, 0, @2]",
            "PrefetchVirtualMemory[1L, 2L, @3, 4]",
            "SetFileInformationByHandle[1L, 2, @3, 4]",
            "UnmapViewOfFile[1L]",
            "VirtualLock[@1, 2L]",
            "VirtualQuery[1L, @2, 3L]",
            "VirtualUnlock[@1, 2L]"),
        all(WindowsFunctions.class, windows()));
    assertEquals(List.of(), variadic);
  }

  @Test
  void libcIsCalledAsItsHeadersDeclareIt() throws ReflectiveOperationException {
    assertEquals(
        List.of(
            "close[1]",
            "fcntl[1, 2, 3]",
            "fcntl[1, 2, @3]",
            "fstat$INODE64[1, @2]",
            "fsync[1]",
            "ftruncate[1, 2L]",
            "geteuid[]",
            "getpagesize[]",
            "madvise[@1, 2L, 3]",
            "mincore[@1, 2L, @3]",
            "mlock[@1, 2L]",
            "mmap[1L, 2L, 3, 4, 5, 6L]",
            "msync[@1, 2L, 3]",
            "munlock[@1, 2L]",
            "munmap[1L, 2L]",
            "open[@1, 2]",
            "shm_open[@1, 2, 3]",
            "shm_unlink[@1]"),
        all(MacFunctions.class, mac("fstat$INODE64")));
    assertEquals(
        List.of("open from 2", "fcntl from 2", "fcntl from 2", "shm_open from 2"), variadic);
  }

  @Test
  void sizesAndOffsetsAreSplitInTwoHalves() {
    windows().CreateFileMappingW(8, 2, 0x3_fffe_ffffL, MemorySegment.NULL, MemorySegment.NULL);
    windows().MapViewOfFile(96, 4, 0x2_ffff_0000L, 0xffff_ffffL);
    assertEquals(
        List.of(
            "CreateFileMappingW[8L, @0, 2, 3, %d, @0]".formatted(0xfffe_ffff),
            "MapViewOfFile[96L, 4, 2, %d, 4294967295L]".formatted(0xffff_0000)),
        calls);
  }

  @Test
  void aFailureReturnsTheNegativeError() {
    WindowsFunctions windows = windows();
    result = 0;
    error = 5;
    assertEquals(-5, windows.CloseHandle(1));
    assertEquals(-5, windows.MapViewOfFile(1, 2, 3, 4));
    assertEquals(0, windows.CreateFileW(MemorySegment.NULL, 1));
    result = -1;
    assertEquals(-5, windows.CreateFileW(MemorySegment.NULL, 1));
    assertEquals(-5, mac("fstat").close(1));
  }

  @Test
  void theErrorLeftByASuccessIsReturnedOnRequest() {
    MemorySegment told = ARENA.allocate(ValueLayout.JAVA_INT);
    error = 183;
    WindowsFunctions windows = windows();
    assertEquals(1, windows.CreateFileMappingW(-1, 4, 100, MemorySegment.NULL, told));
    assertEquals(183, told.get(ValueLayout.JAVA_INT, 0));
    result = 0;
    error = 5;
    assertEquals(-5, windows.CreateFileMappingW(-1, 4, 100, MemorySegment.NULL, told));
    assertEquals(183, told.get(ValueLayout.JAVA_INT, 0));
  }

  @Test
  void aCallThatASignalInterruptsIsRepeatedExceptClose() {
    interruptions = 2;
    assertEquals(1, mac("fstat").shm_unlink(ARENA.allocate(5)));
    assertEquals(List.of("shm_unlink[@5]", "shm_unlink[@5]", "shm_unlink[@5]"), calls);
    calls.clear();
    interruptions = 1;
    assertEquals(-Errno.EINTR, mac("fstat").close(7));
    assertEquals(List.of("close[7]"), calls);
  }

  /** On Windows the number of EINTR is ERROR_TOO_MANY_OPEN_FILES. */
  @Test
  void windowsRepeatsNothing() {
    result = 0;
    error = Errno.EINTR;
    assertEquals(-Errno.EINTR, windows().CloseHandle(1));
    assertEquals(List.of("CloseHandle[1L]"), calls);
  }

  @Test
  void aFailureWithoutAnErrorIsAFailure() {
    result = 0;
    error = 0;
    assertEquals(-31, windows().CloseHandle(1));
    error = Integer.MIN_VALUE;
    assertEquals(-31, windows().CloseHandle(1));
  }

  /** Calls those functions of macOS that Linux has too, with the same arguments. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the numbers are Linux's")
  void libcOfThisSystemAnswers() {
    MacLibrary libc = new MacLibrary(Downcall.libc(), "fstat");
    assertEquals(-Errno.EBADF, libc.close(-1));
    assertEquals(-Errno.EBADF, libc.fcntl(-1, 3, 0));
    assertEquals(-Errno.ENOENT, libc.open(ARENA.allocateFrom("/no/such/file"), 0));
    assertEquals(NativeAccess.pageSize(), libc.getpagesize());
    MemorySegment name = ARENA.allocateFrom("/mmap4j-libraries-test");
    int shared = libc.shm_open(name, 0x42, 0600); // O_CREAT | O_RDWR of Linux
    assertEquals(0, libc.ftruncate(shared, 100));
    assertEquals(0, libc.close(shared));
    assertEquals(0, libc.shm_unlink(name));
    assertEquals(-Errno.ENOENT, libc.shm_unlink(name));
    long address = libc.mmap(0, 100, 3, 0x22, -1, 0);
    assertTrue(address > 0);
    MemorySegment memory = Downcall.segment(address, 100, ARENA);
    MemorySegment vector = ARENA.allocate(1);
    memory.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
    assertEquals(0, libc.mincore(memory, 100, vector));
    assertEquals(1, vector.get(ValueLayout.JAVA_BYTE, 0));
    assertEquals(0, libc.msync(memory, 100, 4));
    assertEquals(0, libc.munmap(address, 100));
  }
}
