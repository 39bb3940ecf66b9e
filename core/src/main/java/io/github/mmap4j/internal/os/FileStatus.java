package io.github.mmap4j.internal.os;

/**
 * The system's answer about a file.
 *
 * @param errno 0, or the negated result of the failed call
 * @param mode the kind and permissions, as in POSIX
 * @param user the owner's number; 0 on Windows
 * @param size the length in bytes
 * @param block the best size for reading, on a hugetlbfs the huge page size; 0 if unknown
 * @param inode the file's number in its file system, on Linux
 * @param device the file system's number, on Linux
 */
public record FileStatus(
    int errno, int mode, int user, long size, long block, long inode, long device) {
  private static final int KIND = 0xF000;
  private static final int LINK = 0xA000;
  static final int REGULAR = 0x8000;

  /** Makes a status without what only Linux reports. */
  FileStatus(int mode, int user, long size) {
    this(0, mode, user, size, 0, 0, 0);
  }

  /** Makes a status of a call that failed with {@code errno}. */
  static FileStatus unknown(int errno) {
    return new FileStatus(errno, 0, 0, 0, 0, 0, 0);
  }

  /**
   * Returns whether the call succeeded and the file is a regular one, whose size bounds a mapping.
   */
  public boolean isRegular() {
    return errno == 0 && (mode & KIND) == REGULAR;
  }

  boolean isSymbolicLink() {
    return errno == 0 && (mode & KIND) == LINK;
  }

  /** Returns whether this is named memory (on macOS and Windows), whose length is fixed. */
  public boolean isMemory() {
    return (mode & KIND) == 0;
  }

  /** Returns whether both calls succeeded and found the same file. */
  public boolean isSameFile(FileStatus other) {
    return errno == 0 && other.errno == 0 && inode == other.inode && device == other.device;
  }
}
