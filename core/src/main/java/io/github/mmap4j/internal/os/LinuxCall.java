package io.github.mmap4j.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** One native call, told where to leave errno; and how such calls are linked and made. */
interface LinuxCall {
  Linker LINKER = Linker.nativeLinker();
  StructLayout STATE = Linker.Option.captureStateLayout();
  VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  long run(MemorySegment state) throws Throwable;

  /** Links the C library's {@code name}; its first argument is where errno is to be left. */
  static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(result, arguments));
  }

  /** As {@link #handle}, for a function whose arguments from {@code first} on are variadic. */
  static MethodHandle variadic(
      int first, String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(
        name, FunctionDescriptor.of(result, arguments), Linker.Option.firstVariadicArg(first));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(
      String name, FunctionDescriptor function, Linker.Option... further) {
    Linker.Option[] options = new Linker.Option[further.length + 1];
    options[0] = Linker.Option.captureCallState("errno");
    System.arraycopy(further, 0, options, 1, further.length);
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), function, options);
  }

  /** The call's result, or the negative errno; EINTR is tried again. */
  static long make(LinuxCall call) {
    while (true) {
      long result = makeOnce(call);
      if (result != -Errno.EINTR) {
        return result;
      }
    }
  }

  /** As {@link #make}, but EINTR is an answer like others. */
  static long makeOnce(LinuxCall call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = call.run(state);
      return result != -1 ? result : -(int) ERRNO.get(state, 0L);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a downcall handle throws nothing checked", e);
    }
  }

  /** {@code bytes} and a trailing zero. */
  static MemorySegment string(Arena arena, byte[] bytes) {
    MemorySegment string = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, string, 0, bytes.length);
    return string;
  }
}
