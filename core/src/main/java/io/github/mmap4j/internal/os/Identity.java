package io.github.mmap4j.internal.os;

/**
 * Which file it is, and whose.
 *
 * @param errno 0, or why there is no answer
 * @param mode kind and permissions
 * @param user the owner's number
 * @param size bytes
 * @param inode its number in its file system
 * @param device the file system's number
 */
public record Identity(int errno, int mode, int user, long size, long inode, long device) {
  private static final int TYPE = 0xF000;
  private static final int REGULAR = 0x8000;
  private static final int LINK = 0xA000;

  static Identity unknown(int errno) {
    return new Identity(errno, 0, 0, 0, 0, 0);
  }

  public boolean isRegular() {
    return errno == 0 && (mode & TYPE) == REGULAR;
  }

  boolean isSymbolicLink() {
    return errno == 0 && (mode & TYPE) == LINK;
  }

  /** Whether both are one and the same file. */
  public boolean isSame(Identity other) {
    return errno == 0 && other.errno == 0 && inode == other.inode && device == other.device;
  }
}
