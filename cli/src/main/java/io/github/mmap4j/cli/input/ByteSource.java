package io.github.mmap4j.cli.input;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file that is read from its start to its end: mapped where the system allows it, otherwise
 * through a buffer. So pipes and devices can be read, files in /proc and /sys, and files for which
 * there is too little address space. The memory used does not depend on the length.
 */
public final class ByteSource implements AutoCloseable {
  private static final int S_IFMT = 0170000;
  private static final int S_IFBLK = 0060000;

  /** The maximum number of bytes that are read at once to learn how many there are. */
  private static final int SMALL = 1 << 20;

  private static final int BUFFER = 1 << 18;

  private final MappedFile mapped; // null if the file can't be mapped
  private final FileChannel disk; // null unless any offset can be read at once
  private final PushbackInputStream in;
  private final OptionalLong length;
  private final boolean shared; // whether what is read is lost to other readers, as with a pipe

  private ByteSource(MappedFile mapped, FileChannel disk, InputStream in, OptionalLong length) {
    this(mapped, disk, in, length, false);
  }

  private ByteSource(
      MappedFile mapped, FileChannel disk, InputStream in, OptionalLong length, boolean shared) {
    this.mapped = mapped;
    this.disk = disk;
    this.in = new PushbackInputStream(in);
    this.length = length;
    this.shared = shared;
  }

  /**
   * Opens the file that an argument names, where {@code -} is standard input, which may not be the
   * file that standard output is.
   */
  public static ByteSource open(String file, InputStream standardInput)
      throws IOException, Refusal {
    if (file.equals("-")) {
      StandardStream.requireTwoFiles();
      InputStream unclosed =
          new FilterInputStream(standardInput) {
            @Override
            public void close() {} // another argument may name it, too
          };
      return new ByteSource(null, null, unclosed, OptionalLong.empty(), true);
    }
    return open(RegularFile.path(file));
  }

  private static ByteSource open(Path path) throws IOException, Refusal {
    Optional<RegularFile> regular = RegularFile.withSize(path);
    if (regular.isPresent()) {
      return regular(regular.get());
    }
    if (isDisk(path)) {
      return disk(FileChannel.open(path));
    }
    boolean shared = !Files.isRegularFile(path);
    return new ByteSource(null, null, Files.newInputStream(path), OptionalLong.empty(), shared);
  }

  /** Returns whether the path names a block device. */
  public static boolean isDisk(Path path) throws IOException {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix")
        && ((int) Files.getAttribute(path, "unix:mode") & S_IFMT) == S_IFBLK;
  }

  private static ByteSource regular(RegularFile file) throws IOException {
    try {
      MappedFile mapped = file.open();
      InputStream in = mapped.mmap().inputStream();
      return new ByteSource(mapped, null, in, OptionalLong.of(mapped.mmap().length()));
    } catch (FileSystemException e) {
      throw e; // The file can't be opened.
    } catch (IOException _) {
      return unmapped(file); // reads the file, or reports why it can't be read either
    }
  }

  /** Reads a small file at once, as files in /sys have fewer bytes than their size says. */
  private static ByteSource unmapped(RegularFile file) throws IOException {
    if (file.size() > SMALL) {
      return disk(FileChannel.open(file.path()));
    }
    try (InputStream in = Files.newInputStream(file.path())) {
      byte[] all = in.readNBytes(SMALL);
      return new ByteSource(null, null, new ByteArrayInputStream(all), OptionalLong.of(all.length));
    }
  }

  private static ByteSource disk(FileChannel channel) throws IOException {
    try {
      InputStream in = Channels.newInputStream(channel);
      return new ByteSource(null, channel, in, OptionalLong.of(channel.size()));
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /** Returns the stream of all bytes. It must not be closed. */
  public InputStream stream() {
    return in;
  }

  /** Returns the file's mapping, if it is mapped. */
  public Optional<MappedFile> mapped() {
    return Optional.ofNullable(mapped);
  }

  /** Returns the number of bytes, if it is known before they are read. */
  public OptionalLong length() {
    return length;
  }

  /**
   * Returns the number of bytes, from which offsets can be counted back. Must be called before
   * anything is read.
   *
   * @throws Refusal if the number is not known; then no byte of a pipe or device has been read
   */
  public long requireLength() throws IOException, Refusal {
    if (length.isPresent()) {
      return length.getAsLong();
    }
    int first = shared ? 0 : in.read();
    if (first < 0) {
      return 0; // an empty file, unlike those in /proc
    }
    if (!shared) {
      in.unread(first);
    }
    throw new Refusal("has no length, so no offset can count from its end");
  }

  /** Waits for bytes, reads at most {@code count} of them, and returns 0 at the end. */
  public int read(byte[] bytes, int count) throws IOException {
    return count == 0 ? 0 : Math.max(0, in.read(bytes, 0, count));
  }

  /** Reads {@code count} bytes, or fewer at the end, and returns how many. */
  public int fill(byte[] bytes, int count) throws IOException {
    return in.readNBytes(bytes, 0, count);
  }

  /**
   * Skips the first {@code count} bytes, or all if there are fewer, and returns how many. Must be
   * called before anything is read.
   */
  public long skip(long count) throws IOException {
    if (length.isPresent() && (disk != null || mapped != null)) {
      long skipped = Math.min(count, length.getAsLong());
      if (disk != null) {
        disk.position(disk.position() + skipped);
      } else {
        in.skipNBytes(skipped);
      }
      return skipped;
    }
    byte[] buffer = new byte[(int) Math.min(BUFFER, count)];
    long left = count;
    for (int read = 1; left > 0 && read > 0; left -= read) {
      read = read(buffer, (int) Math.min(buffer.length, left));
    }
    return count - left;
  }

  @Override
  public void close() throws IOException {
    if (mapped == null) {
      in.close();
    } else {
      mapped.close();
    }
  }
}
