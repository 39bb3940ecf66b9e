package io.github.mmap4j.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Links the functions of one library and calls them. Their error is captured by the call itself:
 * between two calls the virtual machine makes calls of its own.
 */
final class Downcall {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  /** Links one function by its name. */
  interface Linkage {
    MethodHandle link(String name, FunctionDescriptor function, Linker.Option... options);
  }

  private final Linkage linkage;
  private final Linker.Option capture;
  private final VarHandle error;
  private final int unknown;

  /**
   * Functions whose calls leave {@code captured}; {@code unknown} is the error of one that failed
   * and left none.
   */
  Downcall(Linkage linkage, String captured, int unknown) {
    this.linkage = linkage;
    this.capture = Linker.Option.captureCallState(captured);
    this.error = STATE.varHandle(MemoryLayout.PathElement.groupElement(captured));
    this.unknown = unknown;
  }

  /** The C library, whose functions leave {@code errno}. */
  static Downcall libc() {
    return new Downcall(in(LINKER.defaultLookup()), "errno", Errno.EIO);
  }

  /** A library of Windows, whose functions leave what {@code GetLastError} tells. */
  @SuppressWarnings("restricted")
  static Downcall windows(String library) {
    return new Downcall(
        in(SymbolLookup.libraryLookup(library, Arena.global())),
        "GetLastError",
        WindowsError.ERROR_GEN_FAILURE);
  }

  @SuppressWarnings("restricted")
  private static Linkage in(SymbolLookup library) {
    return (name, function, options) ->
        LINKER.downcallHandle(library.findOrThrow(name), function, options);
  }

  /** Where a function of the C library is. */
  static MemorySegment function(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  /**
   * Links all functions of a shape: the handle's first argument is which of them, then as others.
   */
  @SuppressWarnings("restricted")
  MethodHandle shape(MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(FunctionDescriptor.of(result, arguments), capture);
  }

  /** One native call, told where to leave its error. */
  interface Call {
    long run(MemorySegment state) throws Throwable;
  }

  /** Links {@code name}; the handle's first argument is where the error is to be left. */
  MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
    return linkage.link(name, FunctionDescriptor.of(result, arguments), capture);
  }

  /**
   * As {@link #handle}, for a function whose arguments from {@code first} on are variadic in C: on
   * arm64 macOS these lie on the stack, and not in registers.
   */
  MethodHandle variadic(int first, String name, MemoryLayout result, MemoryLayout... arguments) {
    return linkage.link(
        name,
        FunctionDescriptor.of(result, arguments),
        capture,
        Linker.Option.firstVariadicArg(first));
  }

  /** The call's result, or its negative error where the result is {@code failure}. */
  long make(long failure, Call call) {
    return make(failure, MemorySegment.NULL, call);
  }

  /** As {@link #make(long, Call)}; {@code told} takes what a call that has not failed left, too. */
  long make(long failure, MemorySegment told, Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = call.run(state);
      int left = (int) error.get(state, 0L);
      if (result == failure) {
        return left > 0 ? -left : -unknown;
      }
      if (!told.equals(MemorySegment.NULL)) {
        told.set(ValueLayout.JAVA_INT, 0, left);
      }
      return result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a downcall handle throws nothing checked", e);
    }
  }

  /** A segment over memory that {@code arena} keeps, but does not unmap. */
  @SuppressWarnings("restricted")
  static MemorySegment segment(long address, long length, Arena arena) {
    return MemorySegment.ofAddress(address).reinterpret(length, arena, null);
  }

  /** Has {@code action} run when {@code arena} releases its resources. */
  @SuppressWarnings("restricted")
  static void beforeClose(Arena arena, Runnable action) {
    MemorySegment.NULL.reinterpret(arena, _ -> action.run());
  }
}
