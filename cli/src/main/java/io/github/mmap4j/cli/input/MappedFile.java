package io.github.mmap4j.cli.input;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file mapped for reading through a channel. Such a mapping is enough for commands that only
 * read, and is ready sooner than one made by native calls, which have to be linked first.
 *
 * @param mmap the file's bytes
 * @param channel the channel, which is closed after the mapping
 */
public record MappedFile(Mmap mmap, FileChannel channel) implements AutoCloseable {
  /** Maps a file that is not empty. */
  public static MappedFile of(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path);
    try {
      return new MappedFile(Mmap.builder().channel(channel).access(Access.READ).map(), channel);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    mmap.close();
    channel.close();
  }
}
