package io.github.mmap4j.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system of its own, mounted in the mount namespace of a shell. It is reached through {@code
 * /proc/PID/root}. The shell ends when this JVM closes its standard input or dies, which unmounts
 * the disk and frees its loop device.
 */
public final class Disk {
  /** The size of a disk; XFS takes no less. */
  private static final long SIZE = 300L << 20;

  /** Unmounts explicitly, because that fails while anything keeps the disk busy. */
  private static final String SHELL =
      "mount $0 \"$1\" \"$2\" && echo mounted && cat >/dev/null; umount \"$2\"";

  /** The file systems, and how they are made. */
  public enum Type {
    EXT4("loop", "mkfs.ext4", "-q", "-F"),

    /** Has blocks smaller than a page, so a page may be partly a hole. */
    EXT4_SMALL_BLOCKS("loop", "mkfs.ext4", "-q", "-F", "-b", "1024"),
    XFS("loop", "mkfs.xfs", "-q", "-f"),

    /** Mixes data and metadata, for which a small disk has too little room otherwise. */
    BTRFS("loop", "mkfs.btrfs", "-q", "-f", "--mixed"),
    BTRFS_COMPRESSED("loop,compress-force", "mkfs.btrfs", "-q", "-f", "--mixed"),
    TMPFS("size=64m");

    private final String options;
    private final List<String> mkfs;

    Type(String options, String... mkfs) {
      this.options = options;
      this.mkfs = List.of(mkfs);
    }

    /** Returns whether overwriting bytes takes new space. */
    public boolean copiesOnWrite() {
      return this == BTRFS || this == BTRFS_COMPRESSED;
    }

    private String mountOptions() {
      String type =
          this == TMPFS ? "tmpfs" : mkfs.getFirst().substring(mkfs.getFirst().indexOf('.') + 1);
      return "-t " + type + " -o " + options;
    }
  }

  private final Type type;
  private final Path image;
  private final Process shell;
  private final Path root;

  private Disk(Type type, Path image, Process shell, Path root) {
    this.type = type;
    this.image = image;
    this.shell = shell;
    this.root = root;
  }

  /** Makes and mounts an empty disk in a folder. Skips the calling test if that is impossible. */
  public static Disk mount(Type type, Path folder) throws IOException, InterruptedException {
    Path image = folder.resolve("image");
    if (!type.mkfs.isEmpty()) {
      try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(SIZE);
      }
      String[] command = type.mkfs.toArray(new String[type.mkfs.size() + 1]);
      command[type.mkfs.size()] = image.toString();
      assumeTrue(Command.runs(command), "needs " + type.mkfs.getFirst());
    }
    return mountImage(type, image, Files.createDirectory(folder.resolve("disk")));
  }

  private static Disk mountImage(Type type, Path image, Path target)
      throws IOException, InterruptedException {
    Process shell;
    try {
      shell =
          new ProcessBuilder(
                  "unshare", "-m", "sh", "-c", SHELL, type.mountOptions(), "" + image, "" + target)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "needs unshare");
      throw e;
    }
    if (!"mounted".equals(shell.inputReader().readLine())) {
      shell.waitFor();
      assumeTrue(false, "needs the right to mount a disk of type " + type);
    }
    return new Disk(type, image, shell, Path.of("/proc/" + shell.pid() + "/root" + target));
  }

  public Path root() {
    return root;
  }

  /** Copies what the disk holds, as a crash of the system would leave it. */
  public void copy() throws InterruptedException {
    String copy = image.resolveSibling("copy").toString();
    assertEquals("", Command.printed("cp", "--sparse=always", "" + image, copy));
  }

  /** Unmounts the disk, which must not be busy, and mounts its copy. */
  public Disk mountCopy() throws IOException, InterruptedException {
    unmount();
    Path target = Files.createDirectory(image.resolveSibling("copied"));
    return mountImage(type, image.resolveSibling("copy"), target);
  }

  /** Leaves no space for another block. */
  public Path fill() throws IOException, InterruptedException {
    Path filler = root.resolve("filler");
    Files.createFile(filler);
    for (long step = 64 << 20; step >= 1024; step /= 2) {
      while (Command.runs(
          "fallocate", "-o", "" + Files.size(filler), "-l", "" + step, "" + filler)) {
        // The next one follows it.
      }
    }
    return filler;
  }

  /**
   * Deletes the file that fills the disk, and on XFS, which frees space in the background, waits
   * until at least half of the file's space is free. Btrfs reports space as free much later than it
   * can be used.
   */
  public void free(Path filler) throws IOException, InterruptedException {
    long half = Files.size(filler) / 2;
    Files.delete(filler);
    while (type == Type.XFS && root.toFile().getFreeSpace() < half) {
      Thread.sleep(1);
    }
  }

  /** Unmounts the disk, and fails if anything keeps it busy. */
  public void unmount() throws IOException, InterruptedException {
    shell.getOutputStream().close();
    assertEquals(0, shell.waitFor(), "umount " + root);
  }
}
