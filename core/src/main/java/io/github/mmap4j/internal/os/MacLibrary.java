package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The C library of macOS. */
final class MacLibrary implements MacFunctions {
  private final Downcall c;
  private final MethodHandle open = c.variadic(2, "open", JAVA_INT, ADDRESS, JAVA_INT);
  private final MethodHandle fcntl = c.variadic(2, "fcntl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private final MethodHandle fcntlAt =
      c.variadic(2, "fcntl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private final MethodHandle shmOpen =
      c.variadic(2, "shm_open", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private final MethodHandle shmUnlink = c.handle("shm_unlink", JAVA_INT, ADDRESS);
  private final MethodHandle geteuid = c.handle("geteuid", JAVA_INT);
  private final MethodHandle fsync = c.handle("fsync", JAVA_INT, JAVA_INT);
  private final MethodHandle close = c.handle("close", JAVA_INT, JAVA_INT);
  private final MethodHandle fstat;
  private final MethodHandle ftruncate = c.handle("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);
  private final MethodHandle mmap =
      c.handle("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private final MethodHandle munmap = c.handle("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private final MethodHandle msync = c.handle("msync", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private final MethodHandle madvise = c.handle("madvise", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private final MethodHandle mlock = c.handle("mlock", JAVA_INT, ADDRESS, JAVA_LONG);
  private final MethodHandle munlock = c.handle("munlock", JAVA_INT, ADDRESS, JAVA_LONG);
  private final MethodHandle mincore = c.handle("mincore", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS);
  private final MethodHandle getpagesize = c.handle("getpagesize", JAVA_INT);

  /** Links all functions; throws an exception if one can't be linked. */
  MacLibrary(Downcall c, String fstatName) {
    this.c = c;
    this.fstat = c.handle(fstatName, JAVA_INT, JAVA_INT, ADDRESS);
    super();
  }

  /**
   * Returns the symbol for fstat with 64-bit inodes; on x86-64 the plain name has 32-bit inodes.
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
