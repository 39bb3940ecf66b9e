package io.github.mmap4j.spark;

import java.io.Serializable;

/**
 * Tells files apart whatever their names are. The same file has the same inode on all hosts of a
 * network file system, but its device may differ from host to host, and after a reboot.
 *
 * @param device the number of the file's device, or 0 where the system has none
 * @param inode the number of the file on its device; where the system has none, the time of its
 *     creation
 * @param created the time of the file's creation in nanoseconds since 1970; it tells a new file
 *     from a deleted one that had the same inode
 * @param certain whether {@code created} is known to be that time; if not, it may be the time of
 *     the last change, as Java returns that where the file system has no creation times
 */
record FileIdentity(long device, long inode, long created, boolean certain)
    implements Serializable {
  /**
   * Returns whether both are the same file, if their devices are the same. A creation time never
   * changes, so the times must be equal if one of them is known to be a creation time: then the
   * file system has creation times, and the other is one as well. (On macOS, setting the time of
   * the last change to one before the creation moves the creation, too; such a file counts as new.)
   */
  boolean isSameInode(FileIdentity other) {
    return inode == other.inode && (created == other.created || !certain && !other.certain);
  }
}
