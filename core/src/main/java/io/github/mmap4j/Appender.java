package io.github.mmap4j;

import java.io.Flushable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Appends to a mapping, which grows together with its file. Each growth at least doubles the length
 * if there is room, so appending single bytes is cheap on average. The mapping always ends where
 * the appended bytes end, and so do its channels, streams, lines and searches. Only the file may be
 * longer until {@link #flush} or {@link #close}: zeros follow the appended bytes, and {@link
 * Mmap#size()} counts them. Other readers of the file see these zeros: {@code tail -f} prints them,
 * but a {@link Follower} waits until bytes have taken their place. The mapping's position is
 * neither used nor changed.
 *
 * <p>Growing is a {@link Mmap#resize}: earlier segments and buffers of the mapping throw
 * afterwards, unless the mapping grows in place, for which {@link MmapBuilder#reserve} provides.
 * While an appender is open, the mapping can't be resized or refreshed, and can't have a second
 * appender.
 *
 * <p>If the process dies, the file still holds all appended bytes, perhaps followed by the zeros of
 * at most one growth. The write during which it died may have left a first part of its bytes. If
 * the system crashes, only the flushed bytes are certain to be in the file. If nothing was appended
 * after the last {@code flush}, the file ends with the last flushed byte. If the format's records
 * never end with a zero byte, a reader can still find the end by skipping trailing zeros. Other
 * formats should store a length or a checksum in each record.
 *
 * <p>Nothing else may change the file's length while an appender is open. If others have changed
 * the length, growing and truncating throw an {@code IOException}, so bytes appended by others are
 * neither overwritten nor cut off. (A short race remains, because checking and changing the length
 * are not one atomic step.)
 *
 * <p>If growing fails, nothing is appended and the earlier bytes are intact. On Linux, a full disk
 * makes {@code write} throw an {@link MmapException} with ENOSPC, because the appender writes zeros
 * to the next 64 KiB of the file before it stores bytes there. (Writing zeros first also saves most
 * page faults.) On other systems, and if the file was mapped through a channel or the caller's
 * descriptor, {@code write} throws a {@link MappingFaultException} if the disk is full; again
 * nothing is appended. With {@link MmapBuilder#preallocate}, growing fails instead.
 *
 * <p>A file system that copies on write, such as Btrfs, needs space even to overwrite the zeros. On
 * a full disk, {@code write} may throw either exception there, and {@link #flush} and {@link
 * #close} may throw an {@link MmapException} with ENOSPC, because they truncate the file. While
 * such a disk is nearly full, storing one record may take Linux minutes (measured on Btrfs with
 * Linux 6.18); the same holds for every store into a mapping there.
 *
 * <p>Any number of threads may append, unless the mapping is confined to one thread; the bytes of
 * one call stay together.
 *
 * {@snippet :
 * try (Mmap m = Mmap.open(file); Appender appender = m.appender()) {
 *   appender.write("started\n".getBytes(UTF_8));
 *   appender.flush(); // on the disk
 * }
 * }
 *
 * @see Mmap#appender()
 */
public final class Appender implements WritableByteChannel, Flushable {
  /**
   * The minimum growth in bytes, which keeps a short mapping from growing on each of its first
   * writes.
   */
  private static final long LEAST_GROWTH = 1 << 16;

  /** The number of bytes to prepare at once. */
  private static final long PREPARED = 1 << 16;

  private final Mapping mapping;

  /** The mapping to close with the appender, or null if the caller closes it. */
  private final Mmap owned;

  private long length;

  /** The end of the bytes that can be appended without preparations. */
  private long ready;

  private volatile boolean closed;

  Appender(Mapping mapping) throws IOException {
    this(mapping, null);
  }

  private Appender(Mapping mapping, Mmap owned) throws IOException {
    this.mapping = mapping;
    this.owned = owned;
    this.length = mapping.beginAppending();
    this.ready = length;
  }

  /**
   * Opens a file to append to it, and creates the file if there is none. The file may be empty,
   * which {@link Mmap#open} refuses. Closing the appender also unmaps the file. If the process is
   * killed during this call, an empty file may be left.
   *
   * {@snippet :
   * try (Appender log = Appender.open(file)) {
   *   log.write("started\n".getBytes(UTF_8));
   * }
   * }
   *
   * @param path the file
   * @return the appender, which the caller must close
   * @throws UnsupportedOperationException if the path's file system can't map files
   * @throws IOException if the file can't be created, opened or mapped; then a file that was
   *     created is deleted again
   */
  public static Appender open(Path path) throws IOException {
    MmapBuilder.requireMapping(path);
    boolean isNew = true;
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException e) {
      isNew = false; // It is the file to append to.
    }
    try {
      Mmap m = Mmap.builder().path(path).orEmpty().map();
      try {
        return new Appender(m.mapping, m);
      } catch (Throwable e) {
        m.close();
        throw e;
      }
    } catch (Throwable e) {
      if (isNew) {
        deleteEmpty(path, e);
      }
      throw e;
    }
  }

  /** Deletes a file that {@link #open} has created, unless another process has written to it. */
  private static void deleteEmpty(Path path, Throwable cause) {
    try {
      if (Files.size(path) == 0) {
        Files.delete(path);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Appends bytes.
   *
   * @param bytes the bytes, all of which are appended
   * @throws ClosedChannelException if the appender is closed
   * @throws IllegalStateException if the mapping is closed, or if it has to move while a system
   *     call uses a view of it or a {@link Hold} is open; then nothing is appended
   * @throws MappingFaultException if the file was truncated, or its disk is full; then nothing is
   *     appended
   * @throws IOException if the file can't grow, or others have changed its length; then nothing is
   *     appended
   */
  public void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  /**
   * Appends bytes as {@link #write(byte[])} does.
   *
   * @param bytes the array that holds the bytes
   * @param offset the index of the first byte
   * @param count the number of bytes
   * @throws IndexOutOfBoundsException if {@code bytes} has no such range
   * @throws IOException if the file can't grow; then nothing is appended
   */
  public synchronized void write(byte[] bytes, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    prepare(count);
    mapping.append(bytes, offset, count);
    length += count;
  }

  /**
   * Appends all remaining bytes of a buffer, as {@link #write(byte[])} does.
   *
   * @param bytes the buffer, whose position moves to its limit
   * @return the number of bytes appended
   * @throws IOException if the file can't grow; then nothing is appended, and the buffer is
   *     unchanged
   */
  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    write(MemorySegment.ofBuffer(bytes));
    bytes.position(bytes.limit());
    return count;
  }

  /**
   * Appends bytes as {@link #write(byte[])} does.
   *
   * @param bytes the bytes; a view of this mapping becomes invalid when the mapping grows, and then
   *     can't be appended
   * @throws IOException if the file can't grow; then nothing is appended
   */
  public synchronized void write(MemorySegment bytes) throws IOException {
    long count = bytes.byteSize();
    prepare(count);
    mapping.append(bytes);
    length += count;
  }

  private void prepare(long count) throws IOException {
    requireOpen();
    if (count > ready - length) {
      prepareMore(count);
    }
  }

  private void prepareMore(long count) throws IOException {
    if (count > Long.MAX_VALUE - length) {
      throw new IllegalArgumentException(
          count + " bytes after " + length + " pass the longest mapping, " + Long.MAX_VALUE);
    }
    long needed = length + count;
    growTo(needed);
    long end = Math.min(mapping.room(), Math.ceilDiv(needed, PREPARED) * PREPARED);
    while (ready < needed) {
      ready += mapping.prepareAppended(ready, end - ready);
    }
  }

  private void growTo(long needed) throws IOException {
    long present = mapping.room();
    if (needed <= present) {
      return;
    }
    long doubled = doubled(present, needed);
    if (doubled <= needed) {
      mapping.extendAppended(needed);
      return;
    }
    try {
      mapping.extendAppended(doubled);
    } catch (MmapException e) {
      try {
        mapping.extendAppended(needed); // there may still be room for the needed length
      } catch (IOException exactly) {
        exactly.addSuppressed(e);
        throw exactly;
      }
    }
  }

  /** Returns the length to grow to, at which nothing moves if that is possible. */
  private long doubled(long present, long needed) {
    if (present > Long.MAX_VALUE / 2) {
      return needed;
    }
    long doubled = present + Math.max(present, LEAST_GROWTH);
    long inPlace = mapping.lengthInPlace();
    return needed <= inPlace ? Math.min(doubled, inPlace) : doubled;
  }

  /** {@return the offset in the mapping where the appended bytes end} */
  public synchronized long length() {
    return length;
  }

  /**
   * Truncates the file to {@link #length}, then waits until all bytes are on the disk, as {@link
   * Mmap#flush()} does. On Linux, segments and buffers of the mapping stay valid. If the JDK
   * created the mapping, if its pages are huge, and on other systems, truncating is a {@link
   * Mmap#resize}, after which they throw.
   *
   * @throws ClosedChannelException if the appender is closed
   * @throws IllegalStateException if the mapping is closed, or if views would end while a system
   *     call uses one or a {@link Hold} is open; then the file is not truncated
   * @throws IOException if the system refuses or can't write, or if others have changed the file's
   *     length; then the file is not truncated
   */
  @Override
  public synchronized void flush() throws IOException {
    requireOpen();
    cut();
    mapping.flush(0, PageCalls.TO_THE_END);
  }

  private void cut() throws IOException {
    if (mapping.room() != length) {
      mapping.cutAppended();
      ready = length;
    }
  }

  private void requireOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  /**
   * Truncates the file to {@link #length} as {@link #flush} does, and closes the appender; {@link
   * Mmap#close} does both too. An appender made by {@link #open} also closes its mapping. Calling
   * {@code close} again has no effect.
   *
   * @throws IllegalStateException if views would end while a system call uses one or a {@link Hold}
   *     is open; then the appender stays open
   * @throws IOException if the file can't be truncated, or if others have changed its length; then
   *     the file is unchanged, the mapping shows the zeros after the appended bytes, and the
   *     appender is closed anyway
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    if (mapping.isClosed()) {
      closed = true;
      return;
    }
    try {
      cut();
    } catch (IOException e) {
      end();
      throw e;
    }
    end();
  }

  private void end() throws IOException {
    mapping.endAppending();
    closed = true;
    if (owned != null) {
      owned.close();
    }
  }
}
