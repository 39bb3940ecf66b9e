package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * How the pages for Linux link and make the C library's calls: EINTR is tried again.
 *
 * <p>What a mapping is made by is called by {@link #number} and {@link #address}, whatever its
 * arguments are: to link a function of another shape takes milliseconds, which every program that
 * maps a file would wait for. The processors of which Linux has the generic numbers pass the first
 * six arguments in registers, whether integers or pointers, variadic or not; an int lies in its
 * register with its sign extended, and what a function does not take is not looked at. Functions
 * that get mapped memory have a shape of their own, by which the memory is kept meanwhile.
 */
final class LinuxCall {
  private static final Downcall C = Downcall.libc();
  private static final MethodHandle OF_SIX =
      C.shape(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private LinuxCall() {}

  /** As {@link Downcall#handle}. */
  static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
    return C.handle(name, result, arguments);
  }

  /** As {@link Downcall#variadic}. */
  static MethodHandle variadic(
      int first, String name, MemoryLayout result, MemoryLayout... arguments) {
    return C.variadic(first, name, result, arguments);
  }

  /** The function of that name, for {@link #number} and {@link #address}. */
  static MemorySegment function(String name) {
    return Downcall.function(name);
  }

  /** Calls a function that gives an int, with up to six arguments, as {@link #make}. */
  static int number(MemorySegment function, long... arguments) {
    return (int) make(state -> (int) ofSix(function, state, arguments));
  }

  /** Calls a function that gives an address, with up to six arguments, as {@link #make}. */
  static long address(MemorySegment function, long... arguments) {
    return make(state -> ofSix(function, state, arguments));
  }

  /** Calls a function that gives an int, as {@link #makeOnce}. */
  static int numberOnce(MemorySegment function, long... arguments) {
    return (int) makeOnce(state -> (int) ofSix(function, state, arguments));
  }

  private static long ofSix(MemorySegment function, MemorySegment state, long... some)
      throws Throwable {
    long[] all = Arrays.copyOf(some, 6);
    return (long)
        OF_SIX.invokeExact(function, state, all[0], all[1], all[2], all[3], all[4], all[5]);
  }

  /** The call's result, or the negative errno; EINTR is tried again. */
  static long make(Downcall.Call call) {
    while (true) {
      long result = makeOnce(call);
      if (result != -Errno.EINTR) {
        return result;
      }
    }
  }

  /** As {@link #make}, but EINTR is an answer like others. */
  static long makeOnce(Downcall.Call call) {
    return C.make(-1, call);
  }

  /** {@code bytes} and a trailing zero. */
  static MemorySegment string(Arena arena, byte[] bytes) {
    MemorySegment string = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, string, 0, bytes.length);
    return string;
  }
}
