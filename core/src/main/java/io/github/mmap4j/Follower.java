package io.github.mmap4j;

import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Lines;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

// This file is long because a third of it documents the contract.
/**
 * Reads the lines of a file that others append to, rotate or truncate, as {@code tail -F} does. It
 * returns only whole lines, each of them once, and reports what else happens to the file.
 *
 * <p>A line is whole once its line feed has been written. If another file takes the name, the old
 * file is read until it has not grown for half a second, and a rest without a line feed at its end
 * is a line, too. Later writes to the old file are not read. Zeros at the start of a line are
 * skipped: they are the tail that an {@link Appender} has reserved, or the hole that a writer
 * leaves if it continues at its old position after a truncation.
 *
 * <p>While a follower waits, it looks at the file about every 100 ms. It misses a file that is
 * created and replaced between two looks, or while the old file is still read, and bytes that are
 * truncated before it has read them. A file that is truncated and written again is recognised even
 * if it is longer than before, unless the bytes before the lines that were read last are the same.
 * An empty file can't be followed on Windows.
 *
 * <p>Rotations by renaming, such as logrotate's {@code create} and {@code nocreate}, lose no line
 * if each comes after the old file has been read. Its {@code copytruncate} copies the file and then
 * truncates it: lines written between the two are in neither file. A follower misses the lines that
 * it has not read when the file is truncated; logrotate's copy has those that were written before
 * the copy was made.
 *
 * <p>A follower may be used by one thread at a time.
 *
 * {@snippet :
 * try (Follower log = Follower.open(file)) {
 *   while (log.next(java.time.Duration.ofSeconds(10)) == Follower.Event.LINE) {
 *     IO.println(log.line(UTF_8));
 *   }
 * }
 * }
 */
public final class Follower implements AutoCloseable {
  /** The results of {@link #next}. */
  public enum Event {
    /** A whole line, which {@link #line()} returns. */
    LINE,

    /** The file has been truncated or written anew, and is read from its start. */
    TRUNCATED,

    /** The path names another file now, which is read from its start. */
    REPLACED,

    /** The path names no file any more; later writes to the old file are still read. */
    DELETED,

    /**
     * The path names a file again, or for the first time. It is read from its start, unless it is
     * the file that was read before.
     */
    CREATED,

    /** Nothing has happened in the given time. */
    NOTHING
  }

  private static final Finder NEWLINE = Finder.of(new byte[] {'\n'});
  private static final Finder LINE_OF_ZEROS = Finder.of(new byte[] {'\n', 0});
  private static final long FIRST_PAUSE = 1;
  private static final long LONGEST_PAUSE = 100;

  /** A timeout that never ends in practice. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** The time for which an old file may still grow, in nanoseconds. */
  private static final long GRACE = 500_000_000;

  /** The time for which zeros before a line may still be replaced, in nanoseconds. */
  private static final long SETTLING = 100_000_000;

  /** The number of bytes before the position by which a file that is written anew is recognised. */
  private static final int CONTEXT = 64;

  /** The number of bytes that are read at a time, unless a line is longer. */
  private static final int CHUNK = 1 << 16;

  private final Path path;

  /** The time in nanoseconds. */
  private final LongSupplier clock;

  /** The file that is read, or null if there was none yet. */
  private Mmap mapped;

  /** The identity of the file that is read. */
  private Object key;

  /** A copy of whole lines that are to be returned, or null. */
  private Lines.Cursor lines;

  /** The offset in the file at which the copy begins. */
  private long begin;

  /** The end of the whole lines that were read last. */
  private long end;

  /** The bytes before {@link #end}. */
  private byte[] context = {};

  private byte[] line = {};
  private long offset;

  /** Whether the path named no file when it was last looked at. */
  private boolean isMissing;

  /**
   * The time, read just before the last look, so that a pause of this thread during the look does
   * not count as time without a change.
   */
  private long looked;

  /** The file's size at the last look. */
  private long size;

  /** The time of the last change of size, or at which another file was first seen. */
  private long changed;

  /** Whether the path names another file. */
  private boolean isOld;

  /** The end of the zeros that follow the last lines, if bytes follow the zeros. */
  private long gapEnd;

  /** The time at which {@link #gapEnd} was first seen. */
  private long gapSeen;

  private boolean closed;

  private Follower(Path path, LongSupplier clock) {
    this.path = path;
    this.clock = clock;
  }

  /**
   * Follows a file from its start. The file need not exist yet, and may be empty.
   *
   * @param path the file
   * @return the follower, which the caller must close
   * @throws IOException if the file exists, but can't be mapped
   */
  public static Follower open(Path path) throws IOException {
    return open(path, System::nanoTime);
  }

  /** Follows a file as {@link #open(Path)} does, and measures the file's times by another clock. */
  static Follower open(Path path, LongSupplier clock) throws IOException {
    Follower follower = new Follower(path, clock);
    follower.isMissing = !follower.openFile();
    return follower;
  }

  /**
   * Follows a file from its end, so that only later lines are returned. If the file ends in the
   * middle of a line, that line is returned once it is whole.
   *
   * @param path the file, which need not exist yet
   * @return the follower, which the caller must close
   * @throws IOException if the file exists, but can't be mapped
   */
  public static Follower atEnd(Path path) throws IOException {
    Follower follower = open(path);
    try {
      if (follower.mapped != null) {
        follower.endAt(NEWLINE.rfind(follower.mapped.asSegment()) + 1);
      }
      return follower;
    } catch (MappingFaultException e) {
      return follower; // The file was truncated, so it is read from its start.
    } catch (Throwable e) {
      follower.close();
      throw e;
    }
  }

  /**
   * Waits for the next event.
   *
   * @param timeout the maximum time to wait; zero or less looks once
   * @return the event, or {@link Event#NOTHING} once the time is over
   * @throws IllegalStateException if the follower is closed
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IOException if the file can't be opened, mapped or refreshed
   */
  public Event next(Duration timeout) throws IOException, InterruptedException {
    if (closed) {
      throw new IllegalStateException("the follower of " + path + " is closed");
    }
    long begun = System.nanoTime();
    long most = timeout.compareTo(LONGEST) < 0 ? timeout.toNanos() : LONGEST.toNanos();
    long pause = FIRST_PAUSE;
    while (true) {
      Event event = lines != null && nextLine() ? Event.LINE : look();
      if (event != Event.NOTHING) {
        return event;
      }
      long left = most - (System.nanoTime() - begun);
      if (lines == null) {
        if (left <= 0) {
          return event;
        }
        Thread.sleep(Duration.ofNanos(Math.min(left, pause * 1_000_000)));
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    }
  }

  private boolean nextLine() {
    if (!lines.next()) {
      lines = null;
      return false;
    }
    line = lines.bytes();
    int zeros = zeros(line);
    line = zeros == 0 ? line : Arrays.copyOfRange(line, zeros, line.length);
    offset = begin + lines.offset() + zeros;
    return true;
  }

  /** Remembers where the lines end that have been read, and the bytes before. */
  private void endAt(long end) {
    context = mapped.getSlice(Math.max(0, end - CONTEXT), end);
    this.end = end;
  }

  /** Looks at the file once: reads new lines, or finds an event. */
  private Event look() throws IOException {
    if (mapped == null) {
      return openFile() ? Event.CREATED : Event.NOTHING;
    }
    looked = clock.getAsLong();
    long before = size;
    size = mapped.refresh();
    if (size != before) {
      changed = clock.getAsLong();
    }
    try {
      if (size < end || !hasContext()) {
        endAt(0);
        return Event.TRUNCATED;
      }
      if (readLines()) {
        return Event.NOTHING;
      }
      return lookAtPath();
    } catch (MappingFaultException e) {
      return Event.NOTHING; // The file was truncated, which the next look reports.
    }
  }

  private boolean hasContext() {
    return Arrays.equals(context, mapped.getSlice(end - context.length, end));
  }

  /** Reads some of the whole lines after the last ones and returns whether there are any. */
  private boolean readLines() {
    long from = afterZeros();
    if (from == size || from > end && !isSettled(from)) {
      return false;
    }
    long newline = NEWLINE.rfind(mapped.asSegment(), from, Math.min(size, from + CHUNK));
    if (newline < 0) {
      newline = NEWLINE.find(mapped.asSegment(), from, size);
    }
    return newline >= 0 && readTo(from, newline + 1);
  }

  /**
   * Returns whether the zeros before {@code from} have stayed for a while. A writer to a mapping
   * may be seen to have stored its last bytes while its first bytes still read as zeros.
   */
  private boolean isSettled(long from) {
    if (from != gapEnd) {
      gapEnd = from;
      gapSeen = clock.getAsLong();
    }
    return looked - gapSeen >= SETTLING;
  }

  /** Copies lines, so that they stay as they are even if the file is written anew. */
  private boolean readTo(long from, long to) {
    byte[] copy = mapped.getSlice(from, to);
    boolean isCut = copy[copy.length - 1] == 0; // a page's bytes after the end of a shorter file
    if (isCut || !hasContext() || !startsAt(from, copy)) {
      return false; // written anew meanwhile, which the next look reports
    }
    long gap = LINE_OF_ZEROS.find(MemorySegment.ofArray(copy), 0, copy.length);
    int length = gap < 0 ? copy.length : (int) gap + 1; // later looks read the rest
    begin = from;
    context = contextAfter(from, copy, length);
    end = from + length;
    lines = Lines.of(MemorySegment.ofArray(copy).asSlice(0, length)).cursor();
    return true;
  }

  /**
   * Returns the context after {@code length} bytes of a copy. It is not read from the file, which
   * may have been written anew since it was copied.
   */
  private byte[] contextAfter(long from, byte[] copy, int length) {
    int zeros = (int) Math.min(from - end, CONTEXT);
    int start = Math.max(0, length - CONTEXT);
    byte[] all = Arrays.copyOf(context, context.length + zeros + length - start);
    System.arraycopy(copy, start, all, context.length + zeros, length - start);
    return Arrays.copyOfRange(all, Math.max(0, all.length - CONTEXT), all.length);
  }

  /**
   * Returns whether the file still has the first bytes of a copy. If it was written anew while it
   * was copied, only the copy's last bytes may be new.
   */
  private boolean startsAt(long from, byte[] copy) {
    int count = Math.min(CONTEXT, copy.length);
    return Arrays.equals(copy, 0, count, mapped.getSlice(from, from + count), 0, count);
  }

  /** Returns the first offset without a zero after the last lines, or the size. */
  private long afterZeros() {
    long at = mapped.nextData(end);
    while (at < size) {
      byte[] bytes = mapped.getSlice(at, Math.min(at + CHUNK, size));
      int zeros = zeros(bytes);
      if (zeros < bytes.length) {
        return at + zeros;
      }
      at = mapped.nextData(at + zeros);
    }
    return size;
  }

  /** Returns the number of zeros at the start of {@code bytes}. */
  private static int zeros(byte[] bytes) {
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    return zeros;
  }

  /** Finds out whether the path still names the file, after all of its whole lines. */
  private Event lookAtPath() throws IOException {
    Object now = keyOf(path);
    boolean wasMissing = isMissing;
    isMissing = now == null;
    if (isMissing) {
      return wasMissing ? Event.NOTHING : Event.DELETED;
    }
    if (now.equals(key)) {
      isOld = false;
      return wasMissing ? Event.CREATED : Event.NOTHING;
    }
    isMissing = wasMissing;
    if (!isOld) {
      isOld = true;
      changed = clock.getAsLong();
    }
    if (looked - changed < GRACE) {
      return Event.NOTHING; // Its writer may still finish a line.
    }
    long rest = endOfRest();
    if (rest > end && readTo(end, rest)) {
      return Event.NOTHING;
    }
    Mmap old = mapped;
    if (!openFile()) {
      return Event.NOTHING; // It has just been deleted, which the next look reports.
    }
    old.close();
    return wasMissing ? Event.CREATED : Event.REPLACED;
  }

  /** Returns the end of the bytes after the last lines, without zeros at their end. */
  private long endOfRest() {
    long at = size;
    while (at > end) {
      byte[] bytes = mapped.getSlice(Math.max(end, at - CHUNK), at);
      for (int i = bytes.length; i > 0; i--, at--) {
        if (bytes[i - 1] != 0) {
          return at;
        }
      }
    }
    return end;
  }

  /** Opens the file that the path names, and returns whether there is one. */
  private boolean openFile() throws IOException {
    for (Object before = keyOf(path); before != null; before = keyOf(path)) {
      Mmap opened;
      try {
        opened = Mmap.builder().path(path).access(Access.READ).orEmpty().map();
      } catch (NoSuchFileException e) {
        continue;
      }
      try {
        if (before.equals(keyOf(path))) {
          mapped = opened;
          key = before;
          size = -1;
          context = new byte[] {};
          end = 0;
          isMissing = false;
          isOld = false;
          return true;
        }
      } finally {
        if (mapped != opened) {
          opened.close();
        }
      }
    }
    return false;
  }

  /** Returns the identity of the file that a path names, or null if it names none. */
  private static Object keyOf(Path path) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      return found.fileKey() != null ? found.fileKey() : found.creationTime();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** {@return a copy of the last line, without its line terminator; empty before the first} */
  public byte[] line() {
    return line.clone();
  }

  /**
   * Decodes the last line.
   *
   * @param charset the encoding
   * @return the line, without its line terminator
   */
  public String line(Charset charset) {
    return new String(line, charset);
  }

  /** {@return the offset in its file at which the last line begins} */
  public long offset() {
    return offset;
  }

  /** Stops following and unmaps the file. */
  @Override
  public void close() {
    closed = true;
    if (mapped != null) {
      mapped.close();
      mapped = null;
    }
  }
}
