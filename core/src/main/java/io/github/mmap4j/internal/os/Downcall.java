package io.github.mmap4j.internal.os;

import java.lang.foreign.AddressLayout;
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
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Links and calls the functions of one native library. The error code is captured as part of the
 * call, because the virtual machine's own system calls may overwrite it afterwards.
 */
final class Downcall {
  // The C types that the libraries use. A size or a handle is a long.

  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  static final AddressLayout POINTER = ValueLayout.ADDRESS;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  /** At least the size of a state, and of a cache line, which two threads should not share. */
  private static final long CACHE_LINE = 64;

  /**
   * Memory for the error codes of calls, because allocating it for each call would take longer than
   * a short system call. A call takes the memory out of its thread's slot; if another call has
   * taken it, which may last as long as that call waits, the call allocates its own.
   */
  private static final AtomicReferenceArray<MemorySegment> SLOTS = new AtomicReferenceArray<>(16);

  static {
    for (int slot = 0; slot < SLOTS.length(); slot++) {
      SLOTS.set(slot, Arena.global().allocate(CACHE_LINE, CACHE_LINE));
    }
  }

  /** Links functions of a library by name. */
  interface Linkage {
    MethodHandle link(String name, FunctionDescriptor function, Linker.Option... options);
  }

  /** A native call, which stores its error code in {@code state}. */
  interface Call {
    long run(MemorySegment state) throws Throwable;
  }

  private final Linkage linkage;
  private final Linker.Option capture;
  private final VarHandle error;
  private final int unknown;
  private final int interrupted;

  /**
   * Creates the calls of a library whose functions set the error code named {@code captured}.
   *
   * @param unknown the error assumed for a call that failed without setting one
   * @param interrupted the error after which a call is repeated; 0 if there is none
   */
  Downcall(Linkage linkage, String captured, int unknown, int interrupted) {
    this.linkage = linkage;
    this.capture = Linker.Option.captureCallState(captured);
    this.error = STATE.varHandle(MemoryLayout.PathElement.groupElement(captured));
    this.unknown = unknown;
    this.interrupted = interrupted;
  }

  /** Returns the C library, whose functions set {@code errno}. */
  static Downcall libc() {
    return libc(in(LINKER.defaultLookup()));
  }

  static Downcall libc(Linkage linkage) {
    return new Downcall(linkage, "errno", Errno.EIO, Errno.EINTR);
  }

  /** Returns a Windows library, whose functions set an error code for {@code GetLastError}. */
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

  /** Returns the address of a function in the C library. */
  static MemorySegment function(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  /**
   * Links one handle for all functions with this signature. The handle's first argument is the
   * function's address.
   */
  @SuppressWarnings("restricted")
  MethodHandle shape(MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(FunctionDescriptor.of(result, arguments), capture);
  }

  /** Links the function {@code name}; the handle's first argument receives the error code. */
  MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
    return linkage.link(name, FunctionDescriptor.of(result, arguments), capture);
  }

  /**
   * Works like {@link #handle}, but for a function whose arguments from {@code first} on are
   * variadic in C. On arm64 macOS, variadic arguments are passed on the stack instead of in
   * registers.
   */
  MethodHandle variadic(int first, String name, MemoryLayout result, MemoryLayout... arguments) {
    return linkage.link(
        name,
        FunctionDescriptor.of(result, arguments),
        capture,
        Linker.Option.firstVariadicArg(first));
  }

  /**
   * Makes a call and returns its result, or the negated error if the result is {@code failure}. If
   * a signal interrupts the call, it is repeated.
   */
  long make(long failure, Call call) {
    long result;
    do {
      result = makeOnce(failure, MemorySegment.NULL, call);
    } while (result == -interrupted && interrupted != 0);
    return result;
  }

  /**
   * Works like {@link #make}, but never repeats the call. If the call succeeds, its error code is
   * stored in {@code left}, unless that is NULL.
   */
  long makeOnce(long failure, MemorySegment left, Call call) {
    int slot = (int) Thread.currentThread().threadId() & SLOTS.length() - 1;
    MemorySegment free = SLOTS.getAndSet(slot, null);
    if (free != null) {
      try {
        return makeOnce(failure, left, call, free);
      } finally {
        SLOTS.set(slot, free);
      }
    }
    try (Arena arena = Arena.ofConfined()) {
      return makeOnce(failure, left, call, arena.allocate(STATE));
    }
  }

  private long makeOnce(long failure, MemorySegment left, Call call, MemorySegment state) {
    try {
      long result = call.run(state);
      int captured = (int) error.get(state, 0L);
      if (result == failure) {
        return captured > 0 ? -captured : -unknown;
      }
      if (!left.equals(MemorySegment.NULL)) {
        left.set(INT, 0, captured);
      }
      return result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a downcall handle throws nothing checked", e);
    }
  }

  /** Returns a null-terminated copy of {@code bytes}. */
  static MemorySegment string(Arena arena, byte[] bytes) {
    MemorySegment string = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, string, 0, bytes.length);
    return string;
  }

  /** Returns a segment over memory, which closing {@code arena} does not unmap. */
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
