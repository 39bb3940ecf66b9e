package io.github.mmap4j;

import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Lines;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads the lines of a file that others append to, rotate or truncate, as {@code tail -F} does. It
 * returns only whole lines, each of them once, and reports what else happens to the file.
 *
 * <p>A line is whole once its line feed has been written. If another file takes the name, a rest
 * without a line feed at the end of the old file is a line, too. Zeros at the start of a line are
 * skipped: they are the tail that an {@link Appender} has reserved, or the hole that a writer
 * leaves if it goes on at its old position after the file has been truncated.
 *
 * <p>A follower looks at the file at most every 100 ms. It misses a file that is created and
 * replaced between two looks, and what is truncated before it was read. A file that is truncated
 * and written again is recognised even if it is longer than before, unless the bytes before the
 * follower's position are the same.
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
  /** What {@link #next} has found. */
  public enum Event {
    /** A whole line, which {@link #line()} returns. */
    LINE,

    /** The file has been truncated or written anew, and is read from its start. */
    TRUNCATED,

    /** The path names another file now, which is read from its start. */
    REPLACED,

    /** The path names no file any more; what is written to the old file is still read. */
    DELETED,

    /** The path names a file again, or for the first time, which is read from its start. */
    CREATED,

    /** Nothing has happened in the given time. */
    NOTHING
  }

  private static final Finder NEWLINE = Finder.of(new byte[] {'\n'});
  private static final long FIRST_PAUSE = 1;
  private static final long LONGEST_PAUSE = 100;

  /** The number of bytes before the position by which a file that is written anew is recognised. */
  private static final int CONTEXT = 64;

  /** The number of bytes that are examined for zeros at a time. */
  private static final int ZEROS = 4096;

  private final Path path;

  /** The file that is read, or null if there was none yet. */
  private Mmap mapped;

  /** The identity of the file that is read. */
  private Object key;

  /** The whole lines that are to be returned, or null. */
  private Lines.Cursor lines;

  /** The end of the lines that have been returned. */
  private long position;

  /** The bytes before {@link #end}. */
  private byte[] context = {};

  /** The end of the whole lines that were found last. */
  private long end;

  private byte[] line = {};
  private long offset;

  /** Whether the path named no file when it was last looked at. */
  private boolean isMissing;

  /** Whether another file had the name, and the old file had not changed, at the last look. */
  private boolean isOld;

  private long sizeSeen = -1;
  private boolean closed;

  private Follower(Path path) {
    this.path = path;
  }

  /**
   * Follows a file from its start. The file need not exist yet, and may be empty.
   *
   * @param path the file
   * @return the follower, which the caller must close
   * @throws IOException if the file exists, but can't be mapped
   */
  public static Follower open(Path path) throws IOException {
    Follower follower = new Follower(path);
    follower.isMissing = !follower.begin();
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
    if (follower.mapped != null) {
      follower.position = NEWLINE.rfind(follower.mapped.asSegment()) + 1;
      follower.endAt(follower.position);
    }
    return follower;
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
    long pause = FIRST_PAUSE;
    while (true) {
      Event event = lines != null && nextLine() ? Event.LINE : look();
      if (event != Event.NOTHING) {
        return event;
      }
      long left = timeout.toNanos() - (System.nanoTime() - begun);
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
    try {
      if (lines.next()) {
        line = lines.bytes();
        offset = lines.offset();
        position = lines.end();
        return true;
      }
    } catch (MappingFaultException e) {
      // The file was truncated, which the next look reports.
    }
    lines = null;
    return false;
  }

  /** Remembers where the lines end that have been found, and the bytes before. */
  private void endAt(long end) {
    this.end = end;
    context = mapped.getSlice(Math.max(0, end - CONTEXT), end);
  }

  /** Looks at the file once: finds new lines, or an event. */
  private Event look() throws IOException {
    if (mapped == null) {
      return begin() ? Event.CREATED : Event.NOTHING;
    }
    long size = mapped.refresh();
    boolean grew = size != sizeSeen;
    sizeSeen = size;
    try {
      if (size < end || !hasContext()) {
        position = 0;
        endAt(0);
        sizeSeen = -1;
        return Event.TRUNCATED;
      }
      if (findLines(size, grew)) {
        return Event.NOTHING;
      }
    } catch (MappingFaultException e) {
      return Event.NOTHING; // truncated meanwhile
    }
    return lookAtPath(size, grew);
  }

  private boolean hasContext() {
    return Arrays.equals(context, mapped.getSlice(end - context.length, end));
  }

  /** Finds the whole lines after the position and returns whether there are any. */
  private boolean findLines(long size, boolean grew) {
    long begin = afterZeros(position, size, grew);
    long newline = begin < size ? NEWLINE.rfind(mapped.asSegment(), begin, size) : -1;
    if (newline < 0) {
      return false;
    }
    endAt(newline + 1);
    lines = Lines.of(mapped.asSegment(), begin, newline + 1).cursor();
    return true;
  }

  /** Returns the first offset from {@code from} on without a zero, or {@code size}. */
  private long afterZeros(long from, long size, boolean grew) {
    long most = grew ? size : Math.min(size, from + ZEROS);
    for (long at = mapped.nextData(from);
        at < most;
        at = mapped.nextData(Math.min(at + ZEROS, size))) {
      byte[] bytes = mapped.getSlice(at, Math.min(at + ZEROS, most));
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] != 0) {
          return at + i;
        }
      }
    }
    return size;
  }

  /** Finds out whether the path still names the file, after all of its whole lines. */
  private Event lookAtPath(long size, boolean grew) throws IOException {
    Object now = keyOf(path);
    if (now == null) {
      Event found = isMissing ? Event.NOTHING : Event.DELETED;
      isMissing = true;
      return found;
    }
    if (now.equals(key)) {
      isMissing = false;
      return Event.NOTHING;
    }
    if (grew || !isOld) {
      isOld = true; // Its writer may still finish a line.
      return Event.NOTHING;
    }
    long rest = endOfRest(size);
    if (rest > position) {
      endAt(rest);
      lines = Lines.of(mapped.asSegment(), afterZeros(position, size, true), rest).cursor();
      return Event.NOTHING;
    }
    Event found = isMissing ? Event.CREATED : Event.REPLACED;
    mapped.close();
    mapped = null;
    isMissing = !begin();
    return isMissing ? Event.DELETED : found;
  }

  /** Returns the end of the bytes after the position, without zeros at their end. */
  private long endOfRest(long size) {
    long end = size;
    while (end > position) {
      byte[] bytes = mapped.getSlice(Math.max(position, end - ZEROS), end);
      for (int i = bytes.length; i > 0; i--) {
        if (bytes[i - 1] != 0) {
          return end - bytes.length + i;
        }
      }
      end -= bytes.length;
    }
    return end;
  }

  /** Opens the file that the path names, and returns whether there is one. */
  private boolean begin() throws IOException {
    for (Object before = keyOf(path); before != null; before = keyOf(path)) {
      try {
        mapped = Mmap.builder().path(path).access(Access.READ).orEmpty().map();
      } catch (NoSuchFileException e) {
        continue;
      }
      if (before.equals(keyOf(path))) {
        key = before;
        position = 0;
        endAt(0);
        isMissing = false;
        isOld = false;
        sizeSeen = -1;
        return true;
      }
      mapped.close();
      mapped = null;
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
