package io.github.mmap4j;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileStatus;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Platform;
import io.github.mmap4j.internal.os.SystemCall;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;

/**
 * The file or memory object behind a mapping, and the system calls on its descriptor. This class
 * turns failed system calls into exceptions.
 *
 * @param fd the descriptor, or {@link #NO_FD} if there is none or it was not kept
 */
record NativeFile(SystemCalls os, Kind kind, int fd) {
  static final int NO_FD = -1;

  enum Kind {
    FILE,
    /** A file of the caller's descriptor, whose position must not move. */
    BORROWED_FILE,
    /** A file that is mapped under a tagname; its length is fixed while it is mapped. */
    TAGGED_FILE,
    /** Memory that other processes find by name; its length never changes. */
    NAMED_MEMORY,
    /** A memfd, which no other process uses. */
    MEMORY_FILE,
    /** Memory without a file or descriptor. */
    ANONYMOUS
  }

  boolean isFile() {
    return kind == Kind.FILE || kind == Kind.BORROWED_FILE || kind == Kind.TAGGED_FILE;
  }

  boolean isAnonymous() {
    return kind == Kind.ANONYMOUS;
  }

  boolean hasOneLength() {
    return kind == Kind.TAGGED_FILE || kind == Kind.NAMED_MEMORY;
  }

  /** Returns the file's length; {@code operation} names the call that needs it. */
  long size(String operation) throws IOException {
    requireDescriptor(operation);
    FileStatus status = os.status(fd);
    check(SystemCall.STATX, "" + fd, -status.errno(), null);
    return status.size();
  }

  /** Opens the file anew, so that its present copy is mapped. */
  NativeFile reopened() throws IOException {
    int anew = os.reopen(fd);
    check(SystemCall.OPEN, "/proc/self/fd/" + fd, anew, null);
    return new NativeFile(os, kind, anew);
  }

  private void requireDescriptor(String operation) {
    if (fd == NO_FD) {
      throw new IllegalStateException(
          operation + " needs the file's descriptor, and trackFd(false) kept none");
    }
  }

  /** Returns whether {@link #nextData} may find holes, that is, parts of the file without space. */
  boolean hasHoles() {
    return fd != NO_FD && kind != Kind.BORROWED_FILE && os.hasHoles(fd);
  }

  /**
   * Returns the offset of the first byte at or after {@code offset} that is not in a hole, or
   * {@code end} if there is none before. Bytes past the end of the file count as data, so that a
   * reader notices a truncation.
   */
  long nextData(long offset, long end) {
    long data = os.nextData(fd, offset);
    if (data == -Errno.ENXIO) {
      FileStatus status = os.status(fd);
      return status.errno() == 0 ? Math.clamp(status.size(), offset, end) : offset;
    }
    return Errno.isError(data) ? offset : Math.min(data, end);
  }

  /** Returns the offset of the first byte at or after {@code offset} in a hole, or {@code end}. */
  long nextHole(long offset, long end) {
    long hole = os.nextHole(fd, offset);
    FileStatus status = os.status(fd);
    boolean isInside = !Errno.isError(hole) && status.errno() == 0 && hole < status.size();
    return isInside ? Math.min(hole, end) : end;
  }

  void truncate(long length) throws IOException {
    check(SystemCall.FTRUNCATE, fd + ", " + length, os.truncate(fd, length), null);
  }

  /**
   * Restores the file's earlier {@code size}, unless others have changed the length since this
   * library set it to {@code given}. A failure is added to {@code cause} as a suppressed exception.
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

  /**
   * Writes zeros to a range in the file and returns their number. A file that can't be written in
   * this way is left as it is: a sealed file, or one on hugetlbfs, which can only be mapped. So is
   * the file of the caller's descriptor, which may append whatever is written.
   */
  long writeZeros(long offset, long length) throws IOException {
    if (kind != Kind.FILE) {
      return length;
    }
    long written = os.writeZeros(fd, offset, length);
    if (written == -Errno.ENOSYS || written == -Errno.EINVAL || written == -Errno.EPERM) {
      return length;
    }
    check(SystemCall.PWRITE, fd + ", " + length + ", " + offset, written, null);
    return written;
  }

  /** Drops a range from the page cache, up to the end of its last page. */
  void evict(long offset, long length) throws IOException {
    requireDescriptor("evict");
    if (length == 0) {
      return; // the call takes 0 for all bytes up to the end of the file
    }
    long pages = NativeAccess.pages().whole(length);
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

  /**
   * Throws an exception if a call has failed. A mapping's system calls whose failure the caller
   * must see are checked here.
   */
  static void check(SystemCalls os, SystemCall call, String arguments, long result, String cause)
      throws MmapException {
    if (Errno.isError(result)) {
      int error = (int) -result;
      int errno = Errno.of(error);
      String told = os.hint(call, error);
      if (cause != null && (errno == Errno.EINVAL || errno == Errno.ENOMEM)) {
        told = told == null ? cause : cause + "; " + told;
      }
      throw new MmapException(call.toString(), arguments, errno, told);
    }
  }
}
