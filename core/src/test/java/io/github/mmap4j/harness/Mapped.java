package io.github.mmap4j.harness;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A mapping and what it was made of.
 *
 * @param file null for anonymous memory
 * @param channel what the mapping was made by, still open; or null
 */
public record Mapped(Kind kind, Path file, FileChannel channel, Mmap mmap)
    implements AutoCloseable {
  /** Bytes of the file from the mapping's offset on, read without the mapping. */
  public byte[] fileBytes(long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    try (FileChannel reader = FileChannel.open(file, StandardOpenOption.READ)) {
      while (bytes.hasRemaining()
          && reader.read(bytes, kind.offset + from + bytes.position()) >= 0) {}
    }
    return bytes.array();
  }

  /** Changes the file without the mapping. */
  public void writeFile(long from, byte[] bytes) throws IOException {
    try (FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
      writer.write(ByteBuffer.wrap(bytes), kind.offset + from);
    }
  }

  /** Bytes in the file from the mapping's offset on. */
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
