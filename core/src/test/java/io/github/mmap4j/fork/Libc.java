package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The C library's own loops over memory. */
final class Libc {
  private static final MethodHandle MEMCHR = memchr();
  private static final MethodHandle MEMCHR_CRITICAL = memchr(Linker.Option.critical(false));
  private static final MethodHandle STRNLEN = function("strnlen", JAVA_LONG, ADDRESS, JAVA_LONG);
  private static final MethodHandle MEMCMP =
      function("memcmp", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);

  private Libc() {}

  private static MethodHandle memchr(Linker.Option... options) {
    return find("memchr", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG), options);
  }

  /** Links a function of the C library with the given result and parameter layouts. */
  static MethodHandle function(String name, ValueLayout result, ValueLayout... parameters) {
    return find(name, FunctionDescriptor.of(result, parameters));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle find(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
  }

  private interface Call {
    Object run() throws Throwable;
  }

  private static Object call(Call call) {
    try {
      return call.run();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Creates a file in memory and returns its descriptor. */
  static int memfd(String name) {
    MethodHandle create = function("memfd_create", JAVA_INT, ADDRESS, JAVA_INT);
    try (Arena arena = Arena.ofConfined()) {
      return (int) call(() -> (int) create.invokeExact(arena.allocateFrom(name), 0));
    }
  }

  /** Searches for a zero, which occurs nowhere in a pattern file. */
  static Object memchr(MemorySegment s) {
    return call(() -> ((MemorySegment) MEMCHR.invokeExact(s, 0, s.byteSize())).address());
  }

  static Object memchrCritical(MemorySegment s) {
    return call(() -> ((MemorySegment) MEMCHR_CRITICAL.invokeExact(s, 0, s.byteSize())).address());
  }

  static Object strnlen(MemorySegment s) {
    return call(() -> (long) STRNLEN.invokeExact(s, s.byteSize()));
  }

  static Object memcmp(MemorySegment a, MemorySegment b) {
    return call(() -> (int) MEMCMP.invokeExact(a, b, a.byteSize()));
  }
}
