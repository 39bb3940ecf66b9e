package io.github.mmap4j.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The C library's search functions. They are used only on private memory: if a mapped file were
 * truncated during a call, the process would be killed.
 */
final class Libc {
  private static final MethodHandle MEMCHR =
      handle("memchr", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MEMMEM =
      handle("memmem", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG));

  private Libc() {}

  @SuppressWarnings("restricted")
  private static MethodHandle handle(String name, FunctionDescriptor function) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), function);
  }

  /**
   * {@return the offset of {@code needle} in {@code text}, or -1; both must be outside the heap}
   */
  static long find(MemorySegment text, MemorySegment needle) {
    if (text.isMapped()) {
      throw new IllegalArgumentException("a mapped file is not for the C library to read");
    }
    try {
      MemorySegment found =
          needle.byteSize() == 1
              ? (MemorySegment)
                  MEMCHR.invokeExact(text, (int) needle.get(JAVA_BYTE, 0), text.byteSize())
              : (MemorySegment)
                  MEMMEM.invokeExact(text, text.byteSize(), needle, needle.byteSize());
      return found.address() == 0 ? -1 : found.address() - text.address();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
