package io.github.mmap4j.internal.os;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.internal.os.OwnerFile.Stage;
import java.util.concurrent.locks.LockSupport;

/**
 * The {@link OwnerFile}s in the folder of named memory, and their two locks.
 *
 * <p>The owner holds {@code flock} on its file from before the file has a name until the owner
 * releases or keeps the memory's name, or terminates. So a process that gets this lock knows that
 * no owner is alive.
 *
 * <p>Any process that unlinks an owner file holds the file's change lock, and checks under the lock
 * that the name still refers to this file. So no process unlinks a file that another process has
 * linked under the same name in the meantime. The change lock is held only during a few system
 * calls.
 */
final class LinuxOwnerFiles {
  /** The longest time to wait for a change lock, whose holder may have been stopped. */
  private static final int MOST_TRIES = 1000;

  private static final long NANOS_BETWEEN_TRIES = 100_000;

  private final SystemCalls os;
  private final IpcCalls ipc;
  private final String folder;

  LinuxOwnerFiles(SystemCalls os, IpcCalls ipc, String folder) {
    this.os = os;
    this.ipc = ipc;
    this.folder = folder;
  }

  String memoryPath(String name) {
    return folder + "/" + name;
  }

  String ownerPath(String name) {
    return memoryPath(OwnerFile.PREFIX + name);
  }

  byte[] memory(String name) {
    return memoryPath(name).getBytes(US_ASCII);
  }

  byte[] ownerFile(String name) {
    return ownerPath(name).getBytes(US_ASCII);
  }

  interface Use<R> {
    R run(int fd, OwnerFile content);
  }

  /** Runs {@code body} on the owner file; returns null if this user has no valid owner file. */
  <R> R with(String name, Use<R> body) {
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

  /** Returns whether no owner is alive; if so, keeps others from finding that, too. */
  boolean isOwnerGone(int fd) {
    return ipc.lock(fd) >= 0;
  }

  /**
   * Removes the owner file of a name that no memory has, so that the name can be used again. That
   * is the case if others have unlinked the name, or if the owner was killed before naming the
   * memory. An owner that is still naming its memory keeps its file.
   *
   * @return whether the file was removed
   */
  boolean removeUnused(String name) {
    return with(name, (fd, content) -> isUnused(name, fd, content) && unlink(name, fd))
        == Boolean.TRUE;
  }

  private boolean isUnused(String name, int fd, OwnerFile content) {
    return ipc.status(memory(name)).errno() == Errno.ENOENT
        && (content.stage() != Stage.BEGUN || isOwnerGone(fd));
  }

  /** Unlinks the owner file, but not its memory, unless the name refers to another file now. */
  boolean unlink(String name, int fd) {
    return changed(name, fd, () -> {});
  }

  /** Unlinks the memory and its owner file, unless their names refer to other files now. */
  boolean unlinkPair(String name, int fd, OwnerFile content) {
    return changed(
        name,
        fd,
        () -> {
          if (content.isOf(ipc.status(memory(name)))) {
            ipc.unlink(memory(name));
          }
        });
  }

  private boolean changed(String name, int fd, Runnable first) {
    for (int tries = 1; ipc.lockChange(fd) < 0; tries++) {
      if (tries == MOST_TRIES) {
        return false;
      }
      LockSupport.parkNanos(NANOS_BETWEEN_TRIES);
    }
    if (!ipc.status(ownerFile(name)).isSameFile(os.status(fd))) {
      return false;
    }
    first.run();
    return ipc.unlink(ownerFile(name)) >= 0;
  }
}
