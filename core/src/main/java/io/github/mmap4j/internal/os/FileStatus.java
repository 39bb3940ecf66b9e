package io.github.mmap4j.internal.os;

/**
 * The status of a file, as the system reports it.
 *
 * @param errno 0, or the error with which the call failed
 * @param mode the file type and permissions, as in POSIX
 * @param user the owner's user ID; 0 on Windows
 * @param size the length in bytes; 0 for a device whose length is unknown
 * @param block the preferred block size for reading, which on hugetlbfs is the huge page size; 0 if
 *     unknown
 * @param inode the file's inode number on Linux
 * @param device the file system's device number on Linux
 */
public record FileStatus(
    int errno, int mode, int user, long size, long block, long inode, long device) {
  private static final int KIND = 0xF000;
  private static final int LINK = 0xA000;
  private static final int BLOCK_DEVICE = 0x6000;
  static final int REGULAR = 0x8000;

  /** Creates a status without the fields that only Linux reports. */
  FileStatus(int mode, int user, long size) {
    this(0, mode, user, size, 0, 0, 0);
  }

  /** Returns this status with another size. */
  FileStatus withSize(long other) {
    return new FileStatus(errno, mode, user, other, block, inode, device);
  }

  /** Creates a status for a call that failed with {@code errno}. */
  static FileStatus unknown(int errno) {
    return new FileStatus(errno, 0, 0, 0, 0, 0, 0);
  }

  /**
   * Returns whether the call succeeded and the file is a regular file, whose size limits a mapping.
   */
  public boolean isRegular() {
    return errno == 0 && (mode & KIND) == REGULAR;
  }

  boolean isBlockDevice() {
    return errno == 0 && (mode & KIND) == BLOCK_DEVICE;
  }

  /** Returns whether {@link #size} limits a mapping, as for a regular file or a disk. */
  public boolean limitsMapping() {
    return isRegular() || isBlockDevice() && size > 0;
  }

  /**
   * Returns whether the file system's device number belongs to no disk, as on an overlay, in
   * memory, on a network and on btrfs.
   */
  public boolean isOnVirtualDevice() {
    return device >>> Integer.SIZE == 0;
  }

  boolean isSymbolicLink() {
    return errno == 0 && (mode & KIND) == LINK;
  }

  /**
   * Returns whether the status has no file type, as for named memory on macOS and Windows, whose
   * length is fixed. On Windows, the status call for named memory fails with EBADF.
   */
  public boolean isMemory() {
    return (errno == 0 || Errno.of(errno) == Errno.EBADF) && (mode & KIND) == 0;
  }

  /** Returns whether both calls succeeded and found the same file. */
  public boolean isSameFile(FileStatus other) {
    return errno == 0 && other.errno == 0 && inode == other.inode && device == other.device;
  }
}
