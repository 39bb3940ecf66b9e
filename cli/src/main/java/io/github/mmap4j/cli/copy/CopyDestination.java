package io.github.mmap4j.cli.copy;

import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The destination of a copy, checked before anything is written.
 *
 * @param path the file to write, after symbolic links have been resolved
 * @param taken whether the file already exists
 */
record CopyDestination(Path path, boolean taken) {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private static final Set<PosixFilePermission> USUAL =
      PosixFilePermissions.fromString("rw-rw-rw-");

  /** Checks {@code name}, the file to write or the folder to copy {@code source} into. */
  static CopyDestination of(String name, Optional<Path> source, boolean replacing)
      throws IOException, Refusal {
    Path path = path(name, source);
    if (!Files.exists(path)) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new Refusal("is a link to a file that does not exist");
      }
      Path folder = path.toAbsolutePath().getParent();
      if (!Files.isDirectory(folder)) {
        throw new Refusal("there is no such folder");
      }
      return new CopyDestination(path, false);
    }
    Path real = path.toRealPath(); // replaces a link's target, not the link
    if (source.isPresent() && Files.isSameFile(real, source.get())) {
      throw new Refusal("is the file to copy");
    }
    if (Files.isDirectory(real)) {
      throw new Refusal("has a folder of that name");
    }
    if (!Files.isRegularFile(real)) {
      throw new Refusal("is a pipe, a socket or a device; a copy cannot replace it");
    }
    if (!replacing) {
      throw exists(name);
    }
    return new CopyDestination(real, true);
  }

  /** Returns the exception that refuses to replace the file that is or would be in {@code name}. */
  static Refusal exists(String name) throws Refusal {
    boolean inside = Files.isDirectory(RegularFile.path(name));
    String what = inside ? "has a file of that name" : "already exists";
    return new Refusal(what + "; --force replaces it");
  }

  private static Path path(String name, Optional<Path> source) throws Refusal {
    Path path = RegularFile.path(name);
    if (Files.isDirectory(path)) {
      return path.resolve(
          source
              .orElseThrow(() -> new Refusal("is a folder, and standard input has no name in it"))
              .getFileName());
    }
    if (name.endsWith("/")) {
      throw new Refusal("there is no such folder");
    }
    return path;
  }

  private static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Returns the permissions for the new file. As with cp, they are those of {@code source} without
   * the umask's bits; those of a copy of standard input are the usual ones. If the copy replaces an
   * existing file, only the copy's owner has access until {@link #keepRights} is called.
   */
  FileAttribute<?>[] attributes(Optional<Path> source) throws IOException {
    if (!hasPermissions(path)) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> permissions =
        taken ? OWNER : source.isEmpty() ? USUAL : Files.getPosixFilePermissions(source.get());
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }

  /** Gives the copy the owner, group and permissions of the file that it replaces, as cp does. */
  void keepRights(Path copy) throws IOException, Refusal {
    if (!taken || !hasPermissions(path)) {
      return;
    }
    PosixFileAttributes old = Files.readAttributes(path, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(copy, PosixFileAttributeView.class);
    PosixFileAttributes now = view.readAttributes();
    try {
      if (!now.owner().equals(old.owner())) {
        view.setOwner(old.owner());
      }
      if (!now.group().equals(old.group())) {
        view.setGroup(old.group());
      }
    } catch (FileSystemException e) {
      throw new Refusal(
          "belongs to %s, group %s, which the new file can't be given: %s"
              .formatted(old.owner().getName(), old.group().getName(), e.getReason()));
    }
    view.setPermissions(old.permissions());
  }

  /** Waits until the directory entry is on disk. */
  void syncName() throws IOException {
    if (hasPermissions(path)) { // elsewhere a folder cannot be opened
      try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent())) {
        folder.force(true);
      }
    }
  }
}
