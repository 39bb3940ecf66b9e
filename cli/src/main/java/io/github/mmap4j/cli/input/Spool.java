package io.github.mmap4j.cli.input;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file that holds bytes of a stream which would need too much memory. It is mapped, so
 * it is searched like any file. Its name is removed at once, so nothing is left when the command is
 * killed.
 */
public final class Spool implements AutoCloseable {
  /** The factor by which the mapping grows; a small one would map too often. */
  private static final int GROWTH = 4;

  private final Path folder;
  private final FileChannel channel;
  private Mmap mmap;
  private long filled;

  /**
   * Creates a spool in the folder for temporary files.
   *
   * @param capacity the number of bytes that it will hold at first, at least 1
   */
  public Spool(long capacity) throws IOException {
    this.folder = folder();
    try {
      this.channel = open(Files.createTempFile(folder, "mmap", null));
    } catch (IOException e) {
      throw failed(e);
    }
    try {
      grow(capacity);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(
          file,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Returns the folder that {@code TMPDIR} names, as other programs do, or else Java's choice. */
  private static Path folder() {
    String named = System.getenv("TMPDIR");
    return Path.of(named == null || named.isEmpty() ? System.getProperty("java.io.tmpdir") : named);
  }

  /** Appends the bytes from the position of {@code buffer} to its limit. */
  public void append(ByteBuffer buffer) throws IOException {
    if (filled + buffer.remaining() > mmap.length()) {
      grow(Math.multiplyExact(GROWTH, Math.max(mmap.length(), buffer.remaining())));
    }
    try {
      while (buffer.hasRemaining()) {
        filled += channel.write(buffer, filled); // reports a full disk, unlike a write to memory
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Makes room. The file's end is a hole, so its size takes no space on the disk. */
  private void grow(long capacity) throws IOException {
    try {
      channel.write(ByteBuffer.allocate(1), capacity - 1);
    } catch (IOException e) {
      throw failed(e);
    }
    Mmap larger = map(capacity);
    if (mmap != null) {
      mmap.close();
    }
    mmap = larger;
  }

  private Mmap map(long capacity) throws IOException {
    try {
      return Mmap.builder().access(Access.READ).channel(channel).length(capacity).map();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private IOException failed(IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "no such folder";
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException system when system.getReason() != null -> system.getReason();
          default -> e.getMessage();
        };
    return new IOException(
        "a line is too long for memory, and a temporary file for it in %s failed: %s"
                .formatted(folder, reason)
            + " (set TMPDIR to another folder)",
        e);
  }

  /** Returns the bytes from {@code from} on. The segment is valid until the next append. */
  public MemorySegment segment(long from) {
    return mmap.asSegment().asSlice(from, filled - from);
  }

  /** Returns a copy of a range of the bytes. */
  public byte[] copy(long from, long to) {
    return mmap.getSlice(from, to);
  }

  /** Returns the number of bytes that were appended. */
  public long filled() {
    return filled;
  }

  @Override
  public void close() throws IOException {
    mmap.close();
    channel.close();
  }
}
