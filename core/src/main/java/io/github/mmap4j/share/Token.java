package io.github.mmap4j.share;

import io.github.mmap4j.internal.os.FileStatus;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token for shared memory that a process has open. The token's text is {@code
 * mmap4j.1.PROCESS.DESCRIPTOR.DEVICE.INODE.rw}, with {@code ro} instead of {@code rw} for reading
 * only. Device and inode are hexadecimal.
 */
record Token(long process, int fd, long device, long inode, boolean writable) {
  private static final Pattern FORM =
      Pattern.compile(
          "mmap4j\\.1\\.(\\d{1,18})\\.(\\d{1,9})\\.([0-9a-f]{1,16})\\.([0-9a-f]{1,16})\\.(rw|ro)");

  static Token of(int fd, FileStatus memory, boolean writable) {
    return new Token(ProcessHandle.current().pid(), fd, memory.device(), memory.inode(), writable);
  }

  static Token parse(String text) {
    Matcher fields = FORM.matcher(text);
    if (!fields.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not a token of shared memory");
    }
    int group = 0;
    return new Token(
        Long.parseLong(fields.group(++group)),
        Integer.parseInt(fields.group(++group)),
        Long.parseUnsignedLong(fields.group(++group), 16),
        Long.parseUnsignedLong(fields.group(++group), 16),
        fields.group(++group).equals("rw"));
  }

  /** Returns the path through which the process's descriptor can be opened again. */
  String path() {
    return "/proc/" + process + "/fd/" + fd;
  }

  boolean means(FileStatus memory) {
    return memory.isRegular() && memory.device() == device && memory.inode() == inode;
  }

  @Override
  public String toString() {
    return "mmap4j.1.%d.%d.%x.%x.%s".formatted(process, fd, device, inode, writable ? "rw" : "ro");
  }
}
