package io.github.mmap4j.internal.os;

import static io.github.mmap4j.internal.os.Downcall.INT;
import static io.github.mmap4j.internal.os.Downcall.LONG;
import static io.github.mmap4j.internal.os.Downcall.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The C library of macOS. */
final class MacLibrary implements MacFunctions {
  private final Downcall c;
  private final MethodHandle open = c.variadic(2, "open", INT, POINTER, INT);
  private final MethodHandle fcntl = c.variadic(2, "fcntl", INT, INT, INT, INT);
  private final MethodHandle fcntlAt = c.variadic(2, "fcntl", INT, INT, INT, POINTER);
  private final MethodHandle shmOpen = c.variadic(2, "shm_open", INT, POINTER, INT, INT);
  private final MethodHandle shmUnlink = c.handle("shm_unlink", INT, POINTER);
  private final MethodHandle geteuid = c.handle("geteuid", INT);
  private final MethodHandle fsync = c.handle("fsync", INT, INT);
  private final MethodHandle close = c.handle("close", INT, INT);
  private final MethodHandle fstat;
  private final MethodHandle ftruncate = c.handle("ftruncate", INT, INT, LONG);
  private final MethodHandle mmap = c.handle("mmap", LONG, LONG, LONG, INT, INT, INT, LONG);
  private final MethodHandle munmap = c.handle("munmap", INT, LONG, LONG);
  private final MethodHandle msync = c.handle("msync", INT, POINTER, LONG, INT);
  private final MethodHandle madvise = c.handle("madvise", INT, POINTER, LONG, INT);
  private final MethodHandle mlock = c.handle("mlock", INT, POINTER, LONG);
  private final MethodHandle munlock = c.handle("munlock", INT, POINTER, LONG);
  private final MethodHandle mincore = c.handle("mincore", INT, POINTER, LONG, POINTER);
  private final MethodHandle getpagesize = c.handle("getpagesize", INT);

  /** Links all functions; throws an exception if one can't be linked. */
  MacLibrary(Downcall c, String fstatName) {
    this.c = c;
    this.fstat = c.handle(fstatName, INT, INT, POINTER);
    super();
  }

  /**
   * Returns the symbol for fstat with 64-bit inodes; on x86-64, plain {@code fstat} reports 32-bit
   * inodes.
   */
  static String fstatOn(String architecture) {
    return architecture.equals("aarch64") ? "fstat" : "fstat$INODE64";
  }

  private int number(Downcall.Call call) {
    return (int) c.make(-1, call);
  }

  @Override
  public int open(MemorySegment path, int flags) {
    return number(state -> (int) open.invokeExact(state, path, flags));
  }

  @Override
  public int fcntl(int fd, int command, int argument) {
    return number(state -> (int) fcntl.invokeExact(state, fd, command, argument));
  }

  @Override
  public int fcntl(int fd, int command, MemorySegment argument) {
    return number(state -> (int) fcntlAt.invokeExact(state, fd, command, argument));
  }

  @Override
  public int shm_open(MemorySegment name, int flags, int mode) {
    return number(state -> (int) shmOpen.invokeExact(state, name, flags, mode));
  }

  @Override
  public int shm_unlink(MemorySegment name) {
    return number(state -> (int) shmUnlink.invokeExact(state, name));
  }

  @Override
  public int geteuid() {
    return number(state -> (int) geteuid.invokeExact(state));
  }

  @Override
  public int fsync(int fd) {
    return number(state -> (int) fsync.invokeExact(state, fd));
  }

  /** Never repeats the call, because the descriptor may belong to another file by then. */
  @Override
  public int close(int fd) {
    return (int) c.makeOnce(-1, MemorySegment.NULL, state -> (int) close.invokeExact(state, fd));
  }

  @Override
  public int fstat(int fd, MemorySegment status) {
    return number(state -> (int) fstat.invokeExact(state, fd, status));
  }

  @Override
  public int ftruncate(int fd, long length) {
    return number(state -> (int) ftruncate.invokeExact(state, fd, length));
  }

  @Override
  public long mmap(long address, long length, int protection, int flags, int fd, long offset) {
    return c.make(
        -1,
        state -> (long) mmap.invokeExact(state, address, length, protection, flags, fd, offset));
  }

  @Override
  public int munmap(long address, long length) {
    return number(state -> (int) munmap.invokeExact(state, address, length));
  }

  @Override
  public int msync(MemorySegment range, long length, int flags) {
    return number(state -> (int) msync.invokeExact(state, range, length, flags));
  }

  @Override
  public int madvise(MemorySegment range, long length, int advice) {
    return number(state -> (int) madvise.invokeExact(state, range, length, advice));
  }

  @Override
  public int mlock(MemorySegment range, long length) {
    return number(state -> (int) mlock.invokeExact(state, range, length));
  }

  @Override
  public int munlock(MemorySegment range, long length) {
    return number(state -> (int) munlock.invokeExact(state, range, length));
  }

  @Override
  public int mincore(MemorySegment range, long length, MemorySegment vector) {
    return number(state -> (int) mincore.invokeExact(state, range, length, vector));
  }

  @Override
  public int getpagesize() {
    return number(state -> (int) getpagesize.invokeExact(state));
  }
}
