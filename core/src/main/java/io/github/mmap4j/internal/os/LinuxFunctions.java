package io.github.mmap4j.internal.os;

import java.lang.foreign.MemorySegment;

/**
 * The functions of the Linux C library that this library calls, with their constants and layouts on
 * x86-64, arm64, riscv64 and s390x. A function returns its result or the negative errno. If a
 * signal interrupts a call, the call is repeated, except for {@link #close} and {@link #futex}.
 */
interface LinuxFunctions extends PosixFunctions {
  int O_RDONLY = 0;
  int O_RDWR = 2;
  int O_ACCMODE = 3;
  int O_NONBLOCK = 0x800;
  int O_CLOEXEC = 0x80000;
  int AT_FDCWD = -100;
  int AT_SYMLINK_NOFOLLOW = 0x100;
  int AT_SYMLINK_FOLLOW = 0x400;
  int AT_EMPTY_PATH = 0x1000;
  int F_GETFL = 3;
  int F_DUPFD_CLOEXEC = 1030;
  int F_ADD_SEALS = 1033;
  int F_GET_SEALS = 1034;
  int F_OFD_SETLK = 37;
  int MFD_CLOEXEC = 1;
  int MFD_ALLOW_SEALING = 2;
  int MFD_HUGETLB = 4;
  int MFD_HUGE_SHIFT = PlatformConstant.HUGE_SHIFT;
  int SEEK_DATA = 3;
  int SEEK_HOLE = 4;
  int LOCK_EX = 2;
  int LOCK_NB = 4;
  short F_WRLCK = 1;
  int POSIX_FADV_DONTNEED = 4;
  int MAP_FIXED = 0x10;
  int MAP_FIXED_NOREPLACE = 0x100000;
  int PROT_NONE = 0;
  int RLIMIT_AS = 9;
  int RLIMIT_BYTES = 16;
  long RLIM_INFINITY = -1;
  int MREMAP_MAYMOVE = 1;
  int MREMAP_FIXED = 2;
  int PR_SET_VMA = 0x53564d41;
  long PR_SET_VMA_ANON_NAME = 0;
  int FUTEX_WAIT = 0;
  int FUTEX_WAKE = 1;
  int MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED = 1 << 4;
  int SIGBUS = 7;

  // struct statx, which is the same on every architecture, unlike struct stat

  int STATX_TYPE = 0x1;
  int STATX_UID = 0x8;
  int STATX_CTIME = 0x80;
  int STATX_INO = 0x100;
  int STATX_SIZE = 0x200;
  int STATX_BLOCKS = 0x400;
  int STATX_BTIME = 0x800;
  long STATX_BYTES = 256;
  long STX_BLKSIZE = 4;
  long STX_UID = 20;
  long STX_MODE = 28;
  long STX_INO = 32;
  long STX_SIZE = 40;
  long STX_BLOCKS = 48;
  long STX_BTIME = 80;
  long STX_CTIME = 96;
  long STX_RDEV_MAJOR = 128;
  long STX_RDEV_MINOR = 132;
  long STX_DEV_MAJOR = 136;
  long STX_DEV_MINOR = 140;

  // struct flock, all of whose other members are 0 for a lock of the whole file

  long FLOCK_BYTES = 32;
  long L_TYPE = 0;

  // struct statfs, which begins with f_type and f_bsize

  /** The length of struct statfs where it is longest. */
  long STATFS_BYTES = 120;

  long HUGETLBFS_MAGIC = 0x958458f6L;
  long EXT4_SUPER_MAGIC = 0xef53;
  long XFS_SUPER_MAGIC = 0x58465342;
  long BTRFS_SUPER_MAGIC = 0x9123683eL;
  long F2FS_SUPER_MAGIC = 0xf2f52010L;
  long TMPFS_MAGIC = 0x01021994;
  long OVERLAYFS_SUPER_MAGIC = 0x794c7630;

  /**
   * Returns O_NOFOLLOW. 64-bit ARM has kept the values that 32-bit ARM has for O_NOFOLLOW and
   * O_DIRECTORY.
   */
  static int noFollow(String architecture) {
    return architecture.equals("aarch64") ? 0x8000 : 0x20000;
  }

  /** Returns O_TMPFILE, which includes O_DIRECTORY. */
  static int temporaryFile(String architecture) {
    return 0x400000 | (architecture.equals("aarch64") ? 0x4000 : 0x10000);
  }

  /** Returns the length of each of the first two members of struct statfs. */
  static long statfsWord(String architecture) {
    return isS390(architecture) ? Integer.BYTES : Long.BYTES;
  }

  static int futexNumber(String architecture) {
    return isX86(architecture) ? 202 : isS390(architecture) ? 238 : 98;
  }

  static int membarrierNumber(String architecture) {
    return isX86(architecture) ? 324 : isS390(architecture) ? 356 : 283;
  }

  /** Returns the system call number of riscv_flush_icache, or 0 if the architecture lacks it. */
  static int flushNumber(String architecture) {
    return architecture.equals("riscv64") ? 259 : 0;
  }

  private static boolean isX86(String architecture) {
    return architecture.equals("amd64") || architecture.equals("x86_64");
  }

  private static boolean isS390(String architecture) {
    return architecture.equals("s390x");
  }

  int open(MemorySegment path, int flags, int mode);

  int fcntl(int fd, int command, MemorySegment argument);

  int memfd_create(MemorySegment name, int flags);

  int statx(int directory, MemorySegment path, int flags, int mask, MemorySegment status);

  int fstatfs(int fd, MemorySegment status);

  int posix_fallocate(int fd, long offset, long length);

  int posix_fadvise(int fd, long offset, long length, int advice);

  long lseek(int fd, long offset, int whence);

  int fchmod(int fd, int mode);

  int linkat(int fromFolder, MemorySegment from, int toFolder, MemorySegment to, int flags);

  int unlink(MemorySegment path);

  int flock(int fd, int operation);

  long pread(int fd, MemorySegment buffer, long count, long offset);

  long pwrite(int fd, MemorySegment buffer, long count, long offset);

  long mremap(long address, long oldLength, long newLength, int flags, long newAddress);

  int getrlimit(int resource, MemorySegment limits);

  int mprotect(long address, long length, int protection);

  /**
   * Makes new instructions visible to every thread of the process. Does nothing except on RISC-V.
   */
  int riscv_flush_icache(long start, long end);

  int prctl(int option, long what, MemorySegment range, long length, MemorySegment name);

  int futex(MemorySegment word, int operation, int value, MemorySegment timeout);

  int membarrier(int command);

  int sigaction(int signal, MemorySegment action, MemorySegment before);
}
