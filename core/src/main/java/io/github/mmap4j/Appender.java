package io.github.mmap4j;

import java.io.Flushable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.EnumSet;
import java.util.Objects;

/**
 * Writes behind the end of a mapping, which grows together with its file: each time to twice its
 * length, so that appending byte by byte costs no more than a few copies of each. Until {@link
 * #flush} or {@link #close} the mapping and the file are longer than what was appended, by bytes of
 * zero; {@link #length} tells where it ends. The mapping's position has no part in it.
 *
 * <p>Growing is a {@link Mmap#resize}: earlier segments and buffers of the mapping throw from then
 * on. As long as an appender is open, the mapping can't be resized or refreshed, or get another.
 *
 * <p>If the process dies, the file is readable: it holds all that was flushed, then as much as the
 * system has written of what was appended since, and then zeros, up to a growth more. After a
 * {@code flush} that nothing was appended behind, it ends exactly there. So a format whose records
 * never end with a zero byte finds the end by itself; others write the length, or a check sum, into
 * their records.
 *
 * <p>Nobody else may change the file's length meanwhile. Where somebody has, growing and cutting
 * are refused with an {@code IOException}: what others appended is neither overwritten nor cut off.
 * (In the moment between the look at the length and the change they can still be in each other's
 * way.)
 *
 * <p>If it fails to grow, as with ENOSPC on a full disk, nothing was appended, and all of before is
 * there. On a sparse file a full disk is met only when a page is written: that is a {@link
 * MappingFaultException}, and again nothing was appended. {@link MmapBuilder#preallocate} makes it
 * an exception of growing.
 *
 * <p>For any number of threads, unless the mapping is confined to one; each call's bytes stay
 * together.
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
  /** Bytes that a short mapping grows by, so that its first writes are not a growth each. */
  private static final long LEAST_GROWTH = 1 << 16;

  private final Mapping mapping;
  private long length;
  private volatile boolean closed;

  Appender(Mapping mapping) throws IOException {
    this.mapping = mapping;
    this.length = mapping.beginAppending();
  }

  /**
   * Appends bytes.
   *
   * @param bytes all of them
   * @throws ClosedChannelException if the appender is closed
   * @throws IllegalStateException if the mapping is closed, or is in use by a call into the system
   *     that works on a view of it
   * @throws IOException if the file can't grow, or others have changed its length; then nothing was
   *     appended
   */
  public void write(byte[] bytes) throws IOException {
    write(MemorySegment.ofArray(bytes));
  }

  /**
   * Appends bytes: as {@link #write(byte[])}.
   *
   * @param bytes where they are
   * @param offset the first
   * @param count how many
   * @throws IndexOutOfBoundsException if {@code bytes} has no such range
   * @throws IOException if the file can't grow; then nothing was appended
   */
  public void write(byte[] bytes, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    write(MemorySegment.ofArray(bytes).asSlice(offset, count));
  }

  /**
   * Appends what remains in a buffer, all of it: as {@link #write(byte[])}.
   *
   * @param bytes its position moves to its limit
   * @return how many bytes that were
   * @throws IOException if the file can't grow; then nothing was appended, and the buffer is as it
   *     was
   */
  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    write(MemorySegment.ofBuffer(bytes));
    bytes.position(bytes.limit());
    return count;
  }

  /**
   * Appends bytes: as {@link #write(byte[])}.
   *
   * @param bytes all of them; a view of this very mapping ends when that grows, and then can't be
   *     appended
   * @throws IOException if the file can't grow; then nothing was appended
   */
  public synchronized void write(MemorySegment bytes) throws IOException {
    requireOpen();
    long count = bytes.byteSize();
    if (count > Long.MAX_VALUE - length) {
      throw new IllegalArgumentException(
          count + " bytes behind " + length + " pass the longest mapping, " + Long.MAX_VALUE);
    }
    growTo(length + count);
    mapping.writeAt(length, bytes);
    length += count;
  }

  private void growTo(long needed) throws IOException {
    long present = mapping.live().byteSize();
    if (needed <= present) {
      return;
    }
    long doubled =
        present > Long.MAX_VALUE / 2 ? needed : present + Math.max(present, LEAST_GROWTH);
    if (doubled <= needed) {
      mapping.resizeAppended(needed);
      return;
    }
    try {
      mapping.resizeAppended(doubled);
    } catch (MmapException e) {
      try {
        mapping.resizeAppended(needed); // there may be room for that, if not for twice as much
      } catch (IOException exactly) {
        exactly.addSuppressed(e);
        throw exactly;
      }
    }
  }

  /** {@return the mapping's bytes up to the end of what was appended} */
  public synchronized long length() {
    return length;
  }

  /**
   * Ends mapping and file behind what was appended, and returns when all of it is on the disk:
   * {@link Mmap#resize} and {@link Mmap#flush()}.
   *
   * @throws ClosedChannelException if the appender is closed
   * @throws IOException if the system refuses or could not write, or others have changed the file's
   *     length; then it is not cut
   */
  @Override
  public synchronized void flush() throws IOException {
    requireOpen();
    cut();
    mapping.flush(EnumSet.of(Sync.SYNC));
  }

  private void cut() throws IOException {
    if (mapping.live().byteSize() != length) {
      mapping.resizeAppended(length);
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
   * Ends mapping and file behind what was appended; again without effect. {@link Mmap#close} does
   * this too.
   *
   * @throws IllegalStateException if the mapping is in use by a call into the system that works on
   *     a view of it; then the appender stays open
   * @throws IOException if the file can't be cut, or others have changed its length; then mapping
   *     and file are left as they are, and the appender is closed all the same
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
  }
}
