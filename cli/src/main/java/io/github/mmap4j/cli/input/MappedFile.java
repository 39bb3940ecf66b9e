package io.github.mmap4j.cli.input;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapBuilder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * A file mapped for reading. It is mapped through a channel, which starts faster than native calls,
 * because these have to be linked first. A large file is mapped by native calls, which find its
 * holes.
 *
 * @param mmap the file's bytes
 * @param channel a channel of the file, which is closed after the mapping
 */
public record MappedFile(Mmap mmap, FileChannel channel) implements AutoCloseable {
  /**
   * The minimum size of a large file in bytes. Searching a tenth of that takes as long as linking.
   */
  private static final long LARGE = 1 << 30;

  /**
   * Maps a file of {@code size} bytes, at least 1. A file that a channel can't map, because its
   * file system maps files only privately, is mapped by native calls. The JDK reports this reason
   * only in the language of the system, so native calls are tried after any failure to map.
   */
  static MappedFile of(Path path, long size) throws IOException {
    if (size >= LARGE) {
      return natively(path);
    }
    try {
      return throughChannel(path);
    } catch (FileSystemException e) {
      throw e; // The file can't be opened.
    } catch (IOException _) {
      return natively(path);
    }
  }

  private static MappedFile throughChannel(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path);
    try {
      return new MappedFile(reading().channel(channel).map(), channel);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private static MappedFile natively(Path path) throws IOException {
    Object before = key(path);
    FileChannel channel = FileChannel.open(path);
    try {
      Mmap mmap = reading().path(path).map();
      try {
        requireSame(before, path);
      } catch (IOException e) {
        mmap.close();
        throw e;
      }
      return new MappedFile(mmap, channel);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private static MmapBuilder reading() {
    return Mmap.builder().access(Access.READ);
  }

  /** Throws if the path names another file by now, so that mapping and channel may differ. */
  private static void requireSame(Object before, Path path) throws IOException {
    if (!Objects.equals(before, key(path))) {
      throw new IOException("was replaced while it was being opened");
    }
  }

  private static Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  @Override
  public void close() throws IOException {
    mmap.close();
    channel.close();
  }
}
