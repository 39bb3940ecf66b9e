package io.github.mmap4j.cli.files;

import io.github.mmap4j.cli.input.MappedFile;
import io.github.mmap4j.cli.input.ReadAhead;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The bytes of a file to be searched. A small file is read to the heap, because linking the native
 * calls of a mapping takes longer. A larger file is mapped, and another thread reads it ahead.
 */
public final class FileBytes implements AutoCloseable {
  /** The maximum size of a file that is read to the heap, in bytes. */
  private static final long SMALL = 1 << 20;

  private final MemorySegment bytes;
  private final MappedFile mapped;
  private final ReadAhead ahead;
  private final Progress progress;

  private FileBytes(MemorySegment bytes, MappedFile mapped, ReadAhead ahead, Progress progress) {
    this.bytes = bytes;
    this.mapped = mapped;
    this.ahead = ahead;
    this.progress = progress;
  }

  /**
   * Opens the file that an argument names. Returns nothing for what can't be mapped: standard
   * input, pipes and devices, files without a size, and files on some file systems.
   */
  public static Optional<FileBytes> open(String file, Progress progress)
      throws IOException, Refusal {
    Optional<RegularFile> regular =
        file.equals("-") ? Optional.empty() : RegularFile.withSize(RegularFile.path(file));
    try {
      return regular.isEmpty() ? Optional.empty() : Optional.of(of(regular.get(), progress));
    } catch (FileSystemException e) {
      throw e; // The file can't be opened.
    } catch (IOException _) {
      return Optional.empty(); // The caller reads the file, and reports why if it can't.
    }
  }

  /** Opens a file, which is not empty, for a search that reports to {@code progress}. */
  public static FileBytes of(RegularFile file, Progress progress) throws IOException {
    if (file.size() <= SMALL) {
      return new FileBytes(read(file.path(), (int) file.size()), null, null, progress);
    }
    MappedFile mapped = file.open();
    return new FileBytes(mapped.mmap().asSegment(), mapped, ReadAhead.start(mapped), progress);
  }

  /** Reads the first {@code size} bytes of a file, or all if it has been shortened meanwhile. */
  private static MemorySegment read(Path path, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    try (FileChannel channel = FileChannel.open(path)) {
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
    }
    return MemorySegment.ofBuffer(buffer.flip());
  }

  /** Returns the bytes. */
  public MemorySegment segment() {
    return bytes;
  }

  /** Returns the offset of the first byte at or after {@code offset} that is not in a hole. */
  public long nextData(long offset) {
    return mapped == null ? offset : mapped.mmap().nextData(offset);
  }

  /** Reports that the search has reached {@code offset}. */
  public void reached(long offset) {
    progress.at(offset);
    if (ahead != null) {
      ahead.reached(offset);
    }
  }

  @Override
  public void close() throws IOException {
    if (mapped != null) {
      ahead.stop();
      mapped.close();
    }
  }
}
