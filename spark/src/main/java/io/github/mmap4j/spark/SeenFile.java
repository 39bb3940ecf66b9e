package io.github.mmap4j.spark;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file as it was when it was looked at.
 *
 * @param path the path under which it was found
 * @param identity the identity
 * @param length the length in bytes
 * @param modified the time of the last change in milliseconds since 1970
 * @param isListed whether the options of the stream include the path
 */
record SeenFile(String path, FileIdentity identity, long length, long modified, boolean isListed) {
  private static final Logger LOG = LoggerFactory.getLogger(SeenFile.class);
  private static final boolean HAS_INODES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  /** Looks at a path, and returns null if there is no file. */
  static SeenFile at(String path, boolean isListed) throws IOException {
    Path file = Path.of(path);
    try {
      return HAS_INODES ? withInode(path, file, isListed) : withoutInode(path, file, isListed);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Looks at one of the files of a folder, and returns null if there is none or it can't be looked
   * at. A folder may contain links that loop, or lead to where this user may not go.
   */
  static SeenFile sibling(Path path) {
    try {
      return at(path.toString(), false);
    } catch (IOException e) {
      LOG.debug("{} is passed over, because it can't be looked at", path, e);
      return null;
    }
  }

  /**
   * Returns whether a device is that of a folder or, if there is no such folder, of the nearest
   * folder above. Without device numbers, all are of the same device.
   */
  static boolean isOnDevice(Path folder, long device) {
    for (Path each = folder; each != null; each = each.getParent()) {
      SeenFile found;
      try {
        found = at(each.toString(), false);
      } catch (IOException e) {
        LOG.debug("{} can't be looked at", each, e);
        return false; // a server that does not answer, for example
      }
      if (found != null) {
        return found.identity().device() == device;
      }
    }
    return false;
  }

  private static SeenFile withInode(String path, Path file, boolean isListed) throws IOException {
    Map<String, Object> all =
        Files.readAttributes(file, "unix:dev,ino,size,creationTime,lastModifiedTime");
    FileIdentity identity =
        new FileIdentity(
            (Long) all.get("dev"),
            (Long) all.get("ino"),
            ((FileTime) all.get("creationTime")).to(TimeUnit.NANOSECONDS),
            hasCreationTime(all) || folderHasCreationTime(file, all.get("dev")));
    FileTime modified = (FileTime) all.get("lastModifiedTime");
    return new SeenFile(path, identity, (Long) all.get("size"), modified.toMillis(), isListed);
  }

  /** Where a file system has no creation times, Java returns the time of the last change. */
  private static boolean hasCreationTime(Map<String, Object> all) {
    return !all.get("creationTime").equals(all.get("lastModifiedTime"));
  }

  /**
   * Returns whether the folder of a file has a creation time. If so, a file on the same device has
   * one too, although a file that was not changed since it was created does not show it.
   */
  private static boolean folderHasCreationTime(Path file, Object device) throws IOException {
    Map<String, Object> folder =
        Files.readAttributes(
            file.toAbsolutePath().getParent(), "unix:dev,creationTime,lastModifiedTime");
    return folder.get("dev").equals(device) && hasCreationTime(folder);
  }

  private static SeenFile withoutInode(String path, Path file, boolean isListed)
      throws IOException {
    BasicFileAttributes all = Files.readAttributes(file, BasicFileAttributes.class);
    long created = all.creationTime().to(TimeUnit.NANOSECONDS);
    FileIdentity identity = new FileIdentity(0, created, created, false);
    return new SeenFile(path, identity, all.size(), all.lastModifiedTime().toMillis(), isListed);
  }
}
