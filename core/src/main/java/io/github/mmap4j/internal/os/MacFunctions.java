package io.github.mmap4j.internal.os;

import java.lang.foreign.MemorySegment;

/**
 * The functions of the macOS C library that this library calls, with constants and layouts that are
 * the same on x86-64 and arm64. A function returns its result or the negative errno. If a signal
 * interrupts a call, the call is repeated, except for {@link #close}.
 */
interface MacFunctions extends PosixFunctions {
  int O_RDONLY = 0;
  int O_RDWR = 2;
  int O_NONBLOCK = 4;
  int O_CREAT = 0x200;
  int O_EXCL = 0x800;
  int O_CLOEXEC = 0x1000000;
  int F_PREALLOCATE = 42;
  int F_FULLFSYNC = 51;
  int F_DUPFD_CLOEXEC = 67;
  int F_ALLOCATEALL = 4;
  int F_PEOFPOSMODE = 3;

  // struct stat with 64-bit inodes

  long STAT_BYTES = 144;
  long ST_MODE = 4;
  long ST_UID = 16;
  long ST_SIZE = 96;
  long ST_BLOCKS = 104;

  /** The unit of st_blocks, in bytes. */
  long BLOCK = 512;

  // struct fstore

  long FSTORE_BYTES = 32;
  long FST_FLAGS = 0;
  long FST_POSMODE = 4;
  long FST_OFFSET = 8;
  long FST_LENGTH = 16;

  int open(MemorySegment path, int flags);

  int fcntl(int fd, int command, MemorySegment argument);

  /**
   * Opens a shared memory object; with {@code O_CREAT}, {@code mode} determines which users may
   * open it.
   */
  int shm_open(MemorySegment name, int flags, int mode);

  int shm_unlink(MemorySegment name);

  /** Fills a {@code struct stat} with 64-bit inodes on every architecture. */
  int fstat(int fd, MemorySegment status);

  int fsync(int fd);
}
