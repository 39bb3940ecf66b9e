package io.github.mmap4j.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** How the pages for Linux link and make the C library's calls: EINTR is tried again. */
final class LinuxCall {
  private static final Downcall C = Downcall.libc();

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
