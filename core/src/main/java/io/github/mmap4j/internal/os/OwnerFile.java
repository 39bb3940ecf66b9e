package io.github.mmap4j.internal.os;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The content of the owner file beside named memory: one line, {@code mmap4j 1 begun|owned|kept
 * PROCESS INODE DEVICE}.
 *
 * @param stage how far the owner has come
 * @param process the ID of the process that created the memory
 * @param inode the inode number of the memory's file
 * @param device the device number of the file system that holds the memory's file
 */
record OwnerFile(Stage stage, long process, long inode, long device) {
  /**
   * The prefix that turns the memory's name into the owner file's name; users can't choose a name
   * that begins with it.
   */
  static final String PREFIX = ".mmap4j-";

  private static final String FORM = "mmap4j 1 ";
  private static final int LONGEST = 128;
  private static final int FIELDS = 4;

  /** The stages of a name; their texts have equal lengths, so that one can overwrite another. */
  enum Stage {
    /** The owner is about to name the memory, or has just done so. */
    BEGUN("begun"),

    /** The memory has received its name. If the name is missing now, others have unlinked it. */
    OWNED("owned"),

    /** The owner has given up the memory and its name, which stay. */
    KEPT("kept ");

    private final String text;

    Stage(String text) {
      this.text = text;
    }

    /** Returns the stage of this name; an unknown name means that the name is owned. */
    static Stage of(String name) {
      return name.equals("kept") ? KEPT : name.equals("begun") ? BEGUN : OWNED;
    }
  }

  static OwnerFile begun(FileStatus memory) {
    long process = ProcessHandle.current().pid();
    return new OwnerFile(Stage.BEGUN, process, memory.inode(), memory.device());
  }

  OwnerFile at(Stage next) {
    return new OwnerFile(next, process, inode, device);
  }

  boolean isKept() {
    return stage == Stage.KEPT;
  }

  byte[] bytes() {
    return (FORM + stage.text + " " + process + " " + inode + " " + device + "\n")
        .getBytes(US_ASCII);
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
          Stage.of(fields[0]),
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
