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

  private static SeenFile withInode(String path, Path file, boolean isListed) throws IOException {
    Map<String, Object> all =
        Files.readAttributes(file, "unix:dev,ino,size,creationTime,lastModifiedTime");
    FileTime modified = (FileTime) all.get("lastModifiedTime");
    FileTime created = (FileTime) all.get("creationTime");
    // Where the creation time is unknown, Java answers with the time of the last change.
    FileIdentity identity =
        new FileIdentity(
            (Long) all.get("dev"),
            (Long) all.get("ino"),
            created.equals(modified) ? null : created.to(TimeUnit.NANOSECONDS));
    return new SeenFile(path, identity, (Long) all.get("size"), modified.toMillis(), isListed);
  }

  private static SeenFile withoutInode(String path, Path file, boolean isListed)
      throws IOException {
    BasicFileAttributes all = Files.readAttributes(file, BasicFileAttributes.class);
    FileIdentity identity = new FileIdentity(0, all.creationTime().to(TimeUnit.NANOSECONDS), null);
    return new SeenFile(path, identity, all.size(), all.lastModifiedTime().toMillis(), isListed);
  }
}
