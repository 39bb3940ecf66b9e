package io.github.mmap4j.internal.os;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.internal.os.OwnerFile.Stage;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

// This file is longer than others, because creating and opening a name recover from every state in
// which another process may leave it.
/**
 * Named memory on Linux: files in {@code /dev/shm}. {@code shm_open} uses the same folder, so other
 * programs find the memory by the same name.
 *
 * <p>An {@link OwnerFile} beside each memory file identifies the owner's process. The owner file
 * stays locked until the owner releases the name, decides to keep it, or terminates. Both files get
 * their names only once they are complete, so a process never finds memory without its length, nor
 * an owner file without its lock. The owner file gets its name first and loses it last, so memory
 * without an owner file was not created by this library.
 *
 * <p>Other programs unlink the memory's name without the owner file. The owner file says whether
 * the memory has had its name. If it has, and the name is missing, the name is free, and the next
 * creator removes the owner file. The owner's memory stays usable.
 */
final class LinuxNamedMemory implements NamedMemory {
  /** The folder that {@code shm_open} uses. */
  static final String FOLDER = "/dev/shm";

  /** The longest time to wait for another process that is creating or removing the same name. */
  private static final long PATIENCE_NANOS = 2_000_000_000;

  /** The number of attempts before giving up, because a machine may stall during the first one. */
  private static final int LEAST_TRIES = 5;

  private static final long NANOS_BETWEEN_TRIES = 50_000;

  /** The number of attempts to create a name that is taken although no memory has it. */
  private static final int MOST_TRIES = 200;

  private final SystemCalls os;
  private final IpcCalls ipc;
  private final String folder;
  private final LinuxOwnerFiles owners;

  LinuxNamedMemory(SystemCalls os, IpcCalls ipc, String folder) {
    this.os = os;
    this.ipc = ipc;
    this.folder = folder;
    this.owners = new LinuxOwnerFiles(os, ipc, folder);
  }

  @Override
  public String path(String name) {
    return owners.memoryPath(name);
  }

  @Override
  public boolean areFiles() {
    return true;
  }

  /** Returns a failure, with the system's hint if {@code why} is null. */
  private Named failed(String call, String arguments, int errno, String why) {
    String hint = why == null ? os.hint(SystemCall.OPEN, errno) : why;
    return Named.failed(call, arguments, errno, hint);
  }

  @Override
  public Named create(String name, long length) {
    Named memory = unnamed(name, length);
    if (memory.fd() < 0) {
      return memory;
    }
    long start = System.nanoTime();
    Named made = name(name, length, memory.fd());
    for (int tries = 1;
        tries < MOST_TRIES && !isTooLate(tries, start) && isUnclear(name, made);
        tries++) {
      LockSupport.parkNanos(NANOS_BETWEEN_TRIES);
      made = name(name, length, memory.fd());
    }
    if (made.fd() < 0) {
      os.close(memory.fd());
    }
    return made;
  }

  private static boolean isTooLate(int tries, long start) {
    return tries >= LEAST_TRIES && System.nanoTime() - start > PATIENCE_NANOS;
  }

  /** Returns whether the name was taken, but no memory has it now. */
  private boolean isUnclear(String name, Named made) {
    return made.outcome().errno() == Errno.EEXIST
        && ipc.status(owners.memory(name)).errno() == Errno.ENOENT;
  }

  /** Creates memory that has its length and its space, but no name yet. */
  private Named unnamed(String name, long length) {
    int fd = ipc.unnamed(folder.getBytes(US_ASCII));
    if (fd < 0) {
      return failed("open", folder + ", O_TMPFILE", -fd, "shared memory lies in " + folder);
    }
    int sized = os.truncate(fd, length);
    if (sized < 0) {
      os.close(fd);
      return failed("ftruncate", name + ", " + length, -sized, null);
    }
    // Space is reserved now, so that a full file system causes an error here rather than a fault on
    // a later access.
    int reserved = os.reserve(fd, 0, length);
    if (reserved < 0) {
      os.close(fd);
      String why = "shared memory needs room in " + folder;
      return failed("posix_fallocate", name + ", 0, " + length, -reserved, why);
    }
    return new Named(Outcome.DONE, fd, length, null);
  }

  /** Names the memory of {@code fd}, which stays open if that fails. */
  private Named name(String name, long length, int fd) {
    int ownerFd = ipc.unnamed(folder.getBytes(US_ASCII));
    if (ownerFd < 0) {
      return failed("open", folder + ", O_TMPFILE", -ownerFd, null);
    }
    Named made = name(name, length, fd, ownerFd);
    if (made.fd() < 0) {
      os.close(ownerFd);
    }
    return made;
  }

  private Named name(String name, long length, int fd, int ownerFd) {
    OwnerFile begun = OwnerFile.begun(os.status(fd));
    int written = ipc.write(ownerFd, begun.bytes());
    int locked = written < 0 ? written : ipc.lock(ownerFd);
    if (locked < 0) {
      return failed("flock", owners.ownerPath(name), -locked, null);
    }
    int linked = ipc.link(ownerFd, owners.ownerFile(name));
    if (linked == -Errno.EEXIST && owners.removeUnused(name)) {
      linked = ipc.link(ownerFd, owners.ownerFile(name));
    }
    if (linked >= 0) {
      linked = ipc.link(fd, owners.memory(name));
      if (linked < 0) {
        owners.unlink(name, ownerFd);
      }
    }
    if (linked < 0) {
      String call = linked == -Errno.EEXIST ? "create" : "linkat";
      String why = linked == -Errno.EEXIST ? facts(name, length) : null;
      return failed(call, name + ", " + length, -linked, why);
    }
    OwnerFile content = begun.at(Stage.OWNED);
    int completed = ipc.write(ownerFd, content.bytes());
    if (completed < 0) {
      owners.unlinkPair(name, ownerFd, content);
      return failed("pwrite", owners.ownerPath(name), -completed, null);
    }
    return new Named(Outcome.DONE, fd, length, owner(name, ownerFd, content));
  }

  /**
   * Returns a description of what has a taken name and of the request, or null if nothing has the
   * name now.
   */
  private String facts(String name, long length) {
    FileStatus memory = ipc.status(owners.memory(name));
    if (memory.errno() == 0) {
      return facts(path(name), memory, length)
          + (memory.user() == ipc.userId() && isStale(name)
              ? "; its owner is gone, it can be removed"
              : "");
    }
    Long creator =
        owners.with(name, (fd, content) -> owners.isOwnerGone(fd) ? null : content.process());
    if (creator != null) {
      return "process %d is creating %s at this moment".formatted(creator, path(name));
    }
    FileStatus mark = ipc.status(owners.ownerFile(name));
    return mark.errno() == 0
        ? facts(owners.ownerPath(name), mark, length) + "; this file reserves the name"
        : null;
  }

  private String facts(String path, FileStatus found, long length) {
    return "%s%s belongs to user %d%s, and user %d asked for %s"
        .formatted(
            found.isSymbolicLink() ? "a symbolic link (never followed) called " : "",
            path,
            found.user(),
            found.isRegular() ? " and has " + found.size() + " bytes" : "",
            ipc.userId(),
            length == 0 ? "it" : length + " bytes");
  }

  private boolean isStale(String name) {
    return owners.with(name, (fd, content) -> owners.isOwnerGone(fd) && !content.isKept())
        == Boolean.TRUE;
  }

  @Override
  public Named open(String name, boolean forWriting) {
    int fd = ipc.open(owners.memory(name), forWriting);
    if (fd < 0) {
      return failed("open", path(name), -fd, fd == -Errno.ENOENT ? null : facts(name, 0));
    }
    FileStatus found = os.status(fd);
    if (found.isRegular() && found.user() == ipc.userId() && found.size() > 0) {
      return new Named(Outcome.DONE, fd, found.size(), null);
    }
    os.close(fd);
    int errno = found.isRegular() && found.size() > 0 ? Errno.EACCES : Errno.EINVAL;
    return failed("open", path(name), errno, facts(name, 0));
  }

  /**
   * Opens and creates in turn, because other processes may create or unlink the name in between.
   * Memory without a length is tried again, because other programs set the length of their memory
   * after naming it.
   */
  @Override
  public Named createOrOpen(String name, long length) {
    long start = System.nanoTime();
    Named memory = null;
    try {
      for (int tries = 1; ; tries++) {
        Named found = open(name, true);
        if (!isInTransition(name, found.outcome().errno())) {
          return withLength(name, length, found);
        }
        if (memory == null) {
          memory = unnamed(name, length);
        }
        Named made = memory.fd() < 0 ? memory : name(name, length, memory.fd());
        if (made.fd() >= 0) {
          memory = null;
          return made;
        }
        if (made.outcome().errno() != Errno.EEXIST) {
          return made;
        }
        if (isTooLate(tries, start)) {
          return found.outcome().errno() == Errno.ENOENT ? made : found;
        }
        LockSupport.parkNanos(NANOS_BETWEEN_TRIES);
      }
    } finally {
      if (memory != null && memory.fd() >= 0) {
        os.close(memory.fd());
      }
    }
  }

  /**
   * Returns whether opening failed with {@code errno} because the name has no usable memory yet.
   */
  private boolean isInTransition(String name, int errno) {
    if (errno != Errno.EINVAL) {
      return errno == Errno.ENOENT;
    }
    FileStatus now = ipc.status(owners.memory(name));
    return now.errno() == Errno.ENOENT || now.isRegular() && now.user() == ipc.userId();
  }

  private Named withLength(String name, long length, Named found) {
    if (found.fd() < 0 || found.length() == length) {
      return found;
    }
    os.close(found.fd());
    return failed("open", name + ", " + length, Errno.EEXIST, facts(name, length));
  }

  @Override
  public Outcome unlink(String name) {
    FileStatus found = ipc.status(owners.memory(name));
    if (found.errno() == 0 && !(found.isRegular() && found.user() == ipc.userId())) {
      return new Outcome("unlink", path(name), Errno.EACCES, facts(name, 0));
    }
    int result = ipc.unlink(owners.memory(name));
    owners.removeUnused(name);
    return result < 0 ? new Outcome("unlink", path(name), -result, null) : Outcome.DONE;
  }

  /**
   * Holds the lock on the owner file while unlinking the name, so that no other process removes the
   * same stale name. While the owner file exists, no process can create the name again.
   */
  @Override
  public Outcome unlinkStale(String name) {
    Outcome outcome = owners.with(name, (fd, content) -> unlinkStale(name, fd, content));
    return outcome != null
        ? outcome
        : new Outcome("unlink", path(name), Errno.ENOENT, "no owner is known");
  }

  private Outcome unlinkStale(String name, int ownerFd, OwnerFile content) {
    if (!owners.isOwnerGone(ownerFd)) {
      return new Outcome("flock", path(name), Errno.EAGAIN, "its owner lives");
    }
    if (content.isKept() && content.isOf(ipc.status(owners.memory(name)))) {
      return new Outcome("unlink", path(name), Errno.EBUSY, "it was left on purpose");
    }
    return owners.unlinkPair(name, ownerFd, content)
        ? Outcome.DONE
        : new Outcome("unlink", path(name), Errno.ENOENT, "another process has removed it");
  }

  private NameOwner owner(String name, int ownerFd, OwnerFile content) {
    return new NameOwner(
        () -> {
          owners.unlinkPair(name, ownerFd, content);
          os.close(ownerFd);
        },
        () -> {
          int result = ipc.write(ownerFd, content.at(Stage.KEPT).bytes());
          if (result >= 0) {
            os.close(ownerFd);
          }
          return result;
        });
  }

  @Override
  public Listing list() {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of(folder), OwnerFile.PREFIX + "*")) {
      for (Path file : files) {
        // Names created by this library are ASCII; files with other names can't be opened and are
        // left out.
        String name = file.getFileName().toString().substring(OwnerFile.PREFIX.length());
        Entry entry = owners.with(name, (fd, content) -> entry(name, fd, content));
        if (entry != null) {
          entries.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      String why = "it can't be listed: " + e.getMessage();
      return new Listing(new Outcome("opendir", folder, Errno.EIO, why), List.of());
    }
    entries.sort(Comparator.comparing(Entry::name));
    return new Listing(Outcome.DONE, entries);
  }

  /**
   * Returns the entry, or null if the owner is running but the name no longer refers to its memory,
   * so that the name is free.
   */
  private Entry entry(String name, int ownerFd, OwnerFile content) {
    FileStatus memory = ipc.status(owners.memory(name));
    boolean there = content.isOf(memory);
    boolean gone = owners.isOwnerGone(ownerFd);
    if (!there && !gone) {
      return null;
    }
    State state = !gone ? State.OWNED : there && content.isKept() ? State.KEPT : State.STALE;
    return new Entry(name, there ? memory.size() : 0, content.process(), state);
  }
}
