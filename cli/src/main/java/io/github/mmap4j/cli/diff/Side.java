package io.github.mmap4j.cli.diff;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.input.ByteSource;
import io.github.mmap4j.cli.input.MappedFile;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One of the two compared files. A failure names the file that caused it. A file that can't be
 * mapped is read in order.
 */
final class Side implements AutoCloseable {
  private final String name;
  private final ByteSource source;
  private final Mmap mmap; // null if the file can't be mapped
  private final InputStream mapped; // null if the file can't be mapped
  private OptionalLong size;
  private long read; // bytes read in order

  private Side(String name, ByteSource source) {
    this.name = name;
    this.source = source;
    this.mmap = source.mapped().map(MappedFile::mmap).orElse(null);
    this.mapped = mmap == null ? null : mmap.inputStream();
    this.size = source.length();
  }

  /** Opens the file that an argument names, where {@code -} is standard input. */
  static Side of(String name, InputStream standardInput) throws IOException, Refusal {
    return new Side(name, ByteSource.open(name, standardInput));
  }

  /** Returns the name as given. */
  String name() {
    return name;
  }

  /** Returns the path, unless this is standard input. */
  Optional<Path> path() throws Refusal {
    return name.equals("-") ? Optional.empty() : Optional.of(RegularFile.path(name));
  }

  /** Returns the length, if it is known by now; that of a stream is known at its end. */
  OptionalLong size() {
    return size;
  }

  /** Returns the length, or at least how many bytes there are if the length is not known. */
  long leastSize() {
    return size.orElse(read);
  }

  /** Returns the length, which takes reading a stream to its end. */
  long measured() throws IOException {
    byte[] buffer = new byte[Differences.WINDOW];
    while (size.isEmpty()) {
      read(read, buffer);
    }
    return size.getAsLong();
  }

  /** Thrown if bytes of the file can't be read; the cause gives the reason. */
  public static final class Fault extends IOException {
    private static final long serialVersionUID = 1;

    private final String file;

    Fault(String file, Exception cause) {
      super(cause);
      this.file = file;
    }

    public String file() {
      return file;
    }
  }

  private interface Access {
    long run() throws IOException;
  }

  private long telling(Access access) throws IOException {
    try {
      return access.run();
    } catch (IOException | MappingFaultException e) {
      throw new Fault(name, e);
    }
  }

  /**
   * Fills {@code bytes} from {@code offset} on and returns how many were filled, which are fewer
   * only at the end. A file that is not mapped is read in order, so the offset must be the next.
   */
  int read(long offset, byte[] bytes) throws IOException {
    return (int) telling(() -> mmap == null ? next(bytes) : at(offset, bytes));
  }

  private int at(long offset, byte[] bytes) throws IOException {
    int count = (int) Math.min(bytes.length, mmap.length() - offset);
    mapped.reset(); // back to the first byte
    mapped.skipNBytes(offset);
    return mapped.readNBytes(bytes, 0, count);
  }

  private int next(byte[] bytes) throws IOException {
    int count = source.fill(bytes, bytes.length);
    read += count;
    if (count < bytes.length) {
      size = OptionalLong.of(read);
    }
    return count;
  }

  boolean isMapped() {
    return mmap != null;
  }

  /** Counts the occurrences before {@code end}, if the file is mapped. */
  OptionalLong count(Finder finder, long end) throws IOException {
    return mmap == null
        ? OptionalLong.empty()
        : OptionalLong.of(telling(() -> mmap.count(finder, 0, end)));
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
