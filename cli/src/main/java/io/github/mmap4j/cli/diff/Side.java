package io.github.mmap4j.cli.diff;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.cli.input.MappedFile;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** One of the two compared files. A failure names the file that caused it. */
final class Side implements AutoCloseable {
  private final String name;
  private final Path path;
  private final MappedFile opened; // null if the file is empty and so cannot be mapped
  private final InputStream stream;

  private Side(String name, Path path, MappedFile opened) {
    this.name = name;
    this.path = path;
    this.opened = opened;
    this.stream = opened == null ? InputStream.nullInputStream() : opened.mmap().inputStream();
  }

  /** Maps the file that an argument names. */
  static Side of(String name) throws IOException, Refusal {
    RegularFile target = RegularFile.of(name);
    return new Side(name, target.path(), target.isEmpty() ? null : target.open());
  }

  /** Returns the name as given. */
  String name() {
    return name;
  }

  Path path() {
    return path;
  }

  /** Returns the length of the file when it was mapped. */
  long size() {
    return opened == null ? 0 : opened.mmap().length();
  }

  /** Thrown if bytes of the file can no longer be read; the cause gives the reason. */
  public static final class Fault extends IOException {
    private static final long serialVersionUID = 1;

    private final String file;

    Fault(String file, MappingFaultException cause) {
      super(cause);
      this.file = file;
    }

    public String file() {
      return file;
    }

    @Override
    public synchronized MappingFaultException getCause() {
      return (MappingFaultException) super.getCause();
    }
  }

  private interface Access {
    long run() throws IOException;
  }

  private long telling(Access access) throws IOException {
    try {
      return access.run();
    } catch (MappingFaultException e) {
      throw new Fault(name, e);
    }
  }

  /** Reads {@code count} bytes at {@code offset}; all of them must exist. */
  void read(long offset, byte[] bytes, int count) throws IOException {
    stream.reset(); // back to the first byte
    stream.skipNBytes(offset);
    telling(() -> stream.readNBytes(bytes, 0, count));
  }

  int get(long offset) throws IOException {
    return (int) telling(() -> opened.mmap().get(offset));
  }

  /** Counts the occurrences that {@code finder} finds before {@code end}. */
  long count(Finder finder, long end) throws IOException {
    return end == 0 ? 0 : telling(() -> opened.mmap().count(finder, 0, end));
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }
}
