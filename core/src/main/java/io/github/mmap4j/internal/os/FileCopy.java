package io.github.mmap4j.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Identifies one of the copies that overlayfs makes of a file. overlayfs copies a file of a lower
 * layer to its upper layer when the file is first opened for writing. A descriptor that was opened
 * before then reports the status of the new copy, but maps the old one.
 *
 * @param device the device number
 * @param inode the inode number, which overlayfs keeps
 * @param created the time at which the copy was created, in nanoseconds since 1970; 0 if unknown
 * @param changed the time at which the copy's status was last changed, in nanoseconds since 1970
 */
public record FileCopy(long device, long inode, long created, long changed) {

  /**
   * Returns the copy that {@code path} names, as the JDK reports it, or null if it is unknown or
   * the system has no overlayfs.
   */
  public static FileCopy of(Path path) {
    if (Platform.current() != Platform.LINUX) {
      return null;
    }
    try {
      Map<String, Object> found = Files.readAttributes(path, "unix:dev,ino,creationTime,ctime");
      return new FileCopy(
          (long) found.get("dev"),
          (long) found.get("ino"),
          ((FileTime) found.get("creationTime")).to(TimeUnit.NANOSECONDS),
          ((FileTime) found.get("ctime")).to(TimeUnit.NANOSECONDS));
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  /** Returns whether both are copies of the same file. */
  public boolean isOfSameFile(FileCopy other) {
    return device == other.device && inode == other.inode;
  }

  /**
   * Returns whether this is the same copy as an {@code earlier} one of the same file. If the times
   * leave doubt, returns false, so that a caller opens the file needlessly at worst.
   */
  public boolean isSameAs(FileCopy earlier) {
    return isOfSameFile(earlier)
        && created == earlier.created
        && (changed == earlier.changed || created != 0 && !LinuxOverlay.copiesLater());
  }
}
