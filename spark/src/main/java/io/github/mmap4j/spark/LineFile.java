package io.github.mmap4j.spark;

import io.github.mmap4j.Access;
import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file on this host whose lines are read, up to the end that it had when it was opened. A task
 * passes over the bytes once, so copying them to memory that stays in the processor's cache is
 * faster than mapping them, whose first pass costs page faults. The file is mapped only where more
 * of it must be seen at a time than fits into a window.
 */
final class LineFile implements Closeable {
  /** The most bytes to read to an array at a time: the JDK keeps a buffer so large per thread. */
  private static final int PIECE = 256 << 10;

  /** Opens files. */
  @FunctionalInterface
  interface Opener {
    /** Returns the file of a path, which the caller closes. */
    LineFile open(String path) throws IOException;
  }

  private final String path;
  private final boolean confined;
  private final Object key;
  private final FileChannel channel;
  private final long length;
  private MappedText mapped;

  /**
   * Reads a file through an open channel, which is closed with this.
   *
   * @param key what identified the file at the path just before the channel was opened, or null if
   *     the file system has no such thing
   * @param most the most bytes to read: bytes after them are treated as if they did not exist
   */
  LineFile(String path, boolean confined, Object key, FileChannel channel, long most)
      throws IOException {
    this.path = path;
    this.confined = confined;
    this.key = key;
    this.channel = channel;
    this.length = Math.min(channel.size(), most);
  }

  /**
   * Opens a file for reading.
   *
   * @param confined whether only this thread reads and closes the file, which makes unmapping
   *     cheaper
   * @throws IOException if the file can't be read on this host
   */
  static LineFile open(String path, boolean confined) throws IOException {
    return open(path, confined, Long.MAX_VALUE);
  }

  /** Opens a file of which at most so many bytes are read, whether or not it has more. */
  static LineFile open(String path, boolean confined, long most) throws IOException {
    try {
      Object key = key(path);
      FileChannel channel = FileChannel.open(Path.of(path));
      try {
        return new LineFile(path, confined, key, channel, most);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new IOException(missing(path), e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Returns what identifies a file, or null if the file system has no such thing. */
  private static Object key(String path) throws IOException {
    BasicFileAttributes file = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
    if (!file.isRegularFile()) {
      throw new FileSystemException(path, null, "it is not a regular file");
    }
    return file.fileKey();
  }

  /** {@return the number of bytes to read, all of which the file had when it was opened} */
  long length() {
    return length;
  }

  /** {@return the number of bytes that the file has now} */
  long size() throws IOException {
    try {
      return channel.size();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * Reads bytes to the start of a buffer, and leaves its position after them.
   *
   * @return how many were read: fewer than {@code count} only if the file ends before
   */
  int read(long offset, ByteBuffer bytes, int count) throws IOException {
    bytes.clear().limit(count);
    try {
      while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
        // The buffer's position says how many bytes there are.
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    return bytes.position();
  }

  /**
   * Reads bytes to the start of an array.
   *
   * @return how many were read: fewer than {@code count} only if the file ends before
   */
  int read(long offset, byte[] bytes, int count) throws IOException {
    int done = 0;
    try {
      while (done < count) {
        ByteBuffer piece = ByteBuffer.wrap(bytes, done, Math.min(count - done, PIECE));
        int read = channel.read(piece, offset + done);
        if (read < 0) {
          break;
        }
        done += read;
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    return done;
  }

  /**
   * Returns the whole file, which is mapped if it has not been yet. The file must not be empty.
   *
   * @throws FileShortenedException if the file has become shorter
   * @throws IOException if the file can't be mapped
   */
  synchronized MappedText mapped() throws IOException {
    if (mapped == null) {
      long now = size();
      if (now < length) {
        throw new FileShortenedException(path, length, now, null);
      }
      mapped = new MappedText(map());
    }
    return mapped;
  }

  /** Maps the path if it proves to be that of this file, or else the channel. */
  private Mmap map() throws IOException {
    Exception failure = null;
    if (isAtPath()) {
      try {
        // A search in such a mapping skips the holes of a sparse file.
        Mmap text = builder().path(Path.of(path)).map();
        if (isAtPath()) {
          return text;
        }
        text.close();
      } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
        failure = e; // for example, since a shorter file has the path now
      }
    }
    try {
      return builder().channel(channel).map();
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      if (failure != null) {
        e.addSuppressed(failure);
      }
      long now = size();
      if (now < length) {
        throw new FileShortenedException(path, length, now, e);
      }
      throw new IOException(path + " can't be mapped on " + host() + ": " + e, e);
    }
  }

  private MmapBuilder builder() {
    MmapBuilder builder = Mmap.builder().access(Access.READ).length(length);
    return confined ? builder.confined() : builder;
  }

  /** Returns whether the path is still that of this file, as far as the file system can tell. */
  private boolean isAtPath() {
    try {
      return key != null && key.equals(key(path));
    } catch (IOException e) {
      return false; // renamed or deleted
    }
  }

  /** Returns the error for a mapping that has lost its end. */
  FileShortenedException shorter(MappingFaultException e) {
    return new FileShortenedException(path, length, e.fileSize(), e);
  }

  /**
   * Returns the error for a file that is shorter than it was.
   *
   * @param end an offset at which the file had ended; it may have become longer or shorter since
   */
  FileShortenedException shorter(long end) throws IOException {
    return new FileShortenedException(path, length, Math.min(end, size()), null);
  }

  /** Closes the file, also if another thread is about to map it: Spark may close so. */
  @Override
  public synchronized void close() throws IOException {
    try (channel) {
      if (mapped != null) {
        mapped.text().close();
        mapped = null;
      }
    }
  }

  /**
   * Returns how a file became shorter, for messages.
   *
   * @param now the length now, or {@link MappingFaultException#UNKNOWN}
   */
  static String lengths(long before, long now) {
    return ", from "
        + before
        + " bytes to "
        + (now == MappingFaultException.UNKNOWN ? "an unknown number" : now);
  }

  /** Returns an exception that says where reading failed and, if that is known, what to do. */
  static IOException unreadable(String path, IOException e) {
    // Spark recognises by its type what stopping a query causes.
    return e instanceof ClosedByInterruptException
        ? e
        : new IOException(path + " can't be read on " + host() + ": " + e + wayOut(e), e);
  }

  private static String wayOut(IOException e) {
    return e instanceof AccessDeniedException
        ? "; allow the user "
            + System.getProperty("user.name")
            + " to read the file and to enter its folders. If the query lists the file,"
            + " pathGlobFilter can leave it out instead; a stream also reads a file that was renamed"
            + " to a name that it does not list"
        : "";
  }

  private static String missing(String path) {
    return path
        + " does not exist on "
        + host()
        + "; mmap-lines reads files where the tasks run, so the driver and every executor need them"
        + " at the same path: use a shared file system (NFS, FUSE, hostPath), or run the executors"
        + " where the files are";
  }

  /** Returns the name of this host for messages. */
  static String host() {
    try {
      return "the host " + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this host, whose name is unknown (" + e.getMessage() + ")";
    }
  }
}
