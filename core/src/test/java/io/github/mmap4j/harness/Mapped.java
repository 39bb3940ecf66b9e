package io.github.mmap4j.harness;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds a mapping and what it was made from.
 *
 * @param file null for anonymous memory
 * @param channel the channel that was mapped, still open, or null
 */
public record Mapped(Kind kind, Path file, FileChannel channel, Mmap mmap)
    implements AutoCloseable {
  /** Reads bytes of the file, counted from the mapping's offset, without the mapping. */
  public byte[] fileBytes(long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    try (FileChannel reader = FileChannel.open(file, StandardOpenOption.READ)) {
      while (bytes.hasRemaining()
          && reader.read(bytes, kind.offset + from + bytes.position()) >= 0) {}
    }
    return bytes.array();
  }

  /** Writes to the file without the mapping. */
  public void writeFile(long from, byte[] bytes) throws IOException {
    try (FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
      writer.write(ByteBuffer.wrap(bytes), kind.offset + from);
    }
  }

  /** Returns how many bytes the file has from the mapping's offset on. */
  public long fileLength() throws IOException {
    return Files.size(file) - kind.offset;
  }

  @Override
  public void close() throws IOException {
    mmap.close();
    if (channel != null) {
      channel.close();
    }
  }
}
