package io.github.mmap4j;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileStatus;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Platform;
import io.github.mmap4j.internal.os.SystemCall;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;

/**
 * What lies behind memory that the system has mapped, and the calls on its descriptor, whose
 * failures become exceptions here.
 *
 * @param fd {@link #NO_FD} where there is none, or none was kept
 */
record NativeFile(SystemCalls os, Kind kind, int fd) {
  static final int NO_FD = -1;

  enum Kind {
    FILE,
    /** A file that is mapped under a tagname, which has one length for as long. */
    TAGGED_FILE,
    /** Memory that other processes find, of one length for all its life. */
    NAMED_MEMORY,
    /** A memfd, which nobody else can change. */
    MEMORY_FILE,
    /** Memory that only its address leads to. */
    ANONYMOUS
  }

  boolean isFile() {
    return kind == Kind.FILE || kind == Kind.TAGGED_FILE;
  }

  boolean isAnonymous() {
    return kind == Kind.ANONYMOUS;
  }

  /** Whether its length can be asked for. */
  boolean isSized() {
    return !isFile() || fd != NO_FD;
  }

  boolean hasOneLength() {
    return kind == Kind.TAGGED_FILE || kind == Kind.NAMED_MEMORY;
  }

  /** The file's length; {@code operation} is what needs it. */
  long size(String operation) throws IOException {
    requireDescriptor(operation);
    FileStatus status = os.status(fd);
    check(SystemCall.STATX, "" + fd, -status.errno(), null);
    return status.size();
  }

  private void requireDescriptor(String operation) {
    if (fd == NO_FD) {
      throw new IllegalStateException(
          operation + " needs the file's descriptor, and trackFd(false) kept none");
    }
  }

  void truncate(long length) throws IOException {
    check(SystemCall.FTRUNCATE, fd + ", " + length, os.truncate(fd, length), null);
  }

  /**
   * Gives the file its {@code size} from before {@code cause} back, unless somebody else has
   * changed the length that it was given meanwhile.
   */
  void restore(long size, long given, Throwable cause) {
    try {
      if (!isFile() || size("resize") == given) {
        truncate(size);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  void reserve(long offset, long length) throws IOException {
    if (fd == NO_FD || kind == Kind.NAMED_MEMORY) {
      throw new UnsupportedOperationException(
          "preallocate: there is no file behind anonymous memory on " + Platform.label());
    }
    check(
        SystemCall.POSIX_FALLOCATE,
        fd + ", " + offset + ", " + length,
        os.reserve(fd, offset, length),
        null);
  }

  /** Drops a range from the page cache, up to the end of its last page. */
  void evict(long offset, long length) throws IOException {
    requireDescriptor("evict");
    long pages = Math.ceilDiv(length, NativeAccess.pageSize()) * NativeAccess.pageSize();
    int result = os.evict(fd, offset, pages);
    if (result == -Errno.ENOSYS) {
      throw new UnsupportedOperationException(
          "evict: there is no such call on " + Platform.label());
    }
    check(SystemCall.POSIX_FADVISE, fd + ", " + offset + ", " + pages + ", DONTNEED", result, null);
  }

  void check(SystemCall call, String arguments, long result, String cause) throws MmapException {
    check(os, call, arguments, result, cause);
  }

  /** The one place where a call's failure becomes an exception. */
  static void check(SystemCalls os, SystemCall call, String arguments, long result, String cause)
      throws MmapException {
    if (Errno.isError(result)) {
      int error = (int) -result;
      int errno = Errno.of(error);
      String told = os.hint(call, error);
      String known = cause == null || errno != Errno.EINVAL ? told : and(cause, told);
      throw new MmapException(call.toString(), arguments, errno, known);
    }
  }

  private static String and(String cause, String told) {
    return told == null ? cause : cause + "; " + told;
  }
}
