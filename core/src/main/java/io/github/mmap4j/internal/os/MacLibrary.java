package io.github.mmap4j.internal.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The C library of macOS. The constructor links all functions, or fails. */
final class MacLibrary implements MacFunctions {
  private final Downcall c;
  private final MethodHandle open;
  private final MethodHandle fcntl;
  private final MethodHandle fcntlAt;
  private final MethodHandle shmOpen;
  private final MethodHandle shmUnlink;
  private final MethodHandle geteuid;
  private final MethodHandle fsync;
  private final MethodHandle close;
  private final MethodHandle fstat;
  private final MethodHandle ftruncate;
  private final MethodHandle mmap;
  private final MethodHandle munmap;
  private final MethodHandle msync;
  private final MethodHandle madvise;
  private final MethodHandle mlock;
  private final MethodHandle munlock;
  private final MethodHandle mincore;
  private final MethodHandle getpagesize;

  MacLibrary(Downcall c, String fstatName) {
    this.c = c;
    open = c.variadic(2, "open", JAVA_INT, ADDRESS, JAVA_INT);
    fcntl = c.variadic(2, "fcntl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    fcntlAt = c.variadic(2, "fcntl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    shmOpen = c.variadic(2, "shm_open", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    shmUnlink = c.handle("shm_unlink", JAVA_INT, ADDRESS);
    geteuid = c.handle("geteuid", JAVA_INT);
    fsync = c.handle("fsync", JAVA_INT, JAVA_INT);
    close = c.handle("close", JAVA_INT, JAVA_INT);
    fstat = c.handle(fstatName, JAVA_INT, JAVA_INT, ADDRESS);
    ftruncate = c.handle("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);
    mmap =
        c.handle("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    munmap = c.handle("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
    msync = c.handle("msync", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    madvise = c.handle("madvise", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    mlock = c.handle("mlock", JAVA_INT, ADDRESS, JAVA_LONG);
    munlock = c.handle("munlock", JAVA_INT, ADDRESS, JAVA_LONG);
    mincore = c.handle("mincore", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS);
    getpagesize = c.handle("getpagesize", JAVA_INT);
  }

  /** Returns the name of fstat; on x86-64 the plain name has inodes of 32 bits. */
  static String fstatOn(String architecture) {
    return architecture.equals("aarch64") ? "fstat" : "fstat$INODE64";
  }

  private int make(Downcall.Call call) {
    return (int) c.make(-1, call);
  }

  @Override
  public int open(MemorySegment path, int flags) {
    return make(state -> (int) open.invokeExact(state, path, flags));
  }

  @Override
  public int fcntl(int fd, int command, int argument) {
    return make(state -> (int) fcntl.invokeExact(state, fd, command, argument));
  }

  @Override
  public int fcntl(int fd, int command, MemorySegment argument) {
    return make(state -> (int) fcntlAt.invokeExact(state, fd, command, argument));
  }

  @Override
  public int shm_open(MemorySegment name, int flags, int mode) {
    return make(state -> (int) shmOpen.invokeExact(state, name, flags, mode));
  }

  @Override
  public int shm_unlink(MemorySegment name) {
    return make(state -> (int) shmUnlink.invokeExact(state, name));
  }

  @Override
  public int geteuid() {
    return make(state -> (int) geteuid.invokeExact(state));
  }

  @Override
  public int fsync(int fd) {
    return make(state -> (int) fsync.invokeExact(state, fd));
  }

  /** Never repeated: the number may be another file's by then. */
  @Override
  public int close(int fd) {
    return (int) c.makeOnce(-1, MemorySegment.NULL, state -> (int) close.invokeExact(state, fd));
  }

  @Override
  public int fstat(int fd, MemorySegment status) {
    return make(state -> (int) fstat.invokeExact(state, fd, status));
  }

  @Override
  public int ftruncate(int fd, long length) {
    return make(state -> (int) ftruncate.invokeExact(state, fd, length));
  }

  @Override
  public long mmap(long address, long length, int protection, int flags, int fd, long offset) {
    return c.make(
        -1,
        state -> (long) mmap.invokeExact(state, address, length, protection, flags, fd, offset));
  }

  @Override
  public int munmap(long address, long length) {
    return make(state -> (int) munmap.invokeExact(state, address, length));
  }

  @Override
  public int msync(MemorySegment range, long length, int flags) {
    return make(state -> (int) msync.invokeExact(state, range, length, flags));
  }

  @Override
  public int madvise(MemorySegment range, long length, int advice) {
    return make(state -> (int) madvise.invokeExact(state, range, length, advice));
  }

  @Override
  public int mlock(MemorySegment range, long length) {
    return make(state -> (int) mlock.invokeExact(state, range, length));
  }

  @Override
  public int munlock(MemorySegment range, long length) {
    return make(state -> (int) munlock.invokeExact(state, range, length));
  }

  @Override
  public int mincore(MemorySegment range, long length, MemorySegment vector) {
    return make(state -> (int) mincore.invokeExact(state, range, length, vector));
  }

  @Override
  public int getpagesize() {
    return make(state -> (int) getpagesize.invokeExact(state));
  }
}
