package io.github.mmap4j;

import static io.github.mmap4j.NativeFile.NO_FD;
import static io.github.mmap4j.NativeFile.check;

import io.github.mmap4j.NativeFile.Kind;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileStatus;
import io.github.mmap4j.internal.os.NamedMemory;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;

/**
 * What the system's own calls map: a file by its path, what a descriptor shows, or memory without a
 * file. Shared anonymous memory is a file without a name (memfd), because that can grow where the
 * system's own kind can't; on a system without memfd it is like the private kind, which no other
 * process can tell apart.
 */
final class NativeSource {
  private final SystemCalls os;
  private final NamedMemory names;
  private final MapSpec spec;

  NativeSource(SystemCalls os, NamedMemory names, MapSpec spec) {
    this.os = os;
    this.names = names;
    this.spec = spec;
  }

  /** Opens the file named by {@code path}'s raw bytes and maps it. */
  Mapping path(byte[] path) throws IOException {
    int fd = os.open(path, spec.writesFile());
    try {
      check(os, "open", spec.source(), fd, null);
    } catch (MmapException e) {
      throw e.whileOpening(spec.source());
    }
    return file(fd);
  }

  /** Maps what the caller's descriptor shows; the caller may close it afterwards. */
  Mapping fileno(int fileno) throws IOException {
    return file(checkFd("fcntl", fileno + ", F_DUPFD_CLOEXEC", os.duplicate(fileno)));
  }

  private Mapping file(int fd) throws IOException {
    try {
      FileStatus status = os.status(fd);
      if (status.isMemory()) {
        return new NativeBacking(os, spec, Kind.NAMED_MEMORY, fd).map(spec.length());
      }
      if (status.isRegular() && os.extendsFiles() && spec.extendsFile(status.size())) {
        return extended(new NativeFile(os, Kind.FILE, fd), status.size());
      }
      long unit =
          status.block() > NativeAccess.pageSize() ? os.mappingUnit(fd) : NativeAccess.pageSize();
      return file(fd, status.isRegular() ? spec.lengthIn(status.size()) : spec.length(), unit);
    } catch (IOException | RuntimeException | Error e) {
      os.close(fd);
      throw e;
    }
  }

  private Mapping file(int fd, long length, long unit) throws IOException {
    int kept = spec.trackFd() ? fd : NO_FD;
    Mapping mapping =
        spec.tagname() == null
            ? new NativeBacking(os, spec, Kind.FILE, kept, unit, null).map(length, fd)
            : taggedFile(fd, kept, length);
    if (kept == NO_FD) {
      os.close(fd);
    }
    return mapping;
  }

  /** Maps what has the tagname already, or this file under it. */
  private Mapping taggedFile(int fd, int kept, long length) throws IOException {
    int protection = NativeBacking.bits(spec.protection(), Protection::numbers);
    int flags = NativeBacking.bits(spec.flags(), MapFlag::numbers);
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

  /** Maps past the end of a file of {@code size} bytes, which is as long again where that fails. */
  private Mapping extended(NativeFile file, long size) throws IOException {
    long end = spec.offset() + spec.length();
    file.truncate(end);
    try {
      return file(file.fd(), spec.length(), NativeAccess.pageSize());
    } catch (IOException | RuntimeException | Error e) {
      file.restore(size, end, e);
      throw e;
    }
  }

  Mapping anonymous() throws IOException {
    if (spec.tagname() != null) {
      return tagname();
    }
    if (spec.isPrivate()) {
      return new NativeBacking(os, spec, Kind.ANONYMOUS, NO_FD).map(spec.length());
    }
    String name = spec.name() == null ? "mmap4j" : spec.name();
    int fd = os.memoryFile(name);
    if (fd == -Errno.ENOSYS) {
      return new NativeBacking(os, spec, Kind.ANONYMOUS, NO_FD).map(spec.length());
    }
    checkFd("memfd_create", name, fd);
    try {
      long end = anonymousEnd();
      check(os, "ftruncate", fd + ", " + end, os.truncate(fd, end), null);
      return new NativeBacking(os, spec, Kind.MEMORY_FILE, fd).map(spec.length());
    } catch (IOException | RuntimeException | Error e) {
      os.close(fd);
      throw e;
    }
  }

  /** As with the system's own anonymous memory, an offset only has to be a multiple of a page. */
  private long anonymousEnd() {
    return Math.min(spec.length(), Long.MAX_VALUE - spec.offset()) + spec.offset();
  }

  /** Where memory with a name is a file to the system, others can change its length. */
  private Mapping tagname() throws IOException {
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

  /** What was found under a name, if anything was. */
  private NamedMemory.Named found(NamedMemory.Named named) throws MmapException {
    NamedMemory.Outcome outcome = named.outcome();
    if (outcome.errno() != 0) {
      String hint = outcome.why();
      throw new MmapException(
          outcome.call(),
          outcome.arguments(),
          outcome.errno(),
          hint == null ? os.hint(outcome.call(), outcome.errno()) : hint);
    }
    return named;
  }

  private int checkFd(String call, String arguments, int fd) throws IOException {
    check(os, call, arguments, fd, null);
    return fd;
  }
}
