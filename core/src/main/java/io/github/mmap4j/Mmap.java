package io.github.mmap4j;

import io.github.mmap4j.internal.access.ByteIterator;
import io.github.mmap4j.internal.access.Bytes;
import io.github.mmap4j.internal.access.MemoryChannel;
import io.github.mmap4j.internal.access.MemoryInputStream;
import io.github.mmap4j.internal.access.MemoryOutputStream;
import io.github.mmap4j.internal.access.SegmentAccess;
import io.github.mmap4j.internal.access.Slice;
import io.github.mmap4j.internal.fault.FaultGuard;
import io.github.mmap4j.internal.fault.FaultHandler;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.trace.CreationTraces;
import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Lines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A memory-mapped file, which is at once an array of bytes and a file with a position: Python's
 * {@code mmap} object. Or anonymous memory, which is the same without a file.
 *
 * {@snippet :
 * try (Mmap m = Mmap.open(Path.of("hello.txt"))) {
 *   byte[] line = m.readLine();
 *   m.setSlice(6, " world!\n".getBytes(UTF_8));
 *   m.flush();
 * }
 * }
 *
 * <h2>Indexes</h2>
 *
 * Offsets and lengths are bytes, as {@code long}. A single index may be negative and then counts
 * from the end. Slices and the ranges of {@code find} have Python's rules: bounds are clipped, and
 * {@link Long#MIN_VALUE} and {@link Long#MAX_VALUE} serve as open ends.
 *
 * <h2>Threads</h2>
 *
 * The position is not synchronised: the methods that use it (read, readByte, readLine, write,
 * writeByte, seek, tell, and find, rfind, count without a start) are for one thread at a time. All
 * others may be called by any thread, also while another closes or resizes the mapping: each works
 * on the mapping as it was before or as it is after, or throws {@link IllegalStateException}. Bytes
 * are read and written without any order between threads or processes. A mapping that is
 * {@linkplain MmapBuilder#confined() confined} is for its thread only.
 *
 * <h2>Closing</h2>
 *
 * {@link #close} unmaps at once. Every later call but {@code close}, {@link #isClosed} and {@link
 * #toString} throws {@link IllegalStateException}, and so does every view. A mapping that is never
 * closed is unmapped some time after it and all its segments and buffers are unreachable.
 *
 * <h2>Others who change the file</h2>
 *
 * Another process may write the file; the mapping shows its bytes. If it truncates the file, a call
 * that needs bytes past the new end throws {@link MappingFaultException}: it returns no value and
 * moves no position. (In the rest of the file's last page there is no fault: bytes read as zero,
 * and what is written there is lost. Source: {@code mmap(2)}.) Your own loops over {@link
 * #asSegment} belong in {@link #guarded(GuardedBody)}.
 *
 * @see <a href="https://docs.python.org/3/library/mmap.html">Python's mmap</a>
 * @see SegmentGuard SegmentGuard, for mapped memory of others
 */
public final class Mmap extends MappedValues implements AutoCloseable, Iterable<Integer> {
  /**
   * The page size in bytes. Offsets given to {@code flush} and {@code madvise} are multiples of it.
   */
  public static final int PAGESIZE = NativeAccess.pageSize();

  /**
   * A mapping's offset in its file is a multiple of this: {@link #PAGESIZE}, but 64 KiB on Windows.
   */
  public static final int ALLOCATIONGRANULARITY = NativeAccess.allocationGranularity();

  private static final long OPEN_END = Long.MAX_VALUE;
  private static final Finder NEWLINE = Finder.of(new byte[] {'\n'});
  private static final Set<Sync> SYNCHRONOUS = EnumSet.of(Sync.SYNC);

  private long position;
  private volatile Appender appender;

  Mmap(Mapping mapping) {
    super(mapping);
  }

  // ---- making one

  /**
   * Maps a whole file for reading and writing: {@code open(path, Access.DEFAULT)}.
   *
   * @param path the file; it must exist and not be empty
   * @return the mapping, to be closed
   * @throws IOException as {@link MmapBuilder#map()} says
   */
  public static Mmap open(Path path) throws IOException {
    return open(path, Access.DEFAULT);
  }

  /**
   * Maps a whole file. A writer that buffers must flush before its bytes are seen in the mapping.
   * Where native access is denied or the system has none to offer, the file is mapped by the JDK,
   * with fewer {@linkplain #capabilities() capabilities}.
   *
   * @param path the file; it must exist and not be empty
   * @param access what may be done with the bytes
   * @return the mapping, to be closed
   * @throws IOException as {@link MmapBuilder#map()} says
   */
  public static Mmap open(Path path, Access access) throws IOException {
    return builder().path(path).access(access).map();
  }

  /**
   * Maps memory without a file, filled with zeros; it can be resized.
   *
   * @param length bytes, at least 1
   * @return the mapping, to be closed
   * @throws IOException as {@link MmapBuilder#map()} says
   */
  public static Mmap anonymous(long length) throws IOException {
    return builder().anonymous().length(length).map();
  }

  /** {@return a builder, for all that can be said of a mapping} */
  public static MmapBuilder builder() {
    return new MmapBuilder();
  }

  // ---- bytes

  /**
   * {@return the number of bytes mapped} The file may have more: {@link #size}.
   *
   * @throws IllegalStateException if the mapping is closed
   */
  public long length() {
    return mapping.live().byteSize();
  }

  /**
   * Returns the byte at an index: Python's {@code m[index]}. If x is absent, {@code get(find(x))}
   * is {@code get(-1)}, the last byte.
   *
   * @param index negative counts from the end
   * @return 0 to 255
   * @throws IllegalStateException if the mapping is closed
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws IndexOutOfBoundsException if there is no such byte
   * @throws MappingFaultException if the file was truncated below it
   */
  public int get(long index) {
    return mapping.get(index);
  }

  /**
   * Changes the byte at an index: Python's {@code m[index] = value}.
   *
   * @param index negative counts from the end
   * @param value 0 to 255
   * @throws IllegalStateException if the mapping is closed
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws IndexOutOfBoundsException if there is no such byte
   * @throws IllegalArgumentException if value is not a byte
   * @throws MappingFaultException if the file was truncated below it
   */
  public void set(long index, int value) {
    mapping.set(index, value);
  }

  /**
   * Python's {@code m[start:]}: as {@link #getSlice(long, long, long)}.
   *
   * @param start the first index
   * @return a copy
   */
  public byte[] getSlice(long start) {
    return getSlice(start, OPEN_END, 1);
  }

  /**
   * Python's {@code m[start:stop]}: as {@link #getSlice(long, long, long)}.
   *
   * @param start the first index
   * @param stop the end, exclusive
   * @return a copy
   */
  public byte[] getSlice(long start, long stop) {
    return getSlice(start, stop, 1);
  }

  /**
   * Copies a slice: Python's {@code m[start:stop:step]}. All bytes backwards are {@code
   * getSlice(Long.MAX_VALUE, Long.MIN_VALUE, -1)}.
   *
   * @param start the first index; negative counts from the end, beyond the mapping is clipped
   * @param stop the end, exclusive, likewise
   * @param step not 0; negative runs downward
   * @return a copy, empty if the slice is
   * @throws IllegalStateException if the mapping is closed, or the slice has more bytes than an
   *     array can hold (take {@link #asSegment()} then)
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws IllegalArgumentException if step is 0
   * @throws MappingFaultException if the file was truncated below the slice
   */
  public byte[] getSlice(long start, long stop, long step) {
    return Mapping.retrying(
        mapping::readable,
        s -> {
          Slice slice = Slice.of(start, stop, step, s.byteSize());
          byte[] copy = new byte[FaultGuard.arrayLength(slice.count())];
          SegmentAccess.copyOut(s, slice, copy);
          return copy;
        });
  }

  /**
   * Overwrites all bytes from {@code start} to the end; {@code bytes} must be exactly as many. To
   * write fewer at an offset, use {@link #copyFrom(long, byte[])}. Python's {@code m[start:] =
   * bytes}: as {@link #setSlice(long, long, long, byte[])}.
   *
   * @param start the first index
   * @param bytes exactly as many as the slice has
   */
  public void setSlice(long start, byte[] bytes) {
    assign(start, OPEN_END, 1, MemorySegment.ofArray(bytes));
  }

  /**
   * Python's {@code m[start:stop] = bytes}: as {@link #setSlice(long, long, long, byte[])}.
   *
   * @param start the first index
   * @param stop the end, exclusive
   * @param bytes exactly as many as the slice has
   */
  public void setSlice(long start, long stop, byte[] bytes) {
    assign(start, stop, 1, MemorySegment.ofArray(bytes));
  }

  /**
   * Python's {@code m[start:stop:step] = bytes}: overwrites the slice's bytes. An assignment never
   * changes the mapping's length. Bytes that are this mapping's own memory are taken as they were
   * before the call.
   *
   * @param start the first index; negative counts from the end, beyond the mapping is clipped
   * @param stop the end, exclusive, likewise
   * @param step not 0; negative runs downward
   * @param bytes exactly as many as the slice has
   * @throws IllegalStateException if the mapping is closed
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws IllegalArgumentException if step is 0
   * @throws IndexOutOfBoundsException if there are more or fewer bytes than the slice has
   * @throws MappingFaultException if the file was truncated below the slice; some bytes may be
   *     written
   */
  public void setSlice(long start, long stop, long step, byte[] bytes) {
    assign(start, stop, step, MemorySegment.ofArray(bytes));
  }

  /**
   * As {@link #setSlice(long, byte[])}.
   *
   * @param start the first index
   * @param bytes exactly as many as the slice has; the buffer stays as it is
   */
  public void setSlice(long start, ByteBuffer bytes) {
    assign(start, OPEN_END, 1, MemorySegment.ofBuffer(bytes));
  }

  /**
   * As {@link #setSlice(long, long, byte[])}.
   *
   * @param start the first index
   * @param stop the end, exclusive
   * @param bytes exactly as many as the slice has; the buffer stays as it is
   */
  public void setSlice(long start, long stop, ByteBuffer bytes) {
    assign(start, stop, 1, MemorySegment.ofBuffer(bytes));
  }

  /**
   * As {@link #setSlice(long, long, long, byte[])}.
   *
   * @param start the first index
   * @param stop the end, exclusive
   * @param step not 0
   * @param bytes exactly as many as the slice has; the buffer stays as it is
   */
  public void setSlice(long start, long stop, long step, ByteBuffer bytes) {
    assign(start, stop, step, MemorySegment.ofBuffer(bytes));
  }

  /**
   * As {@link #setSlice(long, byte[])}.
   *
   * @param start the first index
   * @param bytes exactly as many as the slice has
   */
  public void setSlice(long start, MemorySegment bytes) {
    assign(start, OPEN_END, 1, bytes);
  }

  /**
   * As {@link #setSlice(long, long, byte[])}.
   *
   * @param start the first index
   * @param stop the end, exclusive
   * @param bytes exactly as many as the slice has
   */
  public void setSlice(long start, long stop, MemorySegment bytes) {
    assign(start, stop, 1, bytes);
  }

  /**
   * As {@link #setSlice(long, long, long, byte[])}.
   *
   * @param start the first index
   * @param stop the end, exclusive
   * @param step not 0
   * @param bytes exactly as many as the slice has
   */
  public void setSlice(long start, long stop, long step, MemorySegment bytes) {
    assign(start, stop, step, bytes);
  }

  private void assign(long start, long stop, long step, MemorySegment bytes) {
    Mapping.retrying(
        mapping::writable,
        s -> {
          Slice slice = Slice.of(start, stop, step, s.byteSize());
          if (bytes.byteSize() != slice.count()) {
            throw new IndexOutOfBoundsException(
                bytes.byteSize() + " bytes can't be assigned to a slice of " + slice.count());
          }
          SegmentAccess.copyIn(s, slice, bytes);
          return null;
        });
  }

  /**
   * {@return whether some byte has this value} Python's {@code bytes([value]) in m}.
   *
   * @param value 0 to 255
   * @throws IllegalStateException if the mapping is closed
   * @throws IllegalArgumentException if value is not a byte; mind the sign of Java's {@code byte}
   * @throws MappingFaultException if the file was truncated
   */
  public boolean contains(int value) {
    mapping.live();
    return find(Finder.of(new byte[] {(byte) Bytes.unsigned(value)}), 0) >= 0;
  }

  /**
   * {@return the bytes from first to last, each 0 to 255} Each is read when it is requested; the
   * iterator follows a resize.
   *
   * @throws IllegalStateException if the mapping is closed
   */
  @Override
  public PrimitiveIterator.OfInt iterator() {
    return ByteIterator.forwards(mapping);
  }

  /**
   * {@return the bytes from last to first: Python's {@code reversed(m)}}
   *
   * @throws IllegalStateException if the mapping is closed
   */
  public Iterable<Integer> reversed() {
    mapping.live();
    return () -> ByteIterator.backwards(mapping);
  }

  // ---- search

  /**
   * Searches from the current position to the end: as {@link #find(byte[], long, long)}.
   *
   * @param sub the bytes to look for
   * @return the offset of the first occurrence of {@code sub}, or -1
   */
  public long find(byte[] sub) {
    return find(Finder.of(sub));
  }

  /**
   * Searches from {@code start} to the end: as {@link #find(byte[], long, long)}.
   *
   * @param sub the bytes to look for
   * @param start the first offset
   * @return the offset of the first occurrence of {@code sub}, or -1
   */
  public long find(byte[] sub, long start) {
    return find(Finder.of(sub), start);
  }

  /**
   * Finds the first occurrence in the slice {@code [start:end]}. Negative bounds count from the
   * end, and bounds beyond the mapping are clipped; {@code start > end} finds nothing.
   *
   * <p>An occurrence lies wholly inside the slice. The empty sequence is found at the slice's
   * start. The position is not moved.
   *
   * @param sub the bytes to look for
   * @param start the first offset
   * @param end the end, exclusive
   * @return the offset of the first occurrence of {@code sub}, or -1
   * @throws IllegalStateException if the mapping is closed
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws MappingFaultException if the file was truncated below the end of the slice
   */
  public long find(byte[] sub, long start, long end) {
    return find(Finder.of(sub), start, end);
  }

  /**
   * Searches from the current position to the end: as {@link #rfind(byte[], long, long)}.
   *
   * @param sub the bytes to look for
   * @return the offset of the last occurrence of {@code sub}, or -1
   */
  public long rfind(byte[] sub) {
    return rfind(Finder.of(sub));
  }

  /**
   * Searches from {@code start} to the end: as {@link #rfind(byte[], long, long)}.
   *
   * @param sub the bytes to look for
   * @param start the first offset
   * @return the offset of the last occurrence of {@code sub}, or -1
   */
  public long rfind(byte[] sub, long start) {
    return rfind(Finder.of(sub), start);
  }

  /**
   * Finds the last occurrence in the slice {@code [start:end]}, whose bounds are as in {@link
   * #find(byte[], long, long)}. Without {@code start} the slice begins at the current position here
   * too. The empty sequence is found at the slice's end.
   *
   * @param sub the bytes to look for
   * @param start the first offset
   * @param end the end, exclusive
   * @return the offset of the last occurrence of {@code sub}, or -1
   * @throws IllegalStateException if the mapping is closed
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws MappingFaultException if the file was truncated below the end of the slice
   */
  public long rfind(byte[] sub, long start, long end) {
    return rfind(Finder.of(sub), start, end);
  }

  /**
   * Searches from the current position to the end: as {@link #count(byte[], long, long)}.
   *
   * @param sub the bytes to look for
   * @return the number of occurrences
   */
  public long count(byte[] sub) {
    return count(Finder.of(sub));
  }

  /**
   * Searches from {@code start} to the end: as {@link #count(byte[], long, long)}.
   *
   * @param sub the bytes to look for
   * @param start the first offset
   * @return the number of occurrences
   */
  public long count(byte[] sub, long start) {
    return count(Finder.of(sub), start);
  }

  /**
   * Counts the occurrences in the slice {@code [start:end]}, whose bounds are as in {@link
   * #find(byte[], long, long)}. They do not overlap, as with Python's {@code bytes.count}. The
   * empty sequence occurs once more than there are bytes.
   *
   * @param sub the bytes to look for
   * @param start the first offset
   * @param end the end, exclusive
   * @return the number of occurrences
   * @throws IllegalStateException if the mapping is closed
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws MappingFaultException if the file was truncated below the end of the slice
   */
  public long count(byte[] sub, long start, long end) {
    return count(Finder.of(sub), start, end);
  }

  /**
   * As {@link #find(byte[])}, with a prepared finder.
   *
   * @param finder what to look for
   * @return the offset of the first occurrence, or -1
   */
  public long find(Finder finder) {
    mapping.live();
    return find(finder, position);
  }

  /**
   * As {@link #find(byte[], long)}, with a prepared finder.
   *
   * @param finder what to look for
   * @param start the first offset
   * @return the offset of the first occurrence, or -1
   */
  public long find(Finder finder, long start) {
    return find(finder, start, OPEN_END);
  }

  /**
   * As {@link #find(byte[], long, long)}, with a prepared finder.
   *
   * @param finder what to look for
   * @param start the first offset
   * @param end the end, exclusive
   * @return the offset of the first occurrence, or -1
   */
  public long find(Finder finder, long start, long end) {
    return search(start, end, -1, finder::find);
  }

  /**
   * As {@link #rfind(byte[])}, with a prepared finder.
   *
   * @param finder what to look for
   * @return the offset of the last occurrence, or -1
   */
  public long rfind(Finder finder) {
    mapping.live();
    return rfind(finder, position);
  }

  /**
   * As {@link #rfind(byte[], long)}, with a prepared finder.
   *
   * @param finder what to look for
   * @param start the first offset
   * @return the offset of the last occurrence, or -1
   */
  public long rfind(Finder finder, long start) {
    return rfind(finder, start, OPEN_END);
  }

  /**
   * As {@link #rfind(byte[], long, long)}, with a prepared finder.
   *
   * @param finder what to look for
   * @param start the first offset
   * @param end the end, exclusive
   * @return the offset of the last occurrence, or -1
   */
  public long rfind(Finder finder, long start, long end) {
    return search(start, end, -1, finder::rfind);
  }

  /**
   * As {@link #count(byte[])}, with a prepared finder.
   *
   * @param finder what to look for
   * @return the number of occurrences
   */
  public long count(Finder finder) {
    mapping.live();
    return count(finder, position);
  }

  /**
   * As {@link #count(byte[], long)}, with a prepared finder.
   *
   * @param finder what to look for
   * @param start the first offset
   * @return the number of occurrences
   */
  public long count(Finder finder, long start) {
    return count(finder, start, OPEN_END);
  }

  /**
   * As {@link #count(byte[], long, long)}, with a prepared finder.
   *
   * @param finder what to look for
   * @param start the first offset
   * @param end the end, exclusive
   * @return the number of occurrences
   */
  public long count(Finder finder, long start, long end) {
    return search(start, end, 0, finder::count);
  }

  private interface Search {
    long in(MemorySegment text, long from, long to);
  }

  private long search(long start, long end, long none, Search search) {
    return Mapping.retrying(
        mapping::readable,
        s -> {
          long from = Slice.clip(start, s.byteSize());
          long to = Slice.clip(end, s.byteSize());
          return from <= to ? search.in(s, from, to) : none;
        });
  }

  // ---- the file

  /**
   * Reads from the position to the end.
   *
   * @return the bytes; none at the end
   * @throws IllegalStateException if the mapping is closed, or they are more than an array can hold
   * @throws MappingFaultException if the file was truncated; the position has not moved
   */
  public byte[] read() {
    return read(-1);
  }

  /**
   * Reads at most {@code count} bytes from the position, which then is after them.
   *
   * @param count negative for all that are left
   * @return the bytes; none at the end
   * @throws IllegalStateException if the mapping is closed, or they are more than an array can hold
   * @throws MappingFaultException if the file was truncated; the position has not moved
   */
  public byte[] read(long count) {
    return advance(
        Mapping.retrying(
            mapping::readable,
            s -> {
              long rest = Math.max(0, s.byteSize() - position);
              return copy(s, count < 0 ? rest : Math.min(count, rest));
            }));
  }

  /** Copies {@code count} bytes from the position on; there must be as many. */
  private byte[] copy(MemorySegment s, long count) {
    byte[] copy = new byte[FaultGuard.arrayLength(count)];
    if (count > 0) {
      SegmentAccess.copyOut(s, position, MemorySegment.ofArray(copy), 0, count);
    }
    return copy;
  }

  private byte[] advance(byte[] read) {
    position += read.length;
    return read;
  }

  /**
   * Reads the byte at the position, and moves the position by one.
   *
   * @return 0 to 255
   * @throws IllegalStateException if the mapping is closed
   * @throws java.nio.BufferUnderflowException if the position is at the end
   * @throws MappingFaultException if the file was truncated; the position has not moved
   */
  public int readByte() {
    int value = mapping.readByteAt(position);
    position++;
    return value;
  }

  /**
   * Reads up to and including the next {@code \n}, or to the end if there is none.
   *
   * @return the line with its {@code \n}; nothing at the end
   * @throws IllegalStateException if the mapping is closed, or the line is longer than an array
   * @throws MappingFaultException if the file was truncated; the position has not moved
   */
  public byte[] readLine() {
    return advance(
        Mapping.retrying(
            mapping::readable,
            s -> {
              long length = s.byteSize();
              if (position >= length) {
                return new byte[0];
              }
              long end = NEWLINE.find(s, position, length);
              return copy(s, (end < 0 ? length : end + 1) - position);
            }));
  }

  /**
   * Reads a line as {@link #readLine()} does, and decodes it. The line keeps its {@code \n}, and at
   * the end the answer is the empty string: Python's rules, not {@link java.io.BufferedReader}'s.
   *
   * @param charset one in which a line ends with the single byte 0x0A, as in UTF-8
   * @return the line with its {@code \n}; empty at the end
   * @throws IllegalStateException if the mapping is closed
   * @throws IllegalArgumentException if the charset has another end of line (UTF-16, UTF-32)
   * @throws MappingFaultException if the file was truncated; the position has not moved
   */
  public String readLine(Charset charset) {
    mapping.live();
    if (!Arrays.equals("\n".getBytes(charset), new byte[] {'\n'})) {
      throw new IllegalArgumentException(
          charset + " does not end a line with the single byte 0x0A");
    }
    return new String(readLine(), charset);
  }

  /**
   * Writes all the bytes at the position, which then is after them. Writing never extends a
   * mapping: if the bytes pass its end, nothing is written.
   *
   * @param bytes the bytes
   * @return the number of bytes written: all
   * @throws IllegalStateException if the mapping is closed
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws java.nio.BufferOverflowException if they pass the end; nothing is written
   * @throws MappingFaultException if the file was truncated; the position has not moved, though
   *     some bytes may be written
   */
  public int write(byte[] bytes) {
    return (int) write(MemorySegment.ofArray(bytes));
  }

  /**
   * Writes part of an array: as {@link #write(byte[])}.
   *
   * @param bytes the array
   * @param offset the first byte to write
   * @param length how many
   * @return {@code length}
   * @throws IndexOutOfBoundsException if the array has no such part
   */
  public int write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return (int) write(MemorySegment.ofArray(bytes).asSlice(offset, length));
  }

  /**
   * Writes a buffer's remaining bytes: as {@link #write(byte[])}. As everywhere in this class, the
   * buffer's position is not moved.
   *
   * @param bytes the buffer
   * @return the number of bytes written: all
   */
  public int write(ByteBuffer bytes) {
    return (int) write(MemorySegment.ofBuffer(bytes));
  }

  /**
   * Writes a segment: as {@link #write(byte[])}. It may be part of this mapping.
   *
   * @param bytes the segment
   * @return the number of bytes written: all
   */
  public long write(MemorySegment bytes) {
    mapping.writeAt(position, bytes);
    position += bytes.byteSize();
    return bytes.byteSize();
  }

  /**
   * Writes a byte at the position, and moves the position by one.
   *
   * @param value 0 to 255
   * @throws IllegalStateException if the mapping is closed
   * @throws IllegalArgumentException if value is not a byte
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws java.nio.BufferOverflowException if the position is at the end
   * @throws MappingFaultException if the file was truncated; the position has not moved
   */
  public void writeByte(int value) {
    mapping.writeByteAt(position, value);
    position++;
  }

  /**
   * Moves the position to {@code target}: as {@link #seek(long, Whence)} from the start.
   *
   * @param target 0 to {@link #length}
   * @return the new position
   */
  public long seek(long target) {
    return seek(target, Whence.SET);
  }

  /**
   * Moves the position.
   *
   * @param distance how far, in bytes
   * @param whence from where
   * @return the new position
   * @throws IllegalStateException if the mapping is closed
   * @throws IllegalArgumentException if the position would not be 0 to {@link #length}; it stays
   */
  public long seek(long distance, Whence whence) {
    long length = length();
    long base =
        switch (whence) {
          case SET -> 0;
          case CUR -> position;
          case END -> length;
        };
    // The base is not negative, so a sum that overflows becomes negative.
    long target = base + distance;
    if (target < 0 || target > length) {
      throw new IllegalArgumentException(
          "seek to " + distance + " from " + whence + " is outside 0 to " + length);
    }
    position = target;
    return target;
  }

  /**
   * {@return the position} If the mapping became shorter, it may be past the end.
   *
   * @throws IllegalStateException if the mapping is closed
   */
  public long tell() {
    mapping.live();
    return position;
  }

  /**
   * {@return true}
   *
   * @throws IllegalStateException if the mapping is closed
   */
  public boolean seekable() {
    mapping.live();
    return true;
  }

  /**
   * {@return the file's current size, which may be more than is mapped} For anonymous memory, the
   * number of bytes mapped.
   *
   * @throws IllegalStateException if the mapping is closed, or keeps no descriptor ({@link
   *     MmapBuilder#trackFd})
   * @throws IOException if the system refuses
   */
  public long size() throws IOException {
    return mapping.size();
  }

  // ---- memory

  /**
   * Copies {@code count} bytes from {@code src} to {@code dest}, both inside the mapping; they may
   * overlap, as with {@code memmove}. A resize or close by another thread waits until it is done.
   *
   * @param dest the first offset to write
   * @param src the first offset to read
   * @param count the number of bytes
   * @throws IllegalStateException if the mapping is closed
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws IllegalArgumentException if an argument is negative or a range passes the end; nothing
   *     is moved
   * @throws MappingFaultException if the file was truncated; some bytes may be moved
   */
  public void move(long dest, long src, long count) {
    mapping.move(dest, src, count);
  }

  /**
   * Writes changed pages to the disk and waits for it ({@code msync(2)} with {@code MS_SYNC}). Does
   * nothing with {@link Access#READ} and {@link Access#COPY}.
   *
   * @throws IllegalStateException if the mapping is closed
   * @throws IOException if they could not be written
   */
  public void flush() throws IOException {
    mapping.flush(SYNCHRONOUS);
  }

  /**
   * Flushes a range: as {@link #flush()}. {@link #flushRange} takes any offset.
   *
   * @param offset a multiple of {@link #PAGESIZE}
   * @param size bytes
   * @throws IllegalStateException if the mapping is closed
   * @throws IllegalArgumentException if the range passes the mapping's bounds
   * @throws IOException if the offset is not aligned (EINVAL), or it could not be written
   */
  public void flush(long offset, long size) throws IOException {
    mapping.flush(offset, size, SYNCHRONOUS);
  }

  /**
   * Flushes a range as {@code flags} say ({@code msync(2)}).
   *
   * @param offset a multiple of {@link #PAGESIZE}
   * @param size bytes
   * @param flags none means {@link Sync#SYNC}
   * @throws IllegalStateException if the mapping is closed
   * @throws IllegalArgumentException if the range passes the mapping's bounds
   * @throws UnsupportedOperationException if this system lacks a flag, or the mapping takes none
   * @throws IOException if the offset is not aligned or the flags contradict each other (EINVAL),
   *     or it could not be written
   */
  public void flush(long offset, long size, Sync... flags) throws IOException {
    Set<Sync> given = EnumSet.noneOf(Sync.class);
    given.addAll(List.of(flags));
    mapping.flush(offset, size, given.isEmpty() ? SYNCHRONOUS : given);
  }

  /**
   * Flushes the pages that hold a range: as {@link #flush()}.
   *
   * @param offset any offset in the mapping
   * @param size bytes
   * @throws IllegalStateException if the mapping is closed
   * @throws IllegalArgumentException if the range passes the mapping's bounds
   * @throws IOException if it could not be written
   */
  public void flushRange(long offset, long size) throws IOException {
    mapping.flushAround(offset, size);
  }

  /**
   * Advises the system about the whole mapping: as {@link #madvise(Advice, long, long)}. Some
   * advice discards data.
   *
   * @param advice what to expect or do
   * @throws IOException if the system refuses
   */
  public void madvise(Advice advice) throws IOException {
    madvise(advice, 0);
  }

  /**
   * Advises the system about the mapping from {@code start} on: as {@link #madvise(Advice, long,
   * long)}. Some advice discards data.
   *
   * @param advice what to expect or do
   * @param start a multiple of {@link #PAGESIZE}
   * @throws IOException if the system refuses
   */
  public void madvise(Advice advice, long start) throws IOException {
    madvise(advice, start, OPEN_END);
  }

  /**
   * Advises the system about part of the mapping ({@code madvise(2)}), in whole pages. Most advice
   * is a hint that changes no byte. <b>But {@link Advice#DONTNEED} and {@link Advice#FREE} discard
   * what was written to private pages, and {@link Advice#REMOVE} what is in the file.</b>
   *
   * @param advice what to expect or do
   * @param start a multiple of {@link #PAGESIZE}
   * @param length bytes; what passes the mapping's end is ignored
   * @throws IllegalStateException if the mapping is closed
   * @throws IllegalArgumentException if start is outside the mapping or length is negative
   * @throws UnsupportedOperationException if this system lacks the advice, or the mapping takes
   *     none
   * @throws IOException if the system refuses, as with EINVAL for a start that is not aligned
   */
  public void madvise(Advice advice, long start, long length) throws IOException {
    mapping.advise(advice, start, length);
  }

  /**
   * Changes the length of the mapping, and makes its file end where the mapping does: offset +
   * newLength. New bytes are zero. All earlier segments and buffers throw from then on; channels
   * and streams follow. If it fails, file and mapping stay as they were. The position stays, even
   * if it then is past the end.
   *
   * <p>Windows does not shorten a file that is mapped elsewhere too, and the memory has to be
   * unmapped before its file's length can change. If it then can't be mapped again, because memory
   * has run out, the mapping is left with a length of 0.
   *
   * @param newLength bytes, at least 1
   * @throws IllegalStateException if the mapping is closed, keeps no descriptor, has an {@linkplain
   *     #appender() appender} open, or is in use by a call into the system that works on a view of
   *     it
   * @throws java.nio.ReadOnlyBufferException if access is {@link Access#READ} or {@link
   *     Access#COPY}
   * @throws IllegalArgumentException if newLength is less than 1 or too great
   * @throws IOException if the system refuses
   */
  public void resize(long newLength) throws IOException {
    mapping.resize(newLength);
  }

  /**
   * Returns an appender, which writes after the end of the mapping and extends it with its file.
   *
   * @return the appender, to be closed
   * @throws UnsupportedOperationException if this is a private mapping of a file, which nothing
   *     appended would reach
   * @throws IllegalStateException if the mapping is closed, keeps no descriptor, or has an appender
   *     already; or if the file does not end where the mapping does
   * @throws java.nio.ReadOnlyBufferException if access is {@link Access#READ} or {@link
   *     Access#COPY}
   * @throws IOException if the file's length can't be read
   */
  public Appender appender() throws IOException {
    Appender begun = new Appender(mapping);
    appender = begun;
    return begun;
  }

  /**
   * Follows a file that others have extended or truncated: the mapping then reaches from its offset
   * to the file's end, even if it covered only a part. The file is not changed, so read-only
   * mappings may do this too. If the length changes, all earlier segments and buffers throw from
   * then on; channels and streams follow; the position stays, even past the end. Nothing happens to
   * anonymous memory.
   *
   * <p>Pages of a private mapping that were written stay as they are: they do not show what the
   * file gained in them. Others may truncate the file again at any time; then access to what is
   * gone throws {@link MappingFaultException}.
   *
   * @return the mapping's length now, in bytes
   * @throws UnsupportedOperationException if the length changed and this is a private copy made by
   *     a {@code FileChannel}, which would lose what was written
   * @throws IllegalStateException if the mapping is closed, keeps no descriptor, has an {@linkplain
   *     #appender() appender} open, or is in use by a call into the system that works on a view of
   *     it
   * @throws IOException if the file ends at or before the mapping's offset (EINVAL), or the system
   *     refuses; then the mapping is as it was
   */
  public long refresh() throws IOException {
    return mapping.refresh();
  }

  /**
   * Locks the whole mapping into memory: as {@link #lock(long, long)}.
   *
   * @throws IllegalStateException if the mapping is closed
   * @throws UnsupportedOperationException if the JDK has mapped it ({@link Capability#LOCK})
   * @throws IOException if the system refuses
   */
  public void lock() throws IOException {
    mapping.lock();
  }

  /**
   * Loads the pages that hold a range and keeps them in memory ({@code mlock(2)}), until {@link
   * #unlock(long, long)} or {@link #close}, so accessing them needs no disk read. In writable
   * private memory, each page becomes a copy. Locks are not counted: one unlock undoes several.
   *
   * <p>After a {@link #resize} lock again. While only a part is locked, the system may refuse to
   * resize (EFAULT), and it refuses {@link Advice#DONTNEED} and {@link Advice#REMOVE} of locked
   * pages (EINVAL).
   *
   * @param offset any offset in the mapping
   * @param size bytes; 0 locks nothing
   * @throws IllegalStateException if the mapping is closed
   * @throws IllegalArgumentException if the range passes the mapping's bounds
   * @throws UnsupportedOperationException if the JDK has mapped it ({@link Capability#LOCK})
   * @throws IOException if more would be locked than the process may ({@code RLIMIT_MEMLOCK}:
   *     ENOMEM, or EPERM where it may lock nothing), and then no more is locked than before; or if
   *     a page can't be loaded, as past the end of a file that was truncated (ENOMEM), and then
   *     others of the range may be locked
   */
  public void lock(long offset, long size) throws IOException {
    mapping.lock(offset, size);
  }

  /**
   * Unlocks the whole mapping: as {@link #unlock(long, long)}.
   *
   * @throws IllegalStateException if the mapping is closed
   * @throws UnsupportedOperationException if the JDK has mapped it ({@link Capability#LOCK})
   * @throws IOException if the system refuses
   */
  public void unlock() throws IOException {
    mapping.unlock();
  }

  /**
   * Unlocks the pages that hold a range ({@code munlock(2)}).
   *
   * @param offset any offset in the mapping
   * @param size bytes; 0 unlocks nothing
   * @throws IllegalStateException if the mapping is closed
   * @throws IllegalArgumentException if the range passes the mapping's bounds
   * @throws UnsupportedOperationException if the JDK has mapped it ({@link Capability#LOCK})
   * @throws IOException if the system refuses
   */
  public void unlock(long offset, long size) throws IOException {
    mapping.unlock(offset, size);
  }

  /**
   * Returns which pages are in memory now, so accessing them needs no disk read ({@code
   * mincore(2)}). Loads none. These pages count:
   *
   * <ul>
   *   <li>of a file, those in the page cache, whichever process read them;
   *   <li>of a file that this process neither may write nor owns, all pages: Linux 5.2 and newer
   *       hide what others have read;
   *   <li>of anonymous memory, and of private pages that were written, those that have been touched
   *       and are not swapped out;
   *   <li>on Windows, of any memory, those that this process has touched and still holds.
   * </ul>
   *
   * <p>Pages past the end of a truncated file are not in memory. The pages are queried one after
   * the other, so the result is no snapshot; a resize or close by another thread waits. The result
   * takes memory for each run of pages, not for each page.
   *
   * @return the pages in memory
   * @throws IllegalStateException if the mapping is closed
   * @throws UnsupportedOperationException if the JDK has mapped it, which can't tell on Windows
   *     ({@link Capability#RESIDENCY})
   * @throws IOException if the system refuses
   */
  public Residency residency() throws IOException {
    return mapping.residency();
  }

  /**
   * Drops the mapped part of the file from the page cache, up to the end of its last page ({@code
   * posix_fadvise(2)} with {@code POSIX_FADV_DONTNEED}). Only Linux can do it. No byte is lost; the
   * next access waits for the disk.
   *
   * <p>Some pages may stay, as {@link #residency()} shows: pages not yet written to the disk,
   * locked pages, pages being read, and pages that some mapping has touched. This mapping counts
   * too, until {@link Advice#PAGEOUT}. Call {@link #flush()} first, and retry while pages stay.
   *
   * @throws IllegalStateException if the mapping is closed or keeps no descriptor
   * @throws UnsupportedOperationException if this is not a file, the JDK has mapped it, or this
   *     system has no such call
   * @throws IOException if the system refuses
   */
  public void evict() throws IOException {
    mapping.evict();
  }

  /**
   * Names private anonymous memory in {@code /proc/PID/maps}, for diagnosis. Other memory can't be
   * renamed; shared anonymous memory can be given a name by {@link MmapBuilder#name}.
   *
   * @param name 1 to 79 printable ASCII characters without {@code \ ` $ [ ]}
   * @throws IllegalStateException if the mapping is closed
   * @throws IllegalArgumentException if the name is not of that form
   * @throws UnsupportedOperationException if this is not private anonymous memory
   * @throws IOException if this kernel can't (EINVAL)
   */
  public void setName(String name) throws IOException {
    mapping.name(name);
  }

  /** {@return what this mapping can do beyond reading, writing and searching} */
  public Set<Capability> capabilities() {
    return mapping.capabilities();
  }

  /**
   * Runs any code over the memory, once, on the calling thread. The code may index, box, yield,
   * park, compare and swap, use vectors, and call native functions. If the memory meets a fault
   * meanwhile, this method throws {@link MappingFaultException} once the body has ended, whatever
   * the body returned or threw. Otherwise the result was made from the file's own bytes.
   *
   * <ul>
   *   <li>After a fault the body reads zeros from the lost page to the end of the mapping, and what
   *       it writes there is lost. So act on this method's result, not inside the body: a body that
   *       copies lost bytes elsewhere copies zeros.
   *   <li>A loop whose exit or step depends on mapped bytes must also end on zeros. A loop that
   *       waits for a byte to change would spin forever. (The waiting methods of {@link
   *       io.github.mmap4j.share.SharedWords} check for faults themselves.)
   *   <li>A fault of this mapping counts whichever thread meets it; faults of other mappings do not
   *       count. For a body over several mappings, nest the calls. For memory mapped by a {@code
   *       FileChannel}, use {@link SegmentGuard}.
   *   <li>A system call on lost memory meets no fault: it fails, or transfers fewer bytes.
   *   <li>After a fault of private memory ({@link Access#COPY}) every later call throws: map the
   *       file anew.
   *   <li>Without a guard ({@link Capability#FAULT_GUARD}) faults are left to the virtual machine.
   *       It skips most faulting instructions, which then yield made-up values, and this method
   *       turns its {@link InternalError} into the exception. At other instructions it ends the
   *       process. Read by {@link #getSlice} there.
   * </ul>
   *
   * {@snippet :
   * long sum = m.guarded(s -> {
   *   long n = 0;
   *   for (long i = 0; i < s.byteSize(); i++) {
   *     n += s.get(ValueLayout.JAVA_BYTE, i);
   *   }
   *   return n;
   * });
   * }
   *
   * <p>{@code body} may throw anything, checked or not. If the memory has met a fault by then,
   * {@link MappingFaultException} is thrown instead, with the body's exception as its cause: that
   * may stem from zeros that the file never held.
   *
   * @param <R> the result's type
   * @param <X> the checked exceptions that {@code body} throws; the compiler infers them
   * @param body receives the memory, as {@link #asSegment} returns it
   * @return what {@code body} returns
   * @throws X what {@code body} throws
   * @throws IllegalStateException if the mapping is closed
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws MappingFaultException if the file was truncated below the mapping
   */
  public <R, X extends Exception> R guarded(GuardedBody<R, X> body) throws X {
    return mapping.guarded(body);
  }

  /**
   * Runs code as {@link #guarded(GuardedBody)} does, without boxing the result.
   *
   * @param <X> the checked exceptions that {@code body} throws
   * @param body receives the memory
   * @return what {@code body} returns
   * @throws X what {@code body} throws
   */
  public <X extends Exception> int guardedInt(GuardedBody.OfInt<X> body) throws X {
    return mapping.guardedInt(body);
  }

  /**
   * Runs code as {@link #guarded(GuardedBody)} does, without boxing the result.
   *
   * @param <X> the checked exceptions that {@code body} throws
   * @param body receives the memory
   * @return what {@code body} returns
   * @throws X what {@code body} throws
   */
  public <X extends Exception> long guardedLong(GuardedBody.OfLong<X> body) throws X {
    return mapping.guardedLong(body);
  }

  /**
   * Runs code as {@link #guarded(GuardedBody)} does, without boxing the result.
   *
   * @param <X> the checked exceptions that {@code body} throws
   * @param body receives the memory
   * @return what {@code body} returns
   * @throws X what {@code body} throws
   */
  public <X extends Exception> double guardedDouble(GuardedBody.OfDouble<X> body) throws X {
    return mapping.guardedDouble(body);
  }

  /**
   * Runs code as {@link #guarded(GuardedBody)} does, for a body that has its segment already.
   *
   * @param <R> the result's type
   * @param <X> the checked exceptions that {@code body} throws
   * @param body the loop
   * @return what {@code body} returns
   * @throws X what {@code body} throws
   */
  public <R, X extends Exception> R guarded(GuardedBody.WithResult<R, X> body) throws X {
    return mapping.guarded(_ -> body.run());
  }

  /**
   * Runs code as {@link #guarded(GuardedBody)} does, for a body without a result.
   *
   * @param <X> the checked exceptions that {@code body} throws
   * @param body the loop
   * @throws X what {@code body} throws
   */
  public <X extends Exception> void guarded(GuardedBody.WithoutResult<X> body) throws X {
    mapping.guarded(
        _ -> {
          body.run();
          return null;
        });
  }

  /**
   * Registers a listener for faults of this mapping's memory, whatever code meets them: calls on
   * this object, unguarded loops over {@link #asSegment()}, other threads, native code. The
   * listener stays registered after a resize. A later listener replaces an earlier one.
   *
   * <p>A daemon thread of this library calls the listener soon after a fault, and once for several
   * faults close together. The thread lives while some mapping has a listener, and all listeners
   * share it, so a listener must not block for long. What a listener throws goes to that thread's
   * uncaught exception handler. A listener that refers to this object keeps it, and its memory,
   * until it is closed.
   *
   * @param listener receives the exception that a call would have thrown
   * @throws IllegalStateException if the mapping is closed
   * @throws UnsupportedOperationException if there is no guard ({@link Capability#FAULT_GUARD})
   */
  public void onFault(Consumer<? super MappingFaultException> listener) {
    mapping.onFault(Objects.requireNonNull(listener, "listener"));
  }

  // ---- Java's views

  /**
   * Returns the memory itself: no copy, no position, any length.
   *
   * <p><b>If the file is truncated, a loop over the segment reads zeros</b> from the lost page to
   * the end. What it writes there is lost, and the loop gets no exception. The next call on this
   * object that touches those bytes throws {@link MappingFaultException}, and {@link
   * #onFault(Consumer) a listener} is called. To have the loop itself end in the exception, run it
   * in {@link #guarded(GuardedBody) guarded}. If the file grows again, the segment shows it after
   * the next call. Without a guard ({@link Capability#FAULT_GUARD}) the virtual machine throws an
   * {@link InternalError} some time after the access, or ends the process.
   *
   * <p>After close or resize, each access to the segment throws {@link IllegalStateException}.
   *
   * @return a segment of {@link #length} bytes, read-only if the mapping is
   * @throws IllegalStateException if the mapping is closed
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   */
  public MemorySegment asSegment() {
    return mapping.readable();
  }

  /**
   * Returns a buffer over part of the memory, in big-endian order as every new buffer. After close
   * or resize, each access to it throws {@link IllegalStateException}. If others may truncate the
   * file, see {@link #asSegment()}.
   *
   * @param offset the buffer's first byte
   * @param length bytes
   * @return a buffer, read-only if the mapping is
   * @throws IllegalStateException if the mapping is closed
   * @throws IndexOutOfBoundsException if the mapping has no such part
   */
  public ByteBuffer asByteBuffer(long offset, int length) {
    MemorySegment s = mapping.readable();
    Objects.checkFromIndexSize(offset, length, s.byteSize());
    return s.asSlice(offset, length).asByteBuffer();
  }

  /**
   * Returns a channel over the bytes, with its own position, at first 0. It follows a resize.
   * Closing it leaves the mapping open. Writing never extends the mapping: if the bytes do not fit,
   * it throws {@link IOException} and writes nothing. {@code truncate} resizes the mapping. For one
   * thread at a time.
   *
   * @return a new channel
   * @throws IllegalStateException if the mapping is closed
   */
  public SeekableByteChannel asChannel() {
    mapping.readable();
    return new MemoryChannel(mapping);
  }

  /**
   * Returns a stream of the bytes from the first on, with its own position; {@code mark} and {@code
   * reset} work. It follows a resize. Closing it leaves the mapping open. For one thread at a time.
   *
   * @return a new stream
   * @throws IllegalStateException if the mapping is closed
   */
  public InputStream inputStream() {
    mapping.readable();
    return new MemoryInputStream(mapping);
  }

  /**
   * Returns a stream that overwrites the bytes from the first on, with its own position. If bytes
   * do not fit, it throws {@link IOException} and writes none of them. Its {@code flush} does
   * nothing: {@link #flush()} writes to the disk. For one thread at a time.
   *
   * @return a new stream
   * @throws IllegalStateException if the mapping is closed
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   */
  public OutputStream outputStream() {
    mapping.writable();
    return new MemoryOutputStream(mapping);
  }

  /**
   * Returns the lines from the first byte on, wherever the position is. After close or resize,
   * reading them throws {@link IllegalStateException}, as with every view; call this again. If the
   * file was truncated, reading throws {@link MappingFaultException}.
   *
   * @return all lines; {@code \n} or {@code \r\n} ends one
   * @throws IllegalStateException if the mapping is closed
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   */
  public Lines lines() {
    return Lines.of(mapping.readable());
  }

  // ---- all mappings of the process

  /**
   * Adds a hook that is called before each later mapping of this process is made, and before its
   * file is opened: Python's audit event {@code mmap.__new__}. A hook that is added twice is called
   * twice.
   *
   * @param hook called on the thread that makes the mapping; an exception from it prevents the
   *     mapping
   */
  public static void addAuditHook(AuditHook hook) {
    MmapBuilder.addAuditHook(hook);
  }

  /**
   * Removes a hook once. A mapping that is being made by another thread may still call it.
   *
   * @param hook a hook as it was added
   * @return whether it had been added
   */
  public static boolean removeAuditHook(AuditHook hook) {
    return MmapBuilder.removeAuditHook(hook);
  }

  /**
   * Turns recording of creation stack traces on or off, for {@link OpenMapping#origin}: they show
   * which code forgets to close. Off by default. While on, each new mapping walks the stack of the
   * thread that makes it. Traces recorded earlier are kept.
   *
   * @param on whether to record
   */
  public static void recordOrigins(boolean on) {
    CreationTraces.record(on);
  }

  /**
   * Keeps this library from installing its SIGBUS handler, the {@link Capability#FAULT_GUARD}. Call
   * it where other code must be the only handler of that signal, or where policy forbids executable
   * memory. If the system itself refuses executable memory, no call is needed. Calls on mappings
   * stay safe without the handler, but are slower, because they copy.
   *
   * @throws IllegalStateException if the handler is installed already, as it is from the first
   *     mapping on
   */
  public static void disableFaultGuard() {
    FaultHandler.refuse();
  }

  /**
   * {@return the mappings that this library has open in this process, in no order} The list is a
   * snapshot.
   */
  public static List<OpenMapping> openMappings() {
    return Region.open();
  }

  // ---- the end

  /**
   * Unmaps the memory and closes the mapping's descriptor, but not the caller's own. May be called
   * by any thread, unless confined; later calls do nothing. What was written reaches the file in
   * any case; only {@link #flush} ensures that it is on the disk.
   *
   * <p>HotSpot 25 stops threads that are reading the memory at that moment, and sometimes leaves
   * them interrupted. On Linux with JDK 25 or 26 the file is released at once, but the addresses of
   * a shared mapping stay reserved until some later closes: HotSpot may still access them.
   *
   * @throws IllegalStateException if a call into the system still works on a view of the memory;
   *     then the mapping stays open
   * @throws WrongThreadException if the mapping is confined to another thread
   * @throws UncheckedIOException if an {@linkplain #appender() appender} was open and the file
   *     could not be cut to what was appended; the mapping is closed all the same
   */
  @Override
  public void close() {
    Appender open = appender;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      mapping.close();
      throw new UncheckedIOException(e);
    }
    mapping.close();
  }

  /** {@return whether the mapping is closed} */
  public boolean isClosed() {
    return mapping.isClosed();
  }

  /** {@return what is mapped, then Python's text form: access, length, position and offset} */
  @Override
  public String toString() {
    OpenMapping now = mapping.description();
    return now == null
        ? "Mmap[%s, closed=true]".formatted(mapping.source())
        : "Mmap[%s, closed=false, access=%s, length=%d, position=%d, offset=%d]"
            .formatted(now.source(), now.access(), now.length(), position, now.offset());
  }
}
