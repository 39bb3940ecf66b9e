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
 * Links the functions of one library and calls them. The call itself captures the error, because
 * the virtual machine makes calls of its own between two of ours.
 */
final class Downcall {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  /** Links one function by its name. */
  interface Linkage {
    MethodHandle link(String name, FunctionDescriptor function, Linker.Option... options);
  }

  /** Makes one native call, which leaves its error in {@code state}. */
  interface Call {
    long run(MemorySegment state) throws Throwable;
  }

  private final Linkage linkage;
  private final Linker.Option capture;
  private final VarHandle error;
  private final int unknown;
  private final int interrupted;

  /**
   * Makes calls that leave their error in {@code captured}.
   *
   * @param unknown the error of a call that failed and left none
   * @param interrupted the error after which a call is repeated; 0 for none
   */
  Downcall(Linkage linkage, String captured, int unknown, int interrupted) {
    this.linkage = linkage;
    this.capture = Linker.Option.captureCallState(captured);
    this.error = STATE.varHandle(MemoryLayout.PathElement.groupElement(captured));
    this.unknown = unknown;
    this.interrupted = interrupted;
  }

  /** Returns the C library, whose functions leave {@code errno}. */
  static Downcall libc() {
    return libc(in(LINKER.defaultLookup()));
  }

  static Downcall libc(Linkage linkage) {
    return new Downcall(linkage, "errno", Errno.EIO, Errno.EINTR);
  }

  /** Returns a library of Windows, whose functions leave an error for {@code GetLastError}. */
  @SuppressWarnings("restricted")
  static Downcall windows(String library) {
    return new Downcall(
        in(SymbolLookup.libraryLookup(library, Arena.global())),
        "GetLastError",
        WindowsError.ERROR_GEN_FAILURE,
        0);
  }

  @SuppressWarnings("restricted")
  private static Linkage in(SymbolLookup library) {
    return (name, function, options) ->
        LINKER.downcallHandle(library.findOrThrow(name), function, options);
  }

  /** Returns the address of a function of the C library. */
  static MemorySegment function(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  /** Links one handle for all functions of this signature; its first argument is the address. */
  @SuppressWarnings("restricted")
  MethodHandle shape(MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(FunctionDescriptor.of(result, arguments), capture);
  }

  /** Links {@code name}; the handle's first argument takes the error. */
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

  /**
   * Returns the call's result, or its negative error where the result is {@code failure}. A call
   * that a signal interrupted is repeated.
   */
  long make(long failure, Call call) {
    long result;
    do {
      result = makeOnce(failure, MemorySegment.NULL, call);
    } while (result == -interrupted && interrupted != 0);
    return result;
  }

  /** As {@link #make}, but never repeats the call; {@code left} takes what a success left. */
  long makeOnce(long failure, MemorySegment left, Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = call.run(state);
      int captured = (int) error.get(state, 0L);
      if (result == failure) {
        return captured > 0 ? -captured : -unknown;
      }
      if (!left.equals(MemorySegment.NULL)) {
        left.set(ValueLayout.JAVA_INT, 0, captured);
      }
      return result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a downcall handle throws nothing checked", e);
    }
  }

  /** Returns a copy of {@code bytes} with a trailing zero. */
  static MemorySegment string(Arena arena, byte[] bytes) {
    MemorySegment string = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, string, 0, bytes.length);
    return string;
  }

  /** Returns a segment over memory; closing {@code arena} does not unmap it. */
  @SuppressWarnings("restricted")
  static MemorySegment segment(long address, long length, Arena arena) {
    return MemorySegment.ofAddress(address).reinterpret(length, arena, null);
  }

  /** Runs {@code action} when {@code arena} releases its resources. */
  @SuppressWarnings("restricted")
  static void beforeClose(Arena arena, Runnable action) {
    MemorySegment.NULL.reinterpret(arena, _ -> action.run());
  }
}
