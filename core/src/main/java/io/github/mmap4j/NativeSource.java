package io.github.mmap4j;

import static io.github.mmap4j.NativeFile.NO_FD;
import static io.github.mmap4j.NativeFile.check;

import io.github.mmap4j.Backing.Opened;
import io.github.mmap4j.NativeFile.Kind;
import io.github.mmap4j.internal.fault.Unreachable;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileCopy;
import io.github.mmap4j.internal.os.FileStatus;
import io.github.mmap4j.internal.os.NamedMemory;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Platform;
import io.github.mmap4j.internal.os.SystemCall;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Uses system calls to map a file by its path, the file of a descriptor, or memory without a file.
 * Shared anonymous memory is a memfd, because a memfd can grow and the system's own kind of shared
 * memory can't. On systems without memfd, shared memory has no descriptor, like private memory.
 * With or without a memfd, no other process uses anonymous memory.
 */
record NativeSource(SystemCalls os, NamedMemory names, MapSpec spec) {
  /** Opens and maps the file whose path has the raw bytes {@code path}. */
  Opened path(byte[] path) throws IOException {
    int fd = descriptor(() -> os.open(path, spec.writesFile()));
    try {
      check(os, SystemCall.OPEN, spec.source(), fd, null);
    } catch (MmapException e) {
      throw e.whileOpening(spec.source());
    }
    return file(fd, Kind.FILE);
  }

  /** Maps the file of the caller's descriptor, which the caller may close afterwards. */
  Opened fileno(int fileno) throws IOException {
    int fd = descriptor(() -> os.duplicate(fileno));
    checkFd(SystemCall.FCNTL, fileno + ", F_DUPFD_CLOEXEC", fd);
    return file(fd, Kind.BORROWED_FILE);
  }

  private Opened file(int opened, Kind kind) throws IOException {
    int fd = opened;
    try {
      FileStatus status = os.status(fd);
      if (status.isMemory()) {
        return new NativeBacking(os, spec, Kind.NAMED_MEMORY, fd).map(spec.length());
      }
      check(os, SystemCall.STATX, "" + fd, -status.errno(), null);
      if (status.isRegular() && os.extendsFiles() && spec.extendsFile(status.size())) {
        return extended(new NativeFile(os, kind, fd), status.size());
      }
      boolean mayBeCopied = status.isRegular() && status.isOnVirtualDevice() && !spec.writesFile();
      // Identifies the copy before opening it again, so that a refresh notices one made meanwhile.
      FileCopy copy = mayBeCopied ? os.copy(fd) : null;
      if (copy != null) {
        fd = reopened(fd);
      }
      long unit =
          status.block() > NativeAccess.pageSize() ? os.mappingUnit(fd) : NativeAccess.pageSize();
      if (spec.reserved() > 0) {
        requireReservable(status.isRegular() && unit == NativeAccess.pageSize());
      }
      return file(
          fd,
          kind,
          status.limitsMapping() ? spec.lengthIn(status.size()) : spec.length(),
          unit,
          copy);
    } catch (IOException | RuntimeException | Error e) {
      os.close(fd);
      throw e;
    }
  }

  /**
   * Replaces a descriptor, because its file may have been copied since it was opened. If that
   * fails, as it does without {@code /proc}, returns the descriptor itself.
   */
  private int reopened(int fd) {
    int anew = os.reopen(fd);
    if (anew < 0) {
      return fd;
    }
    os.close(fd);
    return anew;
  }

  private Opened file(int fd, Kind kind, long length, long unit, FileCopy copy) throws IOException {
    int kept = spec.trackFd() ? fd : NO_FD;
    Opened opened =
        spec.tagname() == null
            ? new NativeBacking(os, spec, kind, kept, unit, null).of(copy).map(length, fd)
            : taggedFile(fd, kept, length);
    if (kept == NO_FD) {
      os.close(fd);
    }
    return opened;
  }

  private void requireReservable(boolean canGrow) {
    if (!os.mapsPastEnd()) {
      throw new UnsupportedOperationException(
          "reserve: a file can't be mapped past its end on " + Platform.label());
    }
    if (!canGrow) {
      throw new UnsupportedOperationException(
          "reserve: %s is neither a regular file of normal pages nor anonymous memory, and can't grow in place"
              .formatted(spec.source()));
    }
  }

  /** Maps the memory that already has the tagname, or else this file under that tagname. */
  private Opened taggedFile(int fd, int kept, long length) throws IOException {
    int protection = SystemNumbers.bits(spec.protection());
    int flags = SystemNumbers.bits(spec.flags());
    NamedMemory.Named tagged =
        found(names.ofFile(spec.tagname(), fd, protection, flags, spec.offset() + length));
    try {
      return new NativeBacking(
              os, spec, Kind.TAGGED_FILE, kept, NativeAccess.pageSize(), tagged.owner())
          .map(length, tagged.fd());
    } catch (IOException | RuntimeException | Error e) {
      tagged.owner().release();
      throw e;
    }
  }

  /** Extends a file of {@code size} bytes and maps it; restores its size if mapping fails. */
  private Opened extended(NativeFile file, long size) throws IOException {
    long end = spec.offset() + spec.length();
    file.truncate(end);
    try {
      return file(file.fd(), file.kind(), spec.length(), NativeAccess.pageSize(), null);
    } catch (IOException | RuntimeException | Error e) {
      file.restore(size, end, e);
      throw e;
    }
  }

  Opened anonymous() throws IOException {
    if (spec.tagname() != null) {
      return tagname();
    }
    long unit = anonymousUnit();
    if (spec.reserved() > 0) {
      requireReservable(unit == NativeAccess.pageSize());
    }
    if (spec.isPrivate()) {
      return withoutFile(unit);
    }
    boolean isHuge = unit > NativeAccess.pageSize();
    String name = spec.name() == null ? "mmap4j" : spec.name();
    int fd = descriptor(() -> isHuge ? os.hugeMemoryFile(name, unit) : os.memoryFile(name));
    if (fd == -Errno.ENOSYS) {
      return withoutFile(unit);
    }
    String notHuge = isHuge && fd < 0 ? os.hugePageHint(unit, -fd) : null;
    if (notHuge != null) {
      throw new MmapException(SystemCall.MEMFD_CREATE.toString(), name, -fd, notHuge);
    }
    checkFd(SystemCall.MEMFD_CREATE, name, fd);
    try {
      int kept = spec.trackFd() ? fd : NO_FD;
      NativeBacking backing = new NativeBacking(os, spec, Kind.MEMORY_FILE, kept, unit, null);
      long end = isHuge ? backing.whole(anonymousEnd()) : anonymousEnd();
      check(os, SystemCall.FTRUNCATE, fd + ", " + end, os.truncate(fd, end), null);
      Opened opened = backing.map(spec.length(), fd);
      if (kept == NO_FD) {
        os.close(fd);
      }
      return opened;
    } catch (IOException | RuntimeException | Error e) {
      os.close(fd);
      throw e;
    }
  }

  private Opened withoutFile(long unit) throws IOException {
    return new NativeBacking(os, spec, Kind.ANONYMOUS, NO_FD, unit, null).map(spec.length());
  }

  /** Returns the size of the pages of anonymous memory. */
  private long anonymousUnit() {
    if (!spec.flags().contains(MapFlag.HUGETLB)) {
      return NativeAccess.pageSize();
    }
    return spec.flags().contains(MapFlag.HUGE_2MB)
        ? 2 << 20
        : spec.flags().contains(MapFlag.HUGE_1GB) ? 1 << 30 : os.hugePageSize();
  }

  /**
   * Returns the length that the memory needs: the offset, which anonymous memory may have too, plus
   * the mapped length.
   */
  private long anonymousEnd() {
    return Math.min(spec.length(), Long.MAX_VALUE - spec.offset()) + spec.offset();
  }

  /**
   * Maps memory by its tagname. The memory counts as a file on systems where others can change its
   * length.
   */
  private Opened tagname() throws IOException {
    NamedMemory.Named found = found(names.createOrOpen(spec.tagname(), anonymousEnd()));
    Kind kind = names.areFiles() ? Kind.FILE : Kind.NAMED_MEMORY;
    try {
      return new NativeBacking(os, spec, kind, found.fd(), NativeAccess.pageSize(), found.owner())
          .map(spec.length());
    } catch (IOException | RuntimeException | Error e) {
      if (found.owner() != null) {
        found.owner().release();
      }
      os.close(found.fd());
      throw e;
    }
  }

  /** Returns {@code named}, or throws if the lookup has failed. */
  private NamedMemory.Named found(NamedMemory.Named named) throws MmapException {
    NamedMemory.Outcome outcome = named.outcome();
    if (outcome.errno() != 0) {
      throw new MmapException(outcome.call(), outcome.arguments(), outcome.errno(), outcome.why());
    }
    return named;
  }

  /** Makes a call that returns a new descriptor, again if forgotten mappings hold too many. */
  private static int descriptor(LongSupplier call) {
    return (int) Unreachable.reclaimed(NativeSource::isAtLimit, call);
  }

  private static boolean isAtLimit(long result) {
    return result == -Errno.EMFILE || result == -Errno.ENFILE;
  }

  private int checkFd(SystemCall call, String arguments, int fd) throws IOException {
    check(os, call, arguments, fd, null);
    return fd;
  }
}
