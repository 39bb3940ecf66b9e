package io.github.mmap4j;

import io.github.mmap4j.internal.access.ByteIterator;
import io.github.mmap4j.internal.access.LineBuffer;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A memory-mapped file, which can be used both as an array of bytes and as a file with a position,
 * like Python's {@code mmap} object. A mapping can also be anonymous memory, which has no file.
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
 * Offsets and lengths count bytes and are of type {@code long}. A single index may be negative; it
 * then counts from the end. Slices and the ranges of {@code find} follow Python's rules: bounds are
 * clipped, so {@link Long#MIN_VALUE} and {@link Long#MAX_VALUE} serve as open ends.
 *
 * <h2>Threads</h2>
 *
 * The position is not synchronised, so only one thread at a time may call the methods that use it
 * (read, readByte, readLine, write, writeByte, seek, tell, and find, rfind and count without a
 * start). Any thread may call the other methods, even while another thread closes or resizes the
 * mapping. A call made during a close or resize sees the mapping as it was either before or
 * afterwards, or throws {@link IllegalStateException}. Reads and writes are not ordered between
 * threads or processes. A {@linkplain MmapBuilder#confined() confined} mapping can be used only by
 * its own thread.
 *
 * <h2>Closing</h2>
 *
 * {@link #close} unmaps the memory at once. Afterwards every method except {@code close}, {@link
 * #isClosed} and {@link #toString} throws {@link IllegalStateException}, and so does every view.
 * (As in Python, {@code set}, {@code setSlice} and {@code writeByte} report a value that is not a
 * byte or a step of 0 first, and {@code set} and {@code setSlice} report that they can't write.) A
 * mapping that is never closed is unmapped some time after it and all its segments and buffers have
 * become unreachable.
 *
 * <h2>Changes to the file by others</h2>
 *
 * If another process writes to the file, the mapping shows the new bytes. If another process
 * truncates the file, a call that needs bytes past the new end throws {@link
 * MappingFaultException}; it returns no value and does not move the position. (The rest of the
 * file's last page causes no fault: bytes there read as zero, and writes to them are lost. Source:
 * {@code mmap(2)}.) Run your own loops over {@link #asSegment} in {@link #guarded(GuardedBody)}.
 *
 * <h2>What others notice</h2>
 *
 * A byte stored through a shared mapping is visible at once to every other shared mapping and every
 * read of the file. But no {@link java.nio.file.WatchService} reports it, neither at the store nor
 * at a flush or close. The file's modification time changes at the first store to a page since the
 * page was last written to the disk, and not at later stores. On tmpfs, the time does not change if
 * the page was read before. To notify watchers, set the time with {@link
 * java.nio.file.Files#setLastModifiedTime}. (Measured on Linux 6.18.44, with ext4 and tmpfs.)
 *
 * @see <a href="https://docs.python.org/3/library/mmap.html">Python's mmap</a>
 * @see SegmentGuard SegmentGuard, for memory that other code has mapped
 */
public final class Mmap extends MappedValues implements AutoCloseable, Iterable<Integer> {
  /**
   * The page size in bytes. Offsets passed to {@code flush} and {@code madvise} must be multiples
   * of the page size.
   */
  public static final int PAGESIZE = NativeAccess.pageSize();

  /** The alignment of a mapping's offset in its file: {@link #PAGESIZE}, or 64 KiB on Windows. */
  public static final int ALLOCATIONGRANULARITY = NativeAccess.allocationGranularity();

  private static final long OPEN_END = Long.MAX_VALUE;

  private long position;
  private final LineBuffer line = new LineBuffer();
  private volatile Appender appender;

  Mmap(Mapping mapping) {
    super(mapping);
  }

  // ---- creating a mapping

  /**
   * Maps a whole file for reading and writing, like {@code open(path, Access.DEFAULT)}.
   *
   * @param path the file; it must exist and not be empty (but see {@link MmapBuilder#orEmpty})
   * @return the mapping, which the caller must close
   * @throws IOException for the same reasons as in {@link MmapBuilder#map()}
   */
  public static Mmap open(Path path) throws IOException {
    return open(path, Access.DEFAULT);
  }

  /**
   * Maps a whole file. Bytes in a writer's buffer do not appear in the mapping until the writer
   * flushes them. If native access is denied or unavailable, or if the path does not belong to the
   * JDK's default file system ({@link MmapBuilder#path}), the JDK maps the file, and the mapping
   * has fewer {@linkplain #capabilities() capabilities}.
   *
   * @param path the file; it must exist and not be empty (but see {@link MmapBuilder#orEmpty})
   * @param access what may be done with the bytes
   * @return the mapping, which the caller must close
   * @throws IOException for the same reasons as in {@link MmapBuilder#map()}
   */
  public static Mmap open(Path path, Access access) throws IOException {
    return builder().path(path).access(access).map();
  }

  /**
   * Creates a file of zeros and maps it for reading and writing. If the process is killed during
   * this call, a file may be left that is empty or has the requested length.
   *
   * @param path the file, which must not exist
   * @param length the length in bytes; 0 for an empty mapping, which can grow by {@link #resize} or
   *     an {@link #appender}
   * @return the mapping, which the caller must close
   * @throws IllegalArgumentException if the length is negative
   * @throws java.nio.file.FileAlreadyExistsException if the file exists
   * @throws IOException if the file can't be created or mapped; then it does not exist afterwards
   */
  public static Mmap create(Path path, long length) throws IOException {
    return MmapBuilder.created(path, length);
  }

  /**
   * Maps zero-filled memory without a file; the mapping can be resized.
   *
   * @param length the length in bytes, at least 1
   * @return the mapping, which the caller must close
   * @throws IOException for the same reasons as in {@link MmapBuilder#map()}
   */
  public static Mmap anonymous(long length) throws IOException {
    return builder().anonymous().length(length).map();
  }

  /** {@return a new builder, with all options at their defaults} */
  public static MmapBuilder builder() {
    return new MmapBuilder();
  }

  // ---- bytes

  /** {@return the number of bytes mapped} The file may be longer; see {@link #size}. */
  public long length() {
    return mapping.live().byteSize();
  }

  /**
   * {@return the byte at an index, 0 to 255, like Python's {@code m[index]}} If x does not occur,
   * {@code get(find(x))} is {@code get(-1)}, which returns the last byte.
   *
   * @param index the index; a negative one counts from the end
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws IndexOutOfBoundsException if there is no such byte
   * @throws MappingFaultException if the file was truncated below this byte
   */
  public int get(long index) {
    return mapping.get(index);
  }

  /**
   * Sets the byte at an index, like Python's {@code m[index] = value}.
   *
   * @param index the index; a negative one counts from the end
   * @param value the byte, 0 to 255
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws IllegalArgumentException if value is outside 0 to 255
   * @throws IndexOutOfBoundsException if there is no such byte
   * @throws MappingFaultException if the file was truncated below this byte
   */
  public void set(long index, int value) {
    mapping.set(index, value);
  }

  /**
   * {@return a copy of the bytes from {@code start} to the end, like Python's {@code m[start:]}}
   * Works like {@link #getSlice(long, long, long)}.
   *
   * @param start the first index
   */
  public byte[] getSlice(long start) {
    return getSlice(start, OPEN_END, 1);
  }

  /**
   * {@return a copy of the bytes from {@code start} to {@code stop}, like Python's {@code
   * m[start:stop]}} Works like {@link #getSlice(long, long, long)}.
   *
   * @param start the first index
   * @param stop the end, exclusive
   */
  public byte[] getSlice(long start, long stop) {
    return getSlice(start, stop, 1);
  }

  /**
   * {@return a copy of a slice (an empty array for an empty slice), like Python's {@code
   * m[start:stop:step]}} To copy all bytes in reverse order, call {@code getSlice(Long.MAX_VALUE,
   * Long.MIN_VALUE, -1)}.
   *
   * @param start the first index, clipped to the mapping; if negative, it counts from the end
   * @param stop the end, exclusive; clipped and counted like {@code start}
   * @param step the distance between indexes, not 0; if negative, the indexes descend
   * @throws IllegalStateException if the mapping is closed, or the slice has more bytes than an
   *     array can hold (use {@link #asSegment()} instead)
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
   * Overwrites all bytes from {@code start} to the end, like Python's {@code m[start:] = bytes}. To
   * write fewer bytes, use {@link #copyFrom(long, byte[])}. Works like {@link #setSlice(long, long,
   * long, byte[])}.
   *
   * @param start the first index
   * @param bytes the bytes to store; their number must equal the slice's length
   */
  public void setSlice(long start, byte[] bytes) {
    assign(start, OPEN_END, 1, MemorySegment.ofArray(bytes));
  }

  /**
   * Overwrites the bytes from {@code start} to {@code stop}, like Python's {@code m[start:stop] =
   * bytes}. Works like {@link #setSlice(long, long, long, byte[])}.
   *
   * @param start the first index
   * @param stop the end, exclusive
   * @param bytes the bytes to store; their number must equal the slice's length
   */
  public void setSlice(long start, long stop, byte[] bytes) {
    assign(start, stop, 1, MemorySegment.ofArray(bytes));
  }

  /**
   * Overwrites the bytes of a slice, like Python's {@code m[start:stop:step] = bytes}. An
   * assignment never changes the mapping's length. A source that overlaps this mapping is copied as
   * it was before the call.
   *
   * @param start the first index, clipped to the mapping; if negative, it counts from the end
   * @param stop the end, exclusive; clipped and counted like {@code start}
   * @param step the distance between indexes, not 0; if negative, the indexes descend
   * @param bytes the bytes to store; their number must equal the slice's length
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws IllegalArgumentException if step is 0
   * @throws IndexOutOfBoundsException if the number of bytes differs from the slice's length
   * @throws MappingFaultException if the file was truncated below the slice; some bytes may have
   *     been written
   */
  public void setSlice(long start, long stop, long step, byte[] bytes) {
    assign(start, stop, step, MemorySegment.ofArray(bytes));
  }

  /**
   * Works like {@link #setSlice(long, byte[])}.
   *
   * @param start the first index
   * @param bytes the buffer, whose remaining bytes must fill the slice; its position does not move
   */
  public void setSlice(long start, ByteBuffer bytes) {
    assign(start, OPEN_END, 1, MemorySegment.ofBuffer(bytes));
  }

  /**
   * Works like {@link #setSlice(long, long, byte[])}.
   *
   * @param start the first index
   * @param stop the end, exclusive
   * @param bytes the buffer, whose remaining bytes must fill the slice; its position does not move
   */
  public void setSlice(long start, long stop, ByteBuffer bytes) {
    assign(start, stop, 1, MemorySegment.ofBuffer(bytes));
  }

  /**
   * Works like {@link #setSlice(long, long, long, byte[])}.
   *
   * @param start the first index
   * @param stop the end, exclusive
   * @param step the distance between indexes, not 0
   * @param bytes the buffer, whose remaining bytes must fill the slice; its position does not move
   */
  public void setSlice(long start, long stop, long step, ByteBuffer bytes) {
    assign(start, stop, step, MemorySegment.ofBuffer(bytes));
  }

  /**
   * Works like {@link #setSlice(long, byte[])}.
   *
   * @param start the first index
   * @param bytes the bytes to store; their number must equal the slice's length
   */
  public void setSlice(long start, MemorySegment bytes) {
    assign(start, OPEN_END, 1, bytes);
  }

  /**
   * Works like {@link #setSlice(long, long, byte[])}.
   *
   * @param start the first index
   * @param stop the end, exclusive
   * @param bytes the bytes to store; their number must equal the slice's length
   */
  public void setSlice(long start, long stop, MemorySegment bytes) {
    assign(start, stop, 1, bytes);
  }

  /**
   * Works like {@link #setSlice(long, long, long, byte[])}.
   *
   * @param start the first index
   * @param stop the end, exclusive
   * @param step the distance between indexes, not 0
   * @param bytes the bytes to store; their number must equal the slice's length
   */
  public void setSlice(long start, long stop, long step, MemorySegment bytes) {
    assign(start, stop, step, bytes);
  }

  private void assign(long start, long stop, long step, MemorySegment bytes) {
    mapping.requireWritable();
    Slice.requireStep(step);
    Mapping.retrying(
        mapping::writable,
        s -> {
          Slice slice = Slice.of(start, stop, step, s.byteSize());
          slice.requireCount(bytes.byteSize());
          SegmentAccess.copyIn(s, slice, bytes);
          return null;
        });
  }

  /**
   * {@return whether any byte has this value, like Python's {@code bytes([value]) in m}}
   *
   * @param value the byte, 0 to 255
   * @throws IllegalArgumentException if value is outside 0 to 255, as a negative {@code byte} is
   * @throws MappingFaultException if the file was truncated
   */
  public boolean contains(int value) {
    mapping.live();
    return find(Finder.of(new byte[] {(byte) Mapping.unsigned(value)}), 0) >= 0;
  }

  /**
   * {@return an iterator over the bytes from first to last, each 0 to 255} The iterator reads each
   * byte on demand, and follows a resize.
   */
  @Override
  public PrimitiveIterator.OfInt iterator() {
    return ByteIterator.forwards(mapping);
  }

  /** {@return an iterable over the bytes from last to first, like Python's {@code reversed(m)}} */
  public Iterable<Integer> reversed() {
    mapping.live();
    return () -> ByteIterator.backwards(mapping);
  }

  // ---- search

  /**
   * {@return the offset of the first occurrence from the current position to the end, or -1} Works
   * like {@link #find(byte[], long, long)}.
   *
   * @param sub the bytes to look for
   */
  public long find(byte[] sub) {
    return find(Finder.of(sub));
  }

  /**
   * {@return the offset of the first occurrence from {@code start} to the end, or -1} Works like
   * {@link #find(byte[], long, long)}.
   *
   * @param sub the bytes to look for
   * @param start the start of the range to search
   */
  public long find(byte[] sub, long start) {
    return find(Finder.of(sub), start);
  }

  /**
   * {@return the offset of the first occurrence in the slice {@code [start:end]}, or -1 if there is
   * none} Negative bounds count from the end, and bounds outside the mapping are clipped. If {@code
   * start > end} or {@code start > length()}, nothing is found, not even the empty sequence.
   *
   * <p>An occurrence must lie wholly inside the slice. The empty sequence is found at the slice's
   * start. The position does not move.
   *
   * @param sub the bytes to look for
   * @param start the start of the range to search
   * @param end the end of the range, exclusive
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws MappingFaultException if the file was truncated below the end of the slice
   */
  public long find(byte[] sub, long start, long end) {
    return find(Finder.of(sub), start, end);
  }

  /**
   * {@return the offset of the last occurrence from the current position to the end, or -1} Works
   * like {@link #rfind(byte[], long, long)}.
   *
   * @param sub the bytes to look for
   */
  public long rfind(byte[] sub) {
    return rfind(Finder.of(sub));
  }

  /**
   * {@return the offset of the last occurrence from {@code start} to the end, or -1} Works like
   * {@link #rfind(byte[], long, long)}.
   *
   * @param sub the bytes to look for
   * @param start the start of the range to search
   */
  public long rfind(byte[] sub, long start) {
    return rfind(Finder.of(sub), start);
  }

  /**
   * {@return the offset of the last occurrence in the slice {@code [start:end]}, or -1 if there is
   * none} The bounds follow the rules of {@link #find(byte[], long, long)}. The empty sequence is
   * found at the slice's end.
   *
   * @param sub the bytes to look for
   * @param start the start of the range to search
   * @param end the end of the range, exclusive
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws MappingFaultException if the file was truncated below the end of the slice
   */
  public long rfind(byte[] sub, long start, long end) {
    return rfind(Finder.of(sub), start, end);
  }

  /**
   * {@return the number of occurrences from the current position to the end} Works like {@link
   * #count(byte[], long, long)}.
   *
   * @param sub the bytes to look for
   */
  public long count(byte[] sub) {
    return count(Finder.of(sub));
  }

  /**
   * {@return the number of occurrences from {@code start} to the end} Works like {@link
   * #count(byte[], long, long)}.
   *
   * @param sub the bytes to look for
   * @param start the start of the range to search
   */
  public long count(byte[] sub, long start) {
    return count(Finder.of(sub), start);
  }

  /**
   * {@return the number of non-overlapping occurrences in the slice {@code [start:end]}, like
   * Python's {@code bytes.count}} The bounds follow the rules of {@link #find(byte[], long, long)}.
   * The empty sequence is counted once before each byte and once at the end.
   *
   * @param sub the bytes to look for
   * @param start the start of the range to search
   * @param end the end of the range, exclusive
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   * @throws MappingFaultException if the file was truncated below the end of the slice
   */
  public long count(byte[] sub, long start, long end) {
    return count(Finder.of(sub), start, end);
  }

  /**
   * {@return the result of {@link #find(byte[])} with a prepared finder}
   *
   * @param finder a finder for the bytes to look for
   */
  public long find(Finder finder) {
    return find(finder, position);
  }

  /**
   * {@return the result of {@link #find(byte[], long)} with a prepared finder}
   *
   * @param finder a finder for the bytes to look for
   * @param start the start of the range to search
   */
  public long find(Finder finder, long start) {
    return find(finder, start, OPEN_END);
  }

  /**
   * {@return the result of {@link #find(byte[], long, long)} with a prepared finder}
   *
   * @param finder a finder for the bytes to look for
   * @param start the start of the range to search
   * @param end the end of the range, exclusive
   */
  public long find(Finder finder, long start, long end) {
    return search(start, end, -1, finder::find);
  }

  /**
   * {@return the result of {@link #rfind(byte[])} with a prepared finder}
   *
   * @param finder a finder for the bytes to look for
   */
  public long rfind(Finder finder) {
    return rfind(finder, position);
  }

  /**
   * {@return the result of {@link #rfind(byte[], long)} with a prepared finder}
   *
   * @param finder a finder for the bytes to look for
   * @param start the start of the range to search
   */
  public long rfind(Finder finder, long start) {
    return rfind(finder, start, OPEN_END);
  }

  /**
   * {@return the result of {@link #rfind(byte[], long, long)} with a prepared finder}
   *
   * @param finder a finder for the bytes to look for
   * @param start the start of the range to search
   * @param end the end of the range, exclusive
   */
  public long rfind(Finder finder, long start, long end) {
    return search(start, end, -1, finder::rfind);
  }

  /**
   * {@return the result of {@link #count(byte[])} with a prepared finder}
   *
   * @param finder a finder for the bytes to look for
   */
  public long count(Finder finder) {
    return count(finder, position);
  }

  /**
   * {@return the result of {@link #count(byte[], long)} with a prepared finder}
   *
   * @param finder a finder for the bytes to look for
   * @param start the start of the range to search
   */
  public long count(Finder finder, long start) {
    return count(finder, start, OPEN_END);
  }

  /**
   * {@return the result of {@link #count(byte[], long, long)} with a prepared finder}
   *
   * @param finder a finder for the bytes to look for
   * @param start the start of the range to search
   * @param end the end of the range, exclusive
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
          return from <= to && start <= s.byteSize() ? search.in(s, from, to) : none;
        });
  }

  // ---- reading and writing at the position

  /**
   * {@return the bytes from the position to the end, or an empty array at the end} The position
   * moves to the end.
   *
   * @throws IllegalStateException if the mapping is closed, or an array can't hold the bytes
   * @throws MappingFaultException if the file was truncated; the position has not moved
   */
  public byte[] read() {
    return read(-1);
  }

  /**
   * Reads at most {@code count} bytes from the position, and moves the position past them.
   *
   * @param count the maximum number of bytes; if negative, all bytes up to the end are read
   * @return the bytes; an empty array at the end
   * @throws IllegalStateException if the mapping is closed, or an array can't hold the bytes
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

  /** Copies {@code count} bytes from the position on, all of which must be inside the mapping. */
  private byte[] copy(MemorySegment s, long count) {
    byte[] copy = new byte[FaultGuard.arrayLength(count)];
    SegmentAccess.copyOut(s, position, copy);
    return copy;
  }

  private byte[] advance(byte[] read) {
    position += read.length;
    return read;
  }

  /**
   * {@return the byte at the position, 0 to 255} The position moves by one.
   *
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
   * @return the line with its {@code \n}; an empty array at the end
   * @throws IllegalStateException if the mapping is closed, or an array can't hold the line
   * @throws MappingFaultException if the file was truncated; the position has not moved
   */
  public byte[] readLine() {
    int length = mapping.copyLine(position, line);
    return advance(length > 0 ? line.bytes(length) : farLine());
  }

  private byte[] farLine() {
    return Mapping.retrying(
        mapping::readable,
        s -> {
          long length = s.byteSize();
          Lines.Cursor cursor = Lines.of(s, Math.min(position, length), length).cursor();
          return copy(s, cursor.next() ? cursor.end() - position : 0);
        });
  }

  /**
   * Reads a line as {@link #readLine()} does, and decodes it. As in Python, and unlike in {@link
   * java.io.BufferedReader}, the line keeps its {@code \n}, and the result at the end of the
   * mapping is an empty string.
   *
   * @param charset a charset that encodes {@code \n} as the single byte 0x0A, such as UTF-8
   * @return the line with its {@code \n}; empty at the end
   * @throws IllegalArgumentException if the charset encodes {@code \n} differently, as UTF-16 does
   * @throws MappingFaultException if the file was truncated; the position has not moved
   */
  public String readLine(Charset charset) {
    mapping.live();
    if (charset != StandardCharsets.UTF_8
        && !Arrays.equals("\n".getBytes(charset), new byte[] {'\n'})) {
      throw new IllegalArgumentException(
          charset + " does not end a line with the single byte 0x0A");
    }
    int length = mapping.copyLine(position, line);
    if (length == 0) {
      return new String(advance(farLine()), charset);
    }
    position += length;
    return line.string(length, charset);
  }

  /**
   * Writes all the bytes at the position, and moves the position past them. Writing never extends a
   * mapping: if the bytes would pass its end, nothing is written.
   *
   * @param bytes the bytes to write
   * @return the number of bytes, all of which were written
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws java.nio.BufferOverflowException if the bytes would pass the end; then nothing is
   *     written
   * @throws MappingFaultException if the file was truncated; the position has not moved, though
   *     some bytes may have been written
   */
  public int write(byte[] bytes) {
    return (int) write(MemorySegment.ofArray(bytes));
  }

  /**
   * Writes part of an array, as {@link #write(byte[])} does.
   *
   * @param bytes the array
   * @param offset the index of the first byte to write
   * @param length the number of bytes to write
   * @return {@code length}
   * @throws IndexOutOfBoundsException if the array has no such range
   */
  public int write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return (int) write(MemorySegment.ofArray(bytes).asSlice(offset, length));
  }

  /**
   * Writes a buffer's remaining bytes, as {@link #write(byte[])} does.
   *
   * @param bytes the buffer, whose position moves to its limit; after an exception it is unchanged
   * @return the number of bytes, all of which were written
   */
  public int write(ByteBuffer bytes) {
    int count = (int) write(MemorySegment.ofBuffer(bytes));
    bytes.position(bytes.limit());
    return count;
  }

  /**
   * Writes a segment, as {@link #write(byte[])} does. The segment may be part of this mapping.
   *
   * @param bytes the segment
   * @return the number of bytes, all of which were written
   */
  public long write(MemorySegment bytes) {
    mapping.writeAt(position, bytes);
    position += bytes.byteSize();
    return bytes.byteSize();
  }

  /**
   * Writes a byte at the position, and moves the position by one.
   *
   * @param value the byte, 0 to 255
   * @throws IllegalArgumentException if value is outside 0 to 255
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws java.nio.BufferOverflowException if the position is at the end
   * @throws MappingFaultException if the file was truncated; the position has not moved
   */
  public void writeByte(int value) {
    mapping.writeByteAt(position, value);
    position++;
  }

  /**
   * Moves the position to {@code target}, like {@link #seek(long, Whence)} with {@link Whence#SET}.
   *
   * @param target the new position, 0 to {@link #length}
   * @return the new position
   */
  public long seek(long target) {
    return seek(target, Whence.SET);
  }

  /**
   * Moves the position.
   *
   * @param distance the distance in bytes
   * @param whence the point from which the distance is counted
   * @return the new position
   * @throws IllegalArgumentException if the new position would be outside 0 to {@link #length};
   *     then the position does not move
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

  /** {@return the position} The position may be past the end if the mapping has become shorter. */
  public long tell() {
    mapping.live();
    return position;
  }

  /** {@return {@code true}, because every mapping supports {@link #seek(long)}} */
  public boolean seekable() {
    mapping.live();
    return true;
  }

  /**
   * {@return the file's current size in bytes, which may exceed {@link #length}} For anonymous
   * memory, the size is the number of bytes mapped.
   *
   * @throws IllegalStateException if the mapping is closed, or keeps no descriptor ({@link
   *     MmapBuilder#trackFd})
   * @throws IOException if the system refuses
   */
  public long size() throws IOException {
    return mapping.size();
  }

  // ---- moving, flushing and managing memory

  /**
   * Copies {@code count} bytes within the mapping, from {@code src} to {@code dest}. The two ranges
   * may overlap, as with {@code memmove}. A resize or close by another thread waits for the copy to
   * finish.
   *
   * @param dest the first offset to write
   * @param src the first offset to read
   * @param count the number of bytes
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   * @throws IllegalArgumentException if an argument is negative or a range passes the end; then
   *     nothing is copied
   * @throws MappingFaultException if the file was truncated; some bytes may have been copied
   */
  public void move(long dest, long src, long count) {
    mapping.move(dest, src, count);
  }

  /**
   * Writes changed pages to the disk and waits until they are written ({@code msync(2)} with {@code
   * MS_SYNC}). With {@link Access#READ} or {@link Access#COPY}, {@code flush} does nothing. After a
   * failure, store the bytes again first: on Linux, a second flush may succeed without writing.
   *
   * @throws IOException if the pages could not be written
   */
  public void flush() throws IOException {
    flush(0);
  }

  /**
   * Flushes the whole mapping, as {@link #flush(long, long, Sync...)} does.
   *
   * @param flags the flags
   * @throws IOException if the flags contradict each other (EINVAL), or the system refuses
   */
  public void flush(Sync... flags) throws IOException {
    flush(0, PageCalls.TO_THE_END, flags);
  }

  /**
   * Flushes the bytes from {@code offset} to the end, as {@link #flush(long, long)} does.
   *
   * @param offset the start of the range, a multiple of {@link #PAGESIZE}
   * @throws IOException if the offset is not aligned (EINVAL), or the range could not be written
   */
  public void flush(long offset) throws IOException {
    flush(offset, PageCalls.TO_THE_END);
  }

  /**
   * Flushes a range, as {@link #flush()} does. {@link #flushRange} accepts any offset.
   *
   * @param offset the start of the range, a multiple of {@link #PAGESIZE}
   * @param size the size of the range in bytes; −1 means up to the end of the mapping
   * @throws IllegalArgumentException if the range is not wholly inside the mapping
   * @throws IOException if the offset is not aligned (EINVAL), or the range could not be written
   */
  public void flush(long offset, long size) throws IOException {
    mapping.flush(offset, size);
  }

  /**
   * Flushes a range as {@code flags} specify ({@code msync(2)}).
   *
   * @param offset the start of the range, a multiple of {@link #PAGESIZE}
   * @param size the size of the range in bytes; −1 means up to the end of the mapping
   * @param flags the flags; none means {@link Sync#SYNC}
   * @throws IllegalArgumentException if the range is not wholly inside the mapping
   * @throws UnsupportedOperationException if this system lacks a flag, or the mapping accepts no
   *     flags
   * @throws IOException if the offset is not aligned or the flags contradict each other (EINVAL),
   *     or the range could not be written
   */
  public void flush(long offset, long size, Sync... flags) throws IOException {
    mapping.flush(offset, size, flags);
  }

  /**
   * Flushes the pages that hold a range, as {@link #flush()} does.
   *
   * @param offset the start of the range, at any offset in the mapping
   * @param size the size of the range in bytes
   * @throws IllegalArgumentException if the range is not wholly inside the mapping
   * @throws IOException if the range could not be written
   */
  public void flushRange(long offset, long size) throws IOException {
    mapping.flushAround(offset, size);
  }

  /**
   * Advises the system about the whole mapping, as {@link #madvise(Advice, long, long)} does.
   * Advice that lasts is also for pages that are added later. Some advice discards data.
   *
   * @param advice the advice to give
   * @throws IOException if the system refuses
   */
  public void madvise(Advice advice) throws IOException {
    madvise(advice, 0);
  }

  /**
   * Advises the system about the mapping from {@code start} on, as {@link #madvise(Advice, long,
   * long)} does. Some advice discards data.
   *
   * @param advice the advice to give
   * @param start the start of the range, a multiple of {@link #PAGESIZE}
   * @throws IOException if the system refuses
   */
  public void madvise(Advice advice, long start) throws IOException {
    mapping.advise(advice, start);
  }

  /**
   * Advises the system about part of the mapping ({@code madvise(2)}), in whole pages. Most advice
   * is a hint that changes no byte. <b>But {@link Advice#DONTNEED} and {@link Advice#FREE} discard
   * what was written to private pages, and {@link Advice#REMOVE} discards bytes of the file.</b>
   *
   * @param advice the advice to give
   * @param start the start of the range, a multiple of {@link #PAGESIZE}
   * @param length the length in bytes; any part past the mapping's end is ignored
   * @throws IllegalArgumentException if start is outside the mapping, length is negative, or their
   *     sum overflows
   * @throws UnsupportedOperationException if this system lacks the advice, or the mapping accepts
   *     none
   * @throws IOException if the system refuses, for example because start is not aligned (EINVAL)
   */
  public void madvise(Advice advice, long start, long length) throws IOException {
    mapping.advise(advice, start, length);
  }

  /**
   * Advises the system about a range at any offsets, as {@link #madvise(Advice, long, long)} does.
   * Advice is for whole pages. Most advice goes to all pages that hold a byte of the range. Advice
   * that takes something from a page goes only to pages that lie wholly in the range, so that no
   * byte outside the range is affected: {@link Advice#DONTNEED}, {@link Advice#FREE}, {@link
   * Advice#FREE_REUSABLE}, {@link Advice#REMOVE}, {@link Advice#DONTFORK}, {@link
   * Advice#WIPEONFORK}, {@link Advice#HWPOISON} and {@link Advice#SOFT_OFFLINE}. For these, too,
   * the rest of the mapping's last page counts as part of the range, except for {@code REMOVE},
   * because the file may have bytes there. <b>Some advice discards data.</b>
   *
   * @param advice the advice to give
   * @param offset the start of the range, at any offset in the mapping
   * @param size the size of the range in bytes; for 0, the system is not called
   * @throws IllegalArgumentException if the range is not wholly inside the mapping
   * @throws UnsupportedOperationException if this system lacks the advice, or the mapping accepts
   *     none
   * @throws IOException if the system refuses
   */
  public void madviseRange(Advice advice, long offset, long size) throws IOException {
    mapping.adviseRange(advice, offset, size);
  }

  /**
   * Changes the length of the mapping, and makes its file end where the mapping does, at offset +
   * newLength. New bytes are zero. All earlier segments and buffers throw afterwards, unless the
   * mapping {@linkplain MmapBuilder#reserve grows in place}; channels and streams follow the
   * change. If resizing fails, the file and the mapping keep their length. The position does not
   * move, even if it is then past the end. Bytes that another process appends meanwhile may be
   * lost.
   *
   * <p>Windows does not shorten a file that is also mapped elsewhere. On Windows, this method
   * unmaps the memory, changes the file's length and maps the file again. If memory has run out, so
   * that the file can't be mapped again, the mapping is left with a length of 0.
   *
   * @param newLength the new length in bytes, at least 1
   * @throws IllegalStateException if the mapping is closed, keeps no descriptor, or has an
   *     {@linkplain #appender() appender} open, or if views would end while a system call uses one
   *     or a {@link Hold} is open
   * @throws java.nio.ReadOnlyBufferException if access is {@code READ} or {@code COPY}
   * @throws IllegalArgumentException if newLength is less than 1 or too large
   * @throws IOException if the system refuses
   */
  public void resize(long newLength) throws IOException {
    mapping.resize(newLength);
  }

  /**
   * Returns an appender, which writes past the end of the mapping and extends the mapping and its
   * file.
   *
   * @return the appender, which the caller must close
   * @throws UnsupportedOperationException if this is a private mapping of a file, because appended
   *     bytes would not reach the file, or the file consists of huge pages and can't end between
   *     them
   * @throws IllegalStateException if the mapping is closed, keeps no descriptor, or already has an
   *     appender, or if the file does not end where the mapping does
   * @throws java.nio.ReadOnlyBufferException if access is {@code READ} or {@code COPY}
   * @throws IOException if the file's length can't be read
   */
  public Appender appender() throws IOException {
    Appender begun = new Appender(mapping);
    appender = begun;
    return begun;
  }

  /**
   * Adopts the length of a file that others have extended or truncated. The mapping then reaches
   * from its offset to the file's end, even if it covered only part of the file before. The file is
   * not changed, so read-only mappings can be refreshed too. If the length changes, earlier
   * segments and buffers throw afterwards, as after {@link #resize}; channels and streams follow
   * the change. The position does not move, even if it is then past the end. If the file now ends
   * at or before the mapping's offset, the mapping is empty until a later refresh or resize: reads
   * find the end, and searches find nothing. Refreshing anonymous memory has no effect.
   *
   * <p>Overlayfs, the file system of containers, copies a file when it is first opened for writing.
   * A refresh then maps the new copy, even if the length is the same, and earlier segments and
   * buffers throw. A mapping of the caller's channel keeps the old copy.
   *
   * <p>In a private mapping, pages that were written keep their contents, so they do not show bytes
   * that the file has gained there. Others may truncate the file again at any time; then accessing
   * lost bytes throws {@link MappingFaultException}.
   *
   * @return the mapping's new length in bytes
   * @throws UnsupportedOperationException if this is a private copy whose written pages would be
   *     lost: the length of one mapped through a {@code FileChannel} has changed, or overlayfs has
   *     copied the file
   * @throws IllegalStateException if the mapping is closed, keeps no descriptor, or has an
   *     {@linkplain #appender() appender} open, or if views would end while a system call uses one
   *     or a {@link Hold} is open
   * @throws IOException if the system refuses; then the mapping is unchanged
   */
  public long refresh() throws IOException {
    return mapping.refresh();
  }

  /**
   * Locks the whole mapping into memory, as {@link #lock(long, long)} does.
   *
   * @throws UnsupportedOperationException if the JDK created the mapping ({@link Capability#LOCK})
   * @throws IOException if the system refuses
   */
  public void lock() throws IOException {
    mapping.lock();
  }

  /**
   * Loads the pages that hold a range and keeps them in memory ({@code mlock(2)}) until {@link
   * #unlock(long, long)} or {@link #close}. Accessing a locked page needs no disk read. In writable
   * private memory, locking makes each page a private copy. Locks are not counted: one unlock
   * undoes them all.
   *
   * <p>After a {@link #resize}, lock the range again, because added pages may not be locked. The
   * system refuses some {@linkplain Advice advice} for locked pages, such as {@link
   * Advice#DONTNEED} (EINVAL).
   *
   * @param offset the start of the range, at any offset in the mapping
   * @param size the size of the range in bytes; 0 locks nothing
   * @throws IllegalArgumentException if the range is not wholly inside the mapping
   * @throws UnsupportedOperationException if the JDK created the mapping ({@link Capability#LOCK})
   * @throws IOException if the process would exceed its limit on locked memory ({@code
   *     RLIMIT_MEMLOCK}: ENOMEM, or EPERM if the limit is 0); then nothing more is locked. Also
   *     thrown if a page can't be loaded, for example past the end of a truncated file (ENOMEM);
   *     then other pages of the range may be locked
   */
  public void lock(long offset, long size) throws IOException {
    mapping.lock(offset, size);
  }

  /**
   * Unlocks the whole mapping, as {@link #unlock(long, long)} does.
   *
   * @throws UnsupportedOperationException if the JDK created the mapping ({@link Capability#LOCK})
   * @throws IOException if the system refuses
   */
  public void unlock() throws IOException {
    mapping.unlock();
  }

  /**
   * Unlocks the pages that hold a range ({@code munlock(2)}).
   *
   * @param offset the start of the range, at any offset in the mapping
   * @param size the size of the range in bytes; 0 unlocks nothing
   * @throws IllegalArgumentException if the range is not wholly inside the mapping
   * @throws UnsupportedOperationException if the JDK created the mapping ({@link Capability#LOCK})
   * @throws IOException if the system refuses
   */
  public void unlock(long offset, long size) throws IOException {
    mapping.unlock(offset, size);
  }

  /**
   * Reports which pages are in memory now and can be accessed without a disk read ({@code
   * mincore(2)}). No page is loaded. The following pages count as in memory:
   *
   * <ul>
   *   <li>of a file, those in the page cache, whichever process read them; on ext4 and XFS with
   *       blocks smaller than a page, only those of which every block was read or written;
   *   <li>of a file that this process neither owns nor may write, all pages, because Linux since
   *       5.2 hides what others have read;
   *   <li>of anonymous memory and of written private pages, those that have been touched and are
   *       not swapped out;
   *   <li>on Windows, of any memory, those that this process has touched and still holds.
   * </ul>
   *
   * <p>Pages past the end of a truncated file are not in memory. The pages are queried one after
   * another, so the result is not a snapshot. A resize or close by another thread waits until the
   * query is done. The result stores runs of pages, so its size depends on the number of runs, not
   * of pages.
   *
   * @return the pages in memory
   * @throws UnsupportedOperationException if the JDK created the mapping on Windows, where the JDK
   *     can't report residency ({@link Capability#RESIDENCY})
   * @throws IOException if the system refuses
   */
  public Residency residency() throws IOException {
    return mapping.residency();
  }

  /**
   * Reports which of the pages that hold a range are in memory, as {@link #residency()} does. Only
   * these pages are queried, with one system call for each 65,536 of them.
   *
   * @param offset the start of the range, at any offset in the mapping
   * @param size the size of the range in bytes
   * @return the pages in memory; offsets are those in the mapping
   * @throws IllegalArgumentException if the range is not wholly inside the mapping
   * @throws UnsupportedOperationException as for {@link #residency()}
   * @throws IOException if the system refuses
   */
  public Residency residency(long offset, long size) throws IOException {
    return mapping.residency(offset, size);
  }

  /**
   * Returns whether all pages that hold a range are in memory, as {@link #residency()} counts them.
   * The query ends with the first system call that finds a page that is not.
   *
   * @param offset the start of the range, at any offset in the mapping
   * @param size the size of the range in bytes
   * @return whether all pages are in memory; true if the range is empty
   * @throws IllegalArgumentException if the range is not wholly inside the mapping
   * @throws UnsupportedOperationException as for {@link #residency()}
   * @throws IOException if the system refuses
   */
  public boolean isResident(long offset, long size) throws IOException {
    return mapping.isResident(offset, size);
  }

  /**
   * Drops the mapped part of the file from the page cache, up to the end of its last page ({@code
   * posix_fadvise(2)} with {@code POSIX_FADV_DONTNEED}). Evicting works only on Linux. No byte is
   * lost, but the next access waits for the disk.
   *
   * <p>Some pages may stay, as {@link #residency()} shows: pages not yet written to the disk,
   * locked pages, pages being read, pages that lie in one large folio with pages outside the
   * mapping, and pages touched through another mapping. Pages touched through this mapping stay
   * until {@link Advice#PAGEOUT} is given. Call {@link #flush()} first, and retry.
   *
   * @throws IllegalStateException if the mapping is closed or keeps no descriptor
   * @throws UnsupportedOperationException if no file is mapped, the JDK created the mapping, or
   *     this system has no such call
   * @throws IOException if the system refuses
   */
  public void evict() throws IOException {
    mapping.evict();
  }

  /**
   * Returns the offset of the first byte at or after {@code from} that is not in a hole ({@code
   * lseek(2)} with {@code SEEK_DATA}). A hole is a part of a sparse file that takes no space and
   * reads as zeros. Reading a hole through a mapping fills memory with zero pages, so a program
   * that copies or examines sparse files should skip holes. Searches skip them.
   *
   * <p>Holes are reported on Linux, on ext4, XFS, Btrfs, F2FS and tmpfs (and so in shared anonymous
   * memory). They are not reported for private mappings, for mappings of the caller's descriptor or
   * channel, and if the mapping keeps no descriptor. There, all bytes count as data. File systems
   * may also report small holes as data, and reserved space once it has been read.
   *
   * @param from an offset from 0 to the length
   * @return an offset from {@code from} to the length; the length if only a hole follows
   * @throws IndexOutOfBoundsException if {@code from} is negative or greater than the length
   * @throws IllegalStateException if the mapping is closed
   */
  public long nextData(long from) {
    return mapping.nextData(from);
  }

  /**
   * Returns the offset of the first byte at or after {@code from} that is in a hole ({@code
   * lseek(2)} with {@code SEEK_HOLE}), as described at {@link #nextData}.
   *
   * @param from an offset from 0 to the length
   * @return an offset from {@code from} to the length; the length if no hole follows
   * @throws IndexOutOfBoundsException if {@code from} is negative or greater than the length
   * @throws IllegalStateException if the mapping is closed
   */
  public long nextHole(long from) {
    return mapping.nextHole(from);
  }

  /**
   * Names anonymous memory in {@code /proc/PID/maps}, for diagnosis: private memory as {@code
   * [anon:NAME]}, and shared memory, since Linux 6.2, as {@code [anon_shmem:NAME]}. On any kernel,
   * {@link MmapBuilder#name} can name shared memory. The name stays after a resize.
   *
   * @param name the new name: 1 to 79 printable ASCII characters without {@code \ ` $ [ ]}
   * @throws IllegalArgumentException if the name has another form
   * @throws UnsupportedOperationException if this is not anonymous memory, or not on Linux, or the
   *     memory has huge pages, which Linux can't name
   * @throws IOException if this kernel can't name memory (EINVAL), or shared memory (EBADF)
   */
  public void setName(String name) throws IOException {
    mapping.name(name);
  }

  /** {@return the operations that this mapping supports beyond reading, writing and searching} */
  public Set<Capability> capabilities() {
    return mapping.capabilities();
  }

  /**
   * Registers a listener for faults in this mapping's memory, whichever code causes them: calls on
   * this object, unguarded loops over {@link #asSegment()}, other threads, or native code. The
   * listener stays registered after a resize. A later listener replaces an earlier one.
   *
   * <p>A daemon thread of this library calls the listener soon after a fault, and only once for
   * several faults that are close together. All listeners share one thread, so a listener must not
   * block for long. The thread runs as long as any mapping has a listener. An exception thrown by a
   * listener goes to the uncaught exception handler of the listener thread. A listener that refers
   * to this object keeps the object and its memory alive until the mapping is closed.
   *
   * @param listener the listener, which receives the same exception that a call on this object
   *     throws for such a fault
   * @throws UnsupportedOperationException if there is no guard ({@link Capability#FAULT_GUARD})
   */
  public void onFault(Consumer<? super MappingFaultException> listener) {
    mapping.onFault(Objects.requireNonNull(listener, "listener"));
  }

  // ---- views for Java's own types

  /**
   * Returns a segment over the memory itself, not a copy. Unlike a buffer, a segment has no
   * position and may have any length.
   *
   * <p><b>If the file is truncated, a loop over the segment reads zeros</b> from the lost page to
   * the end. The loop's writes to lost pages are lost too, and no exception is thrown in the loop.
   * The next call on this object that touches lost bytes throws {@link MappingFaultException}, and
   * {@linkplain #onFault(Consumer) the listener} is called. To get the exception from the loop
   * itself, run the loop in {@link #guarded(GuardedBody) guarded}. If the file grows again, the
   * segment shows the file's bytes after the next call on this object. Without a guard ({@link
   * Capability#FAULT_GUARD}), the virtual machine throws an {@link InternalError} some time after
   * the access, or terminates the process.
   *
   * <p>After close, or after a resize that does not {@linkplain MmapBuilder#reserve grow in place},
   * each access to the segment throws {@link IllegalStateException}. Unless the JDK created the
   * mapping, the segment's own {@code force}, {@code load}, {@code unload} and {@code isLoaded}
   * throw {@link UnsupportedOperationException}, because the JDK supports them only for segments
   * that it has mapped. Call {@link #flushRange}, {@link #madviseRange} and {@link #isResident}
   * instead.
   *
   * @return a segment of {@link #length} bytes, read-only if the mapping is
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   */
  public MemorySegment asSegment() {
    return mapping.readable();
  }

  /**
   * Returns a buffer over part of the memory, in big-endian byte order like every new buffer. A
   * close, a resize and a truncation affect the buffer as they affect {@link #asSegment() a
   * segment}. For code that takes the buffer's address, see {@link Hold}.
   *
   * <p><b>Do not cast the buffer to {@link java.nio.MappedByteBuffer}.</b> The cast succeeds for
   * every direct buffer, but unless the JDK created the mapping, {@code force} and {@code load} do
   * nothing, and {@code isLoaded} always returns true, even after close. Call {@link #flushRange},
   * {@link #madviseRange} and {@link #isResident} instead.
   *
   * @param offset the offset of the buffer's first byte
   * @param length the buffer's length in bytes
   * @return a buffer, read-only if the mapping is
   * @throws IndexOutOfBoundsException if the mapping has no such range
   * @throws IllegalStateException if the mapping is closed, or the length exceeds the JDK's limit,
   *     2<sup>31</sup> − 9 bytes (use {@link #asSegment()} instead)
   */
  public ByteBuffer asByteBuffer(long offset, int length) {
    return mapping.buffer(offset, length);
  }

  /**
   * Holds the memory at its address: until the hold is closed, {@link #close} and changes of the
   * length that would move or unmap memory throw {@link IllegalStateException}. Only code that uses
   * raw addresses needs this. Any number of holds may be open.
   *
   * @param by the name of that code, for the message of the exception
   * @return the hold, which the caller must close
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   */
  public Hold hold(String by) {
    return mapping.hold(Objects.requireNonNull(by, "by"));
  }

  /**
   * {@return a new channel over the bytes, with its own position, which is initially 0} The channel
   * follows a resize. Closing the channel leaves the mapping open. {@code truncate} resizes the
   * mapping.
   *
   * <p>Writing never extends the mapping. If not all bytes fit, {@code write} writes those that do
   * and returns their number, as a file does on a full disk. If none fits, {@code write} throws
   * {@link IOException}.
   *
   * <p>Any number of threads may use the channel, as with a {@link java.nio.channels.FileChannel}:
   * their calls run one after another, so each reads or writes its own range.
   */
  public SeekableByteChannel asChannel() {
    mapping.readable();
    return new MemoryChannel(mapping);
  }

  /**
   * {@return a new stream that reads from the first byte on, with its own position} The stream
   * supports {@code mark} and {@code reset}, and follows a resize. Closing the stream leaves the
   * mapping open. Only one thread at a time may use the stream.
   */
  public InputStream inputStream() {
    mapping.readable();
    return new MemoryInputStream(mapping);
  }

  /**
   * {@return a new stream that overwrites the mapping from the first byte on, with its own
   * position} If not all bytes of a call fit, the stream throws {@link IOException} and writes none
   * of them, because a stream can't return how many it has written. The stream's {@code flush} does
   * nothing; {@link #flush()} writes to the disk. Only one thread at a time may use the stream.
   *
   * @throws java.nio.ReadOnlyBufferException if the mapping is read-only
   */
  public OutputStream outputStream() {
    mapping.writable();
    return new MemoryOutputStream(mapping);
  }

  /**
   * Returns the lines from the first byte on, regardless of the position. After close or resize,
   * reading the lines throws {@link IllegalStateException}, as with every view; after a resize,
   * call this method again. If the file was truncated, reading throws {@link
   * MappingFaultException}.
   *
   * @return all lines; the line terminators are {@code \n} and {@code \r\n}
   * @throws UnsupportedOperationException if the memory's protection forbids reading
   */
  public Lines lines() {
    return Lines.of(mapping.readable());
  }

  // ---- all mappings of the process

  /**
   * Adds a hook that is called for each later mapping in this process before the mapping's file is
   * opened, as for Python's audit event {@code mmap.__new__}. A hook added twice is called twice.
   *
   * @param hook the hook; it runs on the thread that creates the mapping, and can prevent the
   *     mapping by throwing
   */
  public static void addAuditHook(AuditHook hook) {
    MmapBuilder.addAuditHook(hook);
  }

  /**
   * Removes one registration of a hook. A mapping that another thread is creating may still call
   * the hook.
   *
   * @param hook the hook to remove
   * @return whether the hook had been added
   */
  public static boolean removeAuditHook(AuditHook hook) {
    return MmapBuilder.removeAuditHook(hook);
  }

  /**
   * Turns the recording of creation stack traces on or off. {@link OpenMapping#origin} returns the
   * trace of a mapping, to help find code that forgets to close mappings. Recording is off by
   * default. While recording is on, creating a mapping also walks the stack of the calling thread.
   * Traces recorded earlier are kept.
   *
   * @param on whether to record
   */
  public static void recordOrigins(boolean on) {
    CreationTraces.record(on);
  }

  /**
   * Prevents this library from installing its SIGBUS handler, the {@link Capability#FAULT_GUARD}.
   * Call this method if other code must be the only handler of SIGBUS, or if policy forbids
   * executable memory. If the system itself refuses executable memory, the call is not needed.
   * Calls on mappings stay safe without the handler, but are slower, because they copy.
   *
   * @throws IllegalStateException if the handler is already installed; the first mapping installs
   *     it
   */
  public static void disableFaultGuard() {
    FaultHandler.refuse();
  }

  /**
   * {@return the mappings that this library has open in this process, in no particular order} The
   * list is a snapshot. The JDK's own count of mapped memory ({@code BufferPoolMXBean}) has only
   * the mappings that the JDK made, so add up this list's lengths to monitor mapped memory.
   */
  public static List<OpenMapping> openMappings() {
    return Region.open();
  }

  // ---- the end

  /**
   * Unmaps the memory and closes the mapping's own descriptor, but not the caller's. Any thread may
   * call this method, unless the mapping is confined; later calls do nothing. Bytes written to a
   * shared mapping reach the file in any case, but only {@link #flush} ensures that they are on the
   * disk.
   *
   * <p>If another thread is accessing the memory during the close, HotSpot 25 stops the access, and
   * sometimes leaves the thread interrupted. The file is released at once. On Linux, the addresses
   * usually stay reserved until more mappings have been closed ({@link Hold}).
   *
   * @throws IllegalStateException if a system call still uses a view, or a {@linkplain #hold hold}
   *     is open; then the mapping stays open
   * @throws WrongThreadException if the mapping is confined to another thread
   * @throws UncheckedIOException if the system refuses to unmap the memory, or to truncate the file
   *     to where an open {@linkplain #appender() appender} ended; the mapping is closed anyway
   */
  @Override
  public void close() {
    Appender open = appender;
    try {
      if (open != null) {
        mapping.requireNoHold();
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

  /** {@return a description with the source, access, length, position and offset} */
  @Override
  public String toString() {
    OpenMapping now = mapping.description();
    return now == null
        ? "Mmap[%s, closed=true]".formatted(mapping.source())
        : "Mmap[%s, closed=false, access=%s, length=%d, position=%d, offset=%d]"
            .formatted(now.source(), now.access(), now.length(), position, now.offset());
  }
}
