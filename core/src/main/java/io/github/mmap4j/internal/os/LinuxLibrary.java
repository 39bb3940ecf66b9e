package io.github.mmap4j.internal.os;

import static io.github.mmap4j.internal.os.Downcall.INT;
import static io.github.mmap4j.internal.os.Downcall.LONG;
import static io.github.mmap4j.internal.os.Downcall.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * The C library of Linux.
 *
 * <p>Linking a handle takes milliseconds for each signature, and every program that maps a file
 * would have to wait for the linking. Therefore one handle with six long parameters calls most
 * functions, whatever their arguments. On the supported processors, the first six arguments are
 * passed in registers, whether they are integers or pointers, variadic or not. An int is
 * sign-extended in its register, and the callee ignores surplus argument registers. Only functions
 * that take mapped memory have their own handles, which keep the memory mapped during the call.
 */
final class LinuxLibrary implements LinuxFunctions {
  private static final Downcall C = Downcall.libc();
  private static final MethodHandle OF_SIX = C.shape(LONG, LONG, LONG, LONG, LONG, LONG, LONG);

  private static final MemorySegment OPEN = Downcall.function("open");
  private static final MemorySegment CLOSE = Downcall.function("close");
  private static final MemorySegment FCNTL = Downcall.function("fcntl");
  private static final MemorySegment MEMFD_CREATE = Downcall.function("memfd_create");
  private static final MemorySegment STATX = Downcall.function("statx");
  private static final MemorySegment FSTATFS = Downcall.function("fstatfs");
  private static final MemorySegment FTRUNCATE = Downcall.function("ftruncate");
  private static final MemorySegment POSIX_FALLOCATE = Downcall.function("posix_fallocate");
  private static final MemorySegment POSIX_FADVISE = Downcall.function("posix_fadvise");
  private static final MemorySegment LSEEK = Downcall.function("lseek");
  private static final MemorySegment FCHMOD = Downcall.function("fchmod");
  private static final MemorySegment LINKAT = Downcall.function("linkat");
  private static final MemorySegment UNLINK = Downcall.function("unlink");
  private static final MemorySegment FLOCK = Downcall.function("flock");
  private static final MemorySegment PREAD = Downcall.function("pread");
  private static final MemorySegment PWRITE = Downcall.function("pwrite");
  private static final MemorySegment GETRLIMIT = Downcall.function("getrlimit");
  private static final MemorySegment MMAP = Downcall.function("mmap");
  private static final MemorySegment MUNMAP = Downcall.function("munmap");
  private static final MemorySegment MREMAP = Downcall.function("mremap");
  private static final MemorySegment MPROTECT = Downcall.function("mprotect");
  private static final MemorySegment SYSCALL = Downcall.function("syscall");
  private static final MemorySegment SIGACTION = Downcall.function("sigaction");
  private static final MemorySegment GETPAGESIZE = Downcall.function("getpagesize");
  private static final MemorySegment GETEUID = Downcall.function("geteuid");

  private static final int SYS_FUTEX = LinuxFunctions.futexNumber(Platform.architecture());
  private static final int SYS_MEMBARRIER =
      LinuxFunctions.membarrierNumber(Platform.architecture());
  private static final int SYS_RISCV_FLUSH_ICACHE =
      LinuxFunctions.flushNumber(Platform.architecture());

  /**
   * The functions that take mapped memory. The first call to any of these functions links them all.
   */
  private static final class OfMemory {
    static final MethodHandle MSYNC = C.handle("msync", INT, POINTER, LONG, INT);
    static final MethodHandle MADVISE = C.handle("madvise", INT, POINTER, LONG, INT);
    static final MethodHandle MLOCK = C.handle("mlock", INT, POINTER, LONG);
    static final MethodHandle MUNLOCK = C.handle("munlock", INT, POINTER, LONG);
    static final MethodHandle MINCORE = C.handle("mincore", INT, POINTER, LONG, POINTER);
    static final MethodHandle PRCTL =
        C.variadic(1, "prctl", INT, INT, LONG, POINTER, LONG, POINTER);
  }

  /**
   * The handle for {@code futex}, linked separately, so that programs that only wait and wake do
   * not link the other handles.
   */
  private static final class OfWords {
    static final MethodHandle FUTEX =
        C.variadic(1, "syscall", LONG, LONG, POINTER, INT, INT, POINTER);
  }

  private static int number(MemorySegment function, long... arguments) {
    return (int) C.make(-1, state -> (int) ofSix(function, state, arguments));
  }

  private static long word(MemorySegment function, long... arguments) {
    return C.make(-1, state -> ofSix(function, state, arguments));
  }

  private static long ofSix(MemorySegment function, MemorySegment state, long... some)
      throws Throwable {
    long[] all = Arrays.copyOf(some, 6);
    return (long)
        OF_SIX.invokeExact(function, state, all[0], all[1], all[2], all[3], all[4], all[5]);
  }

  private static int number(Downcall.Call call) {
    return (int) C.make(-1, call);
  }

  @Override
  public int open(MemorySegment path, int flags, int mode) {
    return number(OPEN, path.address(), flags, mode);
  }

  /** Never repeats the call, because Linux frees the descriptor even if the call returns EINTR. */
  @Override
  public int close(int fd) {
    return (int) C.makeOnce(-1, MemorySegment.NULL, state -> (int) ofSix(CLOSE, state, fd));
  }

  @Override
  public int fcntl(int fd, int command, int argument) {
    return number(FCNTL, fd, command, argument);
  }

  @Override
  public int fcntl(int fd, int command, MemorySegment argument) {
    return number(FCNTL, fd, command, argument.address());
  }

  @Override
  public int memfd_create(MemorySegment name, int flags) {
    return number(MEMFD_CREATE, name.address(), flags);
  }

  @Override
  public int statx(int directory, MemorySegment path, int flags, int mask, MemorySegment status) {
    return number(STATX, directory, path.address(), flags, mask, status.address());
  }

  @Override
  public int fstatfs(int fd, MemorySegment status) {
    return number(FSTATFS, fd, status.address());
  }

  @Override
  public int ftruncate(int fd, long length) {
    return number(FTRUNCATE, fd, length);
  }

  /**
   * Negates the result, because {@code posix_fallocate} returns the error number instead of setting
   * errno.
   */
  @Override
  public int posix_fallocate(int fd, long offset, long length) {
    int errno;
    do {
      errno = number(POSIX_FALLOCATE, fd, offset, length);
    } while (errno == Errno.EINTR);
    return -errno;
  }

  /** Negates the result for the same reason as {@link #posix_fallocate}. */
  @Override
  public int posix_fadvise(int fd, long offset, long length, int advice) {
    return -number(POSIX_FADVISE, fd, offset, length, advice);
  }

  @Override
  public long lseek(int fd, long offset, int whence) {
    return word(LSEEK, fd, offset, whence);
  }

  @Override
  public int fchmod(int fd, int mode) {
    return number(FCHMOD, fd, mode);
  }

  @Override
  public int linkat(int fromFolder, MemorySegment from, int toFolder, MemorySegment to, int flags) {
    return number(LINKAT, fromFolder, from.address(), toFolder, to.address(), flags);
  }

  @Override
  public int unlink(MemorySegment path) {
    return number(UNLINK, path.address());
  }

  @Override
  public int flock(int fd, int operation) {
    return number(FLOCK, fd, operation);
  }

  @Override
  public long pread(int fd, MemorySegment buffer, long count, long offset) {
    return word(PREAD, fd, buffer.address(), count, offset);
  }

  @Override
  public int getrlimit(int resource, MemorySegment limits) {
    return number(GETRLIMIT, resource, limits.address());
  }

  @Override
  public long pwrite(int fd, MemorySegment buffer, long count, long offset) {
    return word(PWRITE, fd, buffer.address(), count, offset);
  }

  @Override
  public long mmap(long address, long length, int protection, int flags, int fd, long offset) {
    return word(MMAP, address, length, protection, flags, fd, offset);
  }

  @Override
  public int munmap(long address, long length) {
    return number(MUNMAP, address, length);
  }

  @Override
  public long mremap(long address, long oldLength, long newLength, int flags, long newAddress) {
    return word(MREMAP, address, oldLength, newLength, flags, newAddress);
  }

  @Override
  public int mprotect(long address, long length, int protection) {
    return number(MPROTECT, address, length, protection);
  }

  @Override
  public int riscv_flush_icache(long start, long end) {
    return SYS_RISCV_FLUSH_ICACHE == 0 ? 0 : number(SYSCALL, SYS_RISCV_FLUSH_ICACHE, start, end, 0);
  }

  @Override
  public int msync(MemorySegment range, long length, int flags) {
    return number(state -> (int) OfMemory.MSYNC.invokeExact(state, range, length, flags));
  }

  @Override
  public int madvise(MemorySegment range, long length, int advice) {
    return number(state -> (int) OfMemory.MADVISE.invokeExact(state, range, length, advice));
  }

  @Override
  public int mlock(MemorySegment range, long length) {
    return number(state -> (int) OfMemory.MLOCK.invokeExact(state, range, length));
  }

  @Override
  public int munlock(MemorySegment range, long length) {
    return number(state -> (int) OfMemory.MUNLOCK.invokeExact(state, range, length));
  }

  @Override
  public int mincore(MemorySegment range, long length, MemorySegment vector) {
    return number(state -> (int) OfMemory.MINCORE.invokeExact(state, range, length, vector));
  }

  @Override
  public int prctl(int option, long what, MemorySegment range, long length, MemorySegment name) {
    return number(
        state -> (int) OfMemory.PRCTL.invokeExact(state, option, what, range, length, name));
  }

  /** Never repeats the call, because an interrupted waiter may also have been woken. */
  @Override
  public int futex(MemorySegment word, int operation, int value, MemorySegment timeout) {
    return (int)
        C.makeOnce(
            -1,
            MemorySegment.NULL,
            state ->
                (long)
                    OfWords.FUTEX.invokeExact(
                        state, (long) SYS_FUTEX, word, operation, value, timeout));
  }

  @Override
  public int membarrier(int command) {
    return number(SYSCALL, SYS_MEMBARRIER, command, 0, 0);
  }

  @Override
  public int sigaction(int signal, MemorySegment action, MemorySegment before) {
    return number(SIGACTION, signal, action.address(), before.address());
  }

  @Override
  public int getpagesize() {
    return number(GETPAGESIZE);
  }

  @Override
  public int geteuid() {
    return number(GETEUID);
  }
}
