package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Linux on the architectures that share the generic numbers: x86-64, arm64, riscv64. */
final class LinuxOs implements Os {
  private static final int O_RDONLY = 0;
  private static final int O_RDWR = 2;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int MFD_CLOEXEC = 1;
  private static final int MREMAP_MAYMOVE = 1;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_TYPE = 0x1;
  private static final int STATX_SIZE = 0x200;
  private static final int PR_SET_VMA = 0x53564d41;
  private static final long PR_SET_VMA_ANON_NAME = 0;

  /** struct statx; the same on every architecture, unlike struct stat. */
  private static final long STATX_BYTES = 256;

  private static final long STX_MODE = 28;
  private static final long STX_SIZE = 40;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final Linker.Option FIRST = Linker.Option.firstVariadicArg(1);
  private static final Linker.Option SECOND = Linker.Option.firstVariadicArg(2);
  private static final Linker.Option FOURTH = Linker.Option.firstVariadicArg(4);

  private static final MethodHandle OPEN = handle("open", SECOND, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle FCNTL =
      handle("fcntl", SECOND, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle MEMFD_CREATE =
      handle("memfd_create", null, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = handle("close", null, JAVA_INT, JAVA_INT);
  private static final MethodHandle STATX =
      handle("statx", null, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle FTRUNCATE =
      handle("ftruncate", null, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle POSIX_FALLOCATE =
      handle("posix_fallocate", null, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle MMAP =
      handle(
          "mmap", null, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle MUNMAP = handle("munmap", null, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle MREMAP =
      handle("mremap", FOURTH, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle MSYNC =
      handle("msync", null, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle MADVISE =
      handle("madvise", null, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle MLOCK = handle("mlock", null, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle MUNLOCK = handle("munlock", null, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle MINCORE =
      handle("mincore", null, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle PRCTL =
      handle("prctl", FIRST, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle GETPAGESIZE = handle("getpagesize", null, JAVA_INT);

  /** Not static: where native access is denied, the class must fail to initialise here only. */
  LinuxOs() {}

  /** One native call, told where to leave errno. */
  private interface Call {
    long run(MemorySegment state) throws Throwable;
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(
      String name, Linker.Option variadic, MemoryLayout result, MemoryLayout... arguments) {
    Linker.Option state = Linker.Option.captureCallState("errno");
    Linker.Option[] options =
        variadic == null ? new Linker.Option[] {state} : new Linker.Option[] {state, variadic};
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        options);
  }

  /**
   * The one way into the system: the call's result, or the negative errno; EINTR is tried again.
   */
  private static long call(Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      while (true) {
        long result = call.run(state);
        if (result != -1) {
          return result;
        }
        int errno = (int) ERRNO.get(state, 0L);
        if (errno != Errno.EINTR) {
          return -errno;
        }
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a downcall handle throws nothing checked", e);
    }
  }

  private static MemorySegment string(Arena arena, byte[] bytes) {
    MemorySegment string = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, string, 0, bytes.length);
    return string;
  }

  @Override
  public int open(byte[] path, boolean forWriting) {
    int flags = (forWriting ? O_RDWR : O_RDONLY) | O_CLOEXEC;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = string(arena, path);
      // Without O_NONBLOCK a FIFO without a writer would block for ever.
      int fd = (int) call(state -> (int) OPEN.invokeExact(state, name, flags | O_NONBLOCK));
      // A lease on a regular file answers EAGAIN to O_NONBLOCK: wait for it to be given up.
      return fd != -Errno.EAGAIN
          ? fd
          : (int) call(state -> (int) OPEN.invokeExact(state, name, flags));
    }
  }

  @Override
  public int duplicate(int fd) {
    return (int) call(state -> (int) FCNTL.invokeExact(state, fd, F_DUPFD_CLOEXEC, 0));
  }

  @Override
  public int memoryFile(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment string = arena.allocateFrom(name);
      return (int) call(state -> (int) MEMFD_CREATE.invokeExact(state, string, MFD_CLOEXEC));
    }
  }

  /** Never tried again: Linux has freed the number even where it answers EINTR. */
  @Override
  public int close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) CLOSE.invokeExact(state, fd);
      return result == 0 ? 0 : -(int) ERRNO.get(state, 0L);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a downcall handle throws nothing checked", e);
    }
  }

  @Override
  public FileStatus status(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment empty = arena.allocate(1);
      MemorySegment status = arena.allocate(STATX_BYTES, Long.BYTES);
      int mask = STATX_TYPE | STATX_SIZE;
      int result =
          (int)
              call(state -> (int) STATX.invokeExact(state, fd, empty, AT_EMPTY_PATH, mask, status));
      return result < 0
          ? new FileStatus(-result, 0, 0)
          : new FileStatus(
              0,
              Short.toUnsignedInt(status.get(JAVA_SHORT, STX_MODE)),
              status.get(JAVA_LONG, STX_SIZE));
    }
  }

  @Override
  public int truncate(int fd, long length) {
    return (int) call(state -> (int) FTRUNCATE.invokeExact(state, fd, length));
  }

  @Override
  public int reserve(int fd, long offset, long length) {
    while (true) {
      // posix_fallocate returns the error number and leaves errno alone.
      int errno = (int) call(state -> (int) POSIX_FALLOCATE.invokeExact(state, fd, offset, length));
      if (errno != Errno.EINTR) {
        return -errno;
      }
    }
  }

  @Override
  public long map(long length, int protection, int flags, int fd, long offset) {
    return call(state -> (long) MMAP.invokeExact(state, 0L, length, protection, flags, fd, offset));
  }

  @Override
  public int unmap(long address, long length) {
    return (int) call(state -> (int) MUNMAP.invokeExact(state, address, length));
  }

  @Override
  public long remap(long address, long oldLength, long newLength) {
    return call(
        state -> (long) MREMAP.invokeExact(state, address, oldLength, newLength, MREMAP_MAYMOVE));
  }

  @Override
  @SuppressWarnings("restricted")
  public MemorySegment segment(long address, long length, Arena arena) {
    return MemorySegment.ofAddress(address).reinterpret(length, arena, null);
  }

  @Override
  public int sync(MemorySegment range, int flags) {
    return (int) call(state -> (int) MSYNC.invokeExact(state, range, range.byteSize(), flags));
  }

  @Override
  public int advise(MemorySegment range, int advice) {
    return (int) call(state -> (int) MADVISE.invokeExact(state, range, range.byteSize(), advice));
  }

  @Override
  public int lock(MemorySegment range) {
    return (int) call(state -> (int) MLOCK.invokeExact(state, range, range.byteSize()));
  }

  @Override
  public int unlock(MemorySegment range) {
    return (int) call(state -> (int) MUNLOCK.invokeExact(state, range, range.byteSize()));
  }

  @Override
  public int residency(MemorySegment range, MemorySegment vector) {
    return (int) call(state -> (int) MINCORE.invokeExact(state, range, range.byteSize(), vector));
  }

  @Override
  public int name(MemorySegment range, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment string = arena.allocateFrom(name);
      return (int)
          call(
              state ->
                  (int)
                      PRCTL.invokeExact(
                          state,
                          PR_SET_VMA,
                          PR_SET_VMA_ANON_NAME,
                          range,
                          range.byteSize(),
                          string));
    }
  }

  @Override
  public int pageSize() {
    return (int) call(state -> (int) GETPAGESIZE.invokeExact(state));
  }

  @Override
  public String hint(String call, int errno) {
    return LinuxHints.of(call, errno);
  }
}
