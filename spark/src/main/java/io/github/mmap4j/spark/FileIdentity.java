package io.github.mmap4j.spark;

import java.io.Serializable;

/**
 * Tells files apart whatever their names are. The same file has the same inode on all hosts of a
 * network file system, but its device may differ from host to host, and after a reboot.
 *
 * @param device the number of the file's device, or 0 where the system has none
 * @param inode the number of the file on its device; where the system has none, the time of its
 *     creation
 * @param created the time of the file's creation in nanoseconds since 1970, or null if it is
 *     unknown; it tells a new file from a deleted one that had the same inode
 */
record FileIdentity(long device, long inode, Long created) implements Serializable {
  /** Returns whether both are the same file, if their devices are the same. */
  boolean isSameInode(FileIdentity other) {
    boolean unknown = created == null || other.created == null;
    return inode == other.inode && (unknown || created.equals(other.created));
  }
}
