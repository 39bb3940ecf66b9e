package io.github.mmap4j.internal.os;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What the file beside named memory says: a line of words, {@code mmap4j 1 owned|kept PROCESS INODE
 * DEVICE}.
 *
 * @param process the number of the process that made the memory
 * @param inode which file the memory is
 * @param device the file system of that
 */
record OwnerFile(boolean isKept, long process, long inode, long device) {
  /** What an owner's file is called, less the memory's name; a user's names begin otherwise. */
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

  /** Both words for the state are equally long, so that one can be written over the other. */
  private String state() {
    return isKept ? "kept " : "owned";
  }

  byte[] bytes() {
    return (FORM + state() + " " + process + " " + inode + " " + device + "\n").getBytes(US_ASCII);
  }

  /** Null for what is of another form: a later version's, which is none of ours to take away. */
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

  /** Whether {@code memory} is what was made together with this. */
  boolean isOf(FileStatus memory) {
    return memory.isRegular() && memory.inode() == inode && memory.device() == device;
  }
}
