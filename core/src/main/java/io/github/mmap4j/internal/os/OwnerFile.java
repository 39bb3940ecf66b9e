package io.github.mmap4j.internal.os;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The content of the owner file beside named memory: one line, {@code mmap4j 1 owned|kept PROCESS
 * INODE DEVICE}.
 *
 * @param process the ID of the process that created the memory
 * @param inode the inode number of the memory's file
 * @param device the device number of the file system that holds the memory's file
 */
record OwnerFile(boolean isKept, long process, long inode, long device) {
  /**
   * The prefix that turns the memory's name into the owner file's name; users can't choose a name
   * that begins with it.
   */
  static final String PREFIX = ".mmap4j-";

  private static final String FORM = "mmap4j 1 ";
  private static final int LONGEST = 128;
  private static final int FIELDS = 4;

  static OwnerFile owned(FileStatus memory) {
    return new OwnerFile(false, ProcessHandle.current().pid(), memory.inode(), memory.device());
  }

  OwnerFile kept() {
    return new OwnerFile(true, process, inode, device);
  }

  /** Returns one of two strings of equal length, so that one can overwrite the other. */
  private String state() {
    return isKept ? "kept " : "owned";
  }

  byte[] bytes() {
    return (FORM + state() + " " + process + " " + inode + " " + device + "\n").getBytes(US_ASCII);
  }

  /**
   * Reads an owner file; returns null if its format is unknown. A later version of this library may
   * have written such a file, and this version must not unlink the later version's names.
   */
  static OwnerFile read(IpcCalls os, int fd) {
    byte[] bytes = new byte[LONGEST];
    int count = os.read(fd, bytes);
    String text = new String(bytes, 0, Math.max(0, count), US_ASCII);
    String[] fields = text.startsWith(FORM) ? text.substring(FORM.length()).split("\\s+") : null;
    if (fields == null || fields.length != FIELDS) {
      return null;
    }
    try {
      return new OwnerFile(
          fields[0].equals("kept"),
          Long.parseLong(fields[1]),
          Long.parseLong(fields[2]),
          Long.parseLong(fields[3]));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Returns whether {@code memory} is the file that was created together with this owner file. */
  boolean isOf(FileStatus memory) {
    return memory.isRegular() && memory.inode() == inode && memory.device() == device;
  }
}
