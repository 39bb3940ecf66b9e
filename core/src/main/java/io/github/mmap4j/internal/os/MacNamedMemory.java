package io.github.mmap4j.internal.os;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;

/**
 * Named memory on macOS, by {@code shm_open} as implemented in bsd/kern/posix_shm.c of Apple's xnu.
 * The kernel keeps a name until it is unlinked or the system shuts down, but offers neither files
 * nor a list of names. The length can be set only once, after the memory has been named, and is
 * rounded up to whole pages; {@link #createOrOpen} waits until the length is set. Objects have no
 * identity beyond the name, so if another process recreates a name, releasing our memory unlinks
 * the name of the new memory.
 */
final class MacNamedMemory implements NamedMemory {
  private static final int OWNER_ONLY = 0600;

  private static final int MOST_TRIES = 1000;
  private static final long NANOS_BETWEEN_TRIES = 100_000;

  private final MacSystemCalls os;
  private final MacFunctions c;

  MacNamedMemory(MacSystemCalls os, MacFunctions c) {
    this.os = os;
    this.c = c;
  }

  private static String kernelName(String name) {
    return "/" + name;
  }

  private static int withName(String name, ToIntFunction<MemorySegment> call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment string = Downcall.string(arena, kernelName(name).getBytes(US_ASCII));
      return call.applyAsInt(string);
    }
  }

  /** Returns a descriptor, which the kernel makes close-on-exec, or the negative errno. */
  private int open(String name, int flags) {
    return withName(name, string -> c.shm_open(string, flags, OWNER_ONLY));
  }

  private int unlinkNow(String name) {
    return withName(name, c::shm_unlink);
  }

  @Override
  public Named create(String name, long length) {
    int fd = open(name, MacFunctions.O_RDWR | MacFunctions.O_CREAT | MacFunctions.O_EXCL);
    if (fd < 0) {
      String why = fd == -Errno.EEXIST ? facts(name, length) : null;
      return failed("shm_open", kernelName(name) + ", O_CREAT | O_EXCL", -fd, why);
    }
    int sized = os.truncate(fd, length);
    if (sized < 0) {
      unlinkNow(name);
      os.close(fd);
      return failed("ftruncate", kernelName(name) + ", " + length, -sized, null);
    }
    return new Named(Outcome.DONE, fd, length, new NameOwner(() -> unlinkNow(name), () -> 0));
  }

  /** Returns a failure, with the system's hint if {@code why} is null. */
  private Named failed(String call, String arguments, int errno, String why) {
    String hint = why == null ? os.hint(SystemCall.OPEN, errno) : why;
    return Named.failed(call, arguments, errno, hint);
  }

  /**
   * Returns a description of the holder of a taken name and of the request, or null if the holder
   * is unknown.
   */
  private String facts(String name, long length) {
    int fd = open(name, MacFunctions.O_RDONLY);
    if (fd < 0) {
      return null;
    }
    FileStatus found = os.status(fd);
    os.close(fd);
    return "%s belongs to user %d and has %d bytes, and user %d asked for %s"
        .formatted(
            kernelName(name),
            found.user(),
            found.size(),
            c.geteuid(),
            length == 0 ? "it" : length + " bytes");
  }

  @Override
  public Named open(String name, boolean forWriting) {
    int fd = open(name, forWriting ? MacFunctions.O_RDWR : MacFunctions.O_RDONLY);
    if (fd < 0) {
      return failed("shm_open", kernelName(name), -fd, null);
    }
    FileStatus found = os.status(fd);
    if (found.errno() == 0 && found.user() == c.geteuid() && found.size() > 0) {
      return new Named(Outcome.DONE, fd, found.size(), null);
    }
    os.close(fd);
    if (found.errno() != 0) {
      return failed("fstat", kernelName(name), found.errno(), null);
    }
    return found.size() > 0
        ? failed("shm_open", kernelName(name), Errno.EACCES, facts(name, 0))
        : failed(
            "shm_open",
            kernelName(name),
            Errno.EAGAIN,
            "it has no length: its creator is about to set one, or was killed before;"
                + " unlink removes the name");
  }

  @Override
  public Named createOrOpen(String name, long length) {
    for (int i = 0; ; i++) {
      Named found = open(name, true);
      int errno = found.outcome().errno();
      if (errno != Errno.ENOENT && (errno != Errno.EAGAIN || i >= MOST_TRIES)) {
        return withLength(name, length, found);
      }
      if (errno == Errno.EAGAIN) {
        LockSupport.parkNanos(NANOS_BETWEEN_TRIES);
        continue;
      }
      Named made = create(name, length);
      if (made.outcome().errno() != Errno.EEXIST || i >= MOST_TRIES) {
        return made;
      }
    }
  }

  private Named withLength(String name, long length, Named found) {
    if (found.fd() < 0) {
      return found;
    }
    if (found.length() == new Pages(os.pageSize()).whole(length)) {
      return new Named(Outcome.DONE, found.fd(), length, null);
    }
    os.close(found.fd());
    return failed("shm_open", name + ", " + length, Errno.EEXIST, facts(name, length));
  }

  @Override
  public Outcome unlink(String name) {
    int fd = open(name, MacFunctions.O_RDONLY);
    if (fd < 0) {
      return new Outcome("shm_open", kernelName(name), -fd, null);
    }
    boolean mine = os.status(fd).user() == c.geteuid();
    os.close(fd);
    int result = mine ? unlinkNow(name) : -Errno.EACCES;
    return result >= 0
        ? Outcome.DONE
        : new Outcome("shm_unlink", kernelName(name), -result, mine ? null : facts(name, 0));
  }

  @Override
  public Listing list() {
    return new Listing(noList(), List.of());
  }

  @Override
  public Outcome unlinkStale(String name) {
    return noList();
  }

  private static Outcome noList() {
    return new Outcome("list", "", Errno.ENOSYS, "macOS has no list of the names of shared memory");
  }
}
