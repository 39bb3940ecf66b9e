package io.github.mmap4j;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileStatus;
import io.github.mmap4j.internal.os.Os;
import java.io.IOException;

/**
 * What lies behind memory that the system has mapped, and the calls on its descriptor, whose
 * failures become exceptions here.
 *
 * @param fd {@link #NO_FD} where there is none, or none was kept
 */
record NativeFile(Os os, Kind kind, int fd) {
  static final int NO_FD = -1;

  enum Kind {
    FILE,
    /** A memfd, which nobody else can change. */
    MEMORY_FILE,
    PRIVATE_ANONYMOUS
  }

  boolean isFile() {
    return kind == Kind.FILE;
  }

  boolean isPrivateAnonymous() {
    return kind == Kind.PRIVATE_ANONYMOUS;
  }

  /** Whether its length can be asked for and changed. */
  boolean isSized() {
    return kind != Kind.FILE || fd != NO_FD;
  }

  /** The file's length; {@code operation} is what needs it. */
  long size(String operation) throws IOException {
    if (fd == NO_FD) {
      throw new IllegalStateException(
          operation + " needs the file's descriptor, and trackFd(false) kept none");
    }
    FileStatus status = os.status(fd);
    check("statx", "" + fd, -status.errno(), null);
    return status.size();
  }

  void truncate(long length) throws IOException {
    check("ftruncate", fd + ", " + length, os.truncate(fd, length), null);
  }

  void reserve(long offset, long length) throws IOException {
    check(
        "posix_fallocate",
        fd + ", " + offset + ", " + length,
        os.reserve(fd, offset, length),
        null);
  }

  void check(String call, String arguments, long result, String cause) throws MmapException {
    check(os, call, arguments, result, cause);
  }

  /** The one place where a call's failure becomes an exception. */
  static void check(Os os, String call, String arguments, long result, String cause)
      throws MmapException {
    // A mapping may lie in the upper half of the address space; an errno is never below -4095.
    if (result < 0 && result >= -Errno.MAX) {
      int errno = (int) -result;
      String known = cause == null || errno != Errno.EINVAL ? os.hint(call, errno) : cause;
      throw new MmapException(call, arguments, errno, known);
    }
  }
}
