package io.github.mmap4j.internal.os;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Named memory on Linux: files in {@code /dev/shm}. {@code shm_open} uses the same folder, so other
 * programs find the memory by the same name.
 *
 * <p>An {@link OwnerFile} beside each memory file identifies the owner's process. The owner file
 * stays locked until the owner releases the name, decides to keep it, or terminates. Both files get
 * their names only once they are complete, so a process never finds memory without its length, nor
 * an owner file without its lock. The owner file gets its name first and loses it last, so memory
 * without an owner file was not created by this library.
 */
final class LinuxNamedMemory implements NamedMemory {
  /** The folder that {@code shm_open} uses. */
  static final String FOLDER = "/dev/shm";

  private static final int MOST_TRIES = 1000;

  private final SystemCalls os;
  private final IpcCalls ipc;
  private final String folder;

  LinuxNamedMemory(SystemCalls os, IpcCalls ipc, String folder) {
    this.os = os;
    this.ipc = ipc;
    this.folder = folder;
  }

  @Override
  public String path(String name) {
    return folder + "/" + name;
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

  private byte[] memory(String name) {
    return path(name).getBytes(US_ASCII);
  }

  private byte[] ownerFile(String name) {
    return path(OwnerFile.PREFIX + name).getBytes(US_ASCII);
  }

  @Override
  public Named create(String name, long length) {
    int fd = ipc.unnamed(folder.getBytes(US_ASCII));
    if (fd < 0) {
      return failed("open", folder + ", O_TMPFILE", -fd, "shared memory lies in " + folder);
    }
    Named made = create(name, length, fd);
    if (made.fd() < 0) {
      os.close(fd);
    }
    return made;
  }

  private Named create(String name, long length, int fd) {
    int sized = os.truncate(fd, length);
    if (sized < 0) {
      return failed("ftruncate", name + ", " + length, -sized, null);
    }
    // Space is reserved now, so that a full file system causes an error here rather than a fault on
    // a later access.
    int reserved = os.reserve(fd, 0, length);
    if (reserved < 0) {
      String why = "shared memory needs room in " + folder;
      return failed("posix_fallocate", name + ", 0, " + length, -reserved, why);
    }
    FileStatus memory = os.status(fd);
    int ownerFd = ipc.unnamed(folder.getBytes(US_ASCII));
    if (ownerFd < 0) {
      return failed("open", folder + ", O_TMPFILE", -ownerFd, null);
    }
    Named made = name(name, length, fd, memory, ownerFd);
    if (made.fd() < 0) {
      os.close(ownerFd);
    }
    return made;
  }

  private Named name(String name, long length, int fd, FileStatus memory, int ownerFd) {
    OwnerFile content = OwnerFile.owned(memory);
    int written = ipc.write(ownerFd, content.bytes());
    int locked = written < 0 ? written : ipc.lock(ownerFd);
    if (locked < 0) {
      return failed("flock", path(OwnerFile.PREFIX + name), -locked, null);
    }
    int linked = ipc.link(ownerFd, ownerFile(name));
    if (linked == -Errno.EEXIST && unlinkOrphan(name)) {
      linked = ipc.link(ownerFd, ownerFile(name));
    }
    if (linked >= 0) {
      linked = ipc.link(fd, memory(name));
      if (linked < 0) {
        ipc.unlink(ownerFile(name));
      }
    }
    if (linked < 0) {
      String call = linked == -Errno.EEXIST ? "create" : "linkat";
      String why = linked == -Errno.EEXIST ? facts(name, length) : null;
      return failed(call, name + ", " + length, -linked, why);
    }
    return new Named(Outcome.DONE, fd, length, owner(name, ownerFd, content));
  }

  /**
   * Removes the owner file of a process that was killed before it named the memory; returns whether
   * the file was removed.
   */
  private boolean unlinkOrphan(String name) {
    return ipc.status(memory(name)).errno() == Errno.ENOENT && unlinkStale(name).errno() == 0;
  }

  /**
   * Returns a description of the holder of a taken name and of the request, or null if the holder
   * is unknown.
   */
  private String facts(String name, long length) {
    FileStatus found = ipc.status(memory(name));
    FileStatus owner = found.errno() == 0 ? found : ipc.status(ownerFile(name));
    if (owner.errno() != 0) {
      return null;
    }
    int user = ipc.userId();
    return "%s%s belongs to user %d%s, and user %d asked for %s%s"
        .formatted(
            found.isSymbolicLink() ? "a symbolic link (never followed) called " : "",
            path(name),
            owner.user(),
            found.isRegular() ? " and has " + found.size() + " bytes" : "",
            user,
            length == 0 ? "it" : length + " bytes",
            owner.user() == user && isStale(name) ? "; its owner is gone, it can be removed" : "");
  }

  private boolean isStale(String name) {
    return withOwnerFile(name, (fd, content) -> ipc.lock(fd) >= 0 && !content.isKept())
        == Boolean.TRUE;
  }

  private interface OnOwnerFile<R> {
    R run(int fd, OwnerFile content);
  }

  /** Runs {@code body} on the owner file; returns null if this user has no valid owner file. */
  private <R> R withOwnerFile(String name, OnOwnerFile<R> body) {
    int fd = ipc.open(ownerFile(name), true);
    if (fd < 0) {
      return null;
    }
    try {
      FileStatus file = os.status(fd);
      OwnerFile content =
          file.isRegular() && file.user() == ipc.userId() ? OwnerFile.read(ipc, fd) : null;
      return content == null ? null : body.run(fd, content);
    } finally {
      os.close(fd);
    }
  }

  @Override
  public Named open(String name, boolean forWriting) {
    int fd = ipc.open(memory(name), forWriting);
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

  @Override
  public Named createOrOpen(String name, long length) {
    for (int i = 0; ; i++) {
      Named found = open(name, true);
      if (found.outcome().errno() != Errno.ENOENT || i == MOST_TRIES) {
        return withLength(name, length, found);
      }
      Named made = create(name, length);
      if (made.outcome().errno() != Errno.EEXIST) {
        return made;
      }
    }
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
    FileStatus found = ipc.status(memory(name));
    if (found.errno() == 0 && !(found.isRegular() && found.user() == ipc.userId())) {
      return new Outcome("unlink", path(name), Errno.EACCES, facts(name, 0));
    }
    int result = ipc.unlink(memory(name));
    if (result < 0) {
      if (result == -Errno.ENOENT) {
        unlinkStale(name); // others may have unlinked kept memory, but not its owner file
      }
      return new Outcome("unlink", path(name), -result, null);
    }
    if (ipc.status(ownerFile(name)).user() == ipc.userId()) {
      ipc.unlink(ownerFile(name));
    }
    return Outcome.DONE;
  }

  /**
   * Holds the lock on the owner file while unlinking the name, so that no other process removes the
   * same stale name. While the owner file exists, no process can create the name again.
   */
  @Override
  public Outcome unlinkStale(String name) {
    Outcome outcome = withOwnerFile(name, (fd, content) -> unlinkStale(name, fd, content));
    return outcome != null
        ? outcome
        : new Outcome("unlink", path(name), Errno.ENOENT, "no owner is known");
  }

  private Outcome unlinkStale(String name, int ownerFd, OwnerFile content) {
    int locked = ipc.lock(ownerFd);
    if (locked < 0) {
      return new Outcome("flock", path(name), -locked, "its owner lives");
    }
    if (content.isKept() && content.isOf(ipc.status(memory(name)))) {
      return new Outcome("unlink", path(name), Errno.EBUSY, "it was left on purpose");
    }
    unlinkPair(name, ownerFd, content);
    return Outcome.DONE;
  }

  /**
   * Unlinks the names of the memory and of its owner file, unless they now refer to other files.
   */
  private void unlinkPair(String name, int ownerFd, OwnerFile content) {
    if (ipc.status(ownerFile(name)).isSameFile(os.status(ownerFd))) {
      if (content.isOf(ipc.status(memory(name)))) {
        ipc.unlink(memory(name));
      }
      ipc.unlink(ownerFile(name));
    }
  }

  private NameOwner owner(String name, int ownerFd, OwnerFile content) {
    return new NameOwner(
        () -> {
          unlinkPair(name, ownerFd, content);
          os.close(ownerFd);
        },
        () -> {
          int result = ipc.write(ownerFd, content.kept().bytes());
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
        Entry entry = withOwnerFile(name, (fd, content) -> entry(name, fd, content));
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
   * which then can't be opened.
   */
  private Entry entry(String name, int ownerFd, OwnerFile content) {
    FileStatus memory = ipc.status(memory(name));
    boolean there = content.isOf(memory);
    boolean locked = ipc.lock(ownerFd) >= 0;
    if (!there && !locked) {
      return null;
    }
    State state = !locked ? State.OWNED : there && content.isKept() ? State.KEPT : State.STALE;
    return new Entry(name, there ? memory.size() : 0, content.process(), state);
  }
}
