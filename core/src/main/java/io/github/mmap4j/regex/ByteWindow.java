package io.github.mmap4j.regex;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Presents a part of a text as characters 0 to 255 with {@code int} offsets. The characters are
 * copied from the text into two buffers, the current one and the previous one, because a regex
 * engine moves back and forth in the text. Buffers start small and grow as long as each one adjoins
 * its predecessor. Only one thread at a time may use a window.
 *
 * <p>A cut window ends before the text does, and records whether its last character has been read.
 */
final class ByteWindow implements CharSequence {
  /** The factor by which buffers grow. */
  private static final int GROWTH = 4;

  private static final class Buffer {
    byte[] bytes = {};
    long start;
    int loaded;

    long end() {
      return start + loaded;
    }

    boolean holds(long offset, int length) {
      return offset >= start && offset + length <= end();
    }
  }

  private final MemorySegment text;
  private final long textEnd;
  private final Tuning tuning;
  private Buffer buffer = new Buffer();
  private Buffer earlier = new Buffer();
  private int size;
  private long base;
  private int length;
  private boolean cut;
  private boolean lastSeen;
  private long allowed = Long.MAX_VALUE;
  private long steps = Long.MAX_VALUE;

  // The next three fields describe the current buffer for charAt.
  private byte[] bytes;
  private int low;
  private int count;

  ByteWindow(MemorySegment text, long textEnd, Tuning tuning) {
    this.text = text;
    this.textEnd = textEnd;
    this.tuning = tuning;
    this.size = tuning.firstBuffer();
    move(0);
  }

  /** Moves the window to {@code start} and makes it as long as possible. */
  void move(long start) {
    long room = textEnd - start;
    show(start, (int) Math.min(room, tuning.window()), room > tuning.window());
  }

  /**
   * Presents {@code length} characters from {@code start} on as though the text ended after them.
   */
  void show(long start, int length) {
    show(start, length, false);
  }

  private void show(long start, int length, boolean cut) {
    this.base = start;
    this.length = length;
    this.cut = cut;
    this.lastSeen = false;
    expose();
  }

  private void expose() {
    long first = buffer.start - base;
    long visible = Math.min(buffer.loaded, (cut ? length - 1 : length) - first);
    bytes = buffer.bytes;
    low = (int) first;
    count = first == low ? (int) Math.max(0, visible) : 0;
  }

  long base() {
    return base;
  }

  /** Returns whether the text continues after this window. */
  boolean isCut() {
    return cut;
  }

  boolean lastSeen() {
    return lastSeen;
  }

  void forgetLast() {
    lastSeen = false;
  }

  /** Allows {@code characters} characters to be read from now on. */
  void allow(long characters) {
    allowed = characters;
    steps = characters;
  }

  /**
   * Returns the number of characters read since {@link #allow}, plus one if the limit was exceeded.
   */
  long read() {
    return allowed - steps;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int index) {
    if (--steps < 0) {
      throw new StepsException();
    }
    int i = index - low;
    if (Integer.compareUnsigned(i, count) < 0) {
      return (char) (bytes[i] & 0xff);
    }
    return elsewhere(index);
  }

  /** Thrown when more characters would be read than are allowed. */
  static final class StepsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StepsException() {
      super(null, null, false, false);
    }
  }

  private char elsewhere(int index) {
    Objects.checkIndex(index, length);
    if (cut && index == length - 1) {
      lastSeen = true;
    }
    long offset = base + index;
    hold(offset, 1);
    return (char) (buffer.bytes[(int) (offset - buffer.start)] & 0xff);
  }

  /**
   * Makes {@code [offset, offset + length)} available in the current buffer. If the range must be
   * loaded, bytes around it are loaded, too.
   */
  void hold(long offset, int length) {
    if (!buffer.holds(offset, length)) {
      if (!earlier.holds(offset, length)) {
        load(offset, length);
      }
      Buffer swapped = buffer;
      buffer = earlier;
      earlier = swapped;
      expose();
    }
  }

  byte[] buffer() {
    return buffer.bytes;
  }

  long bufferStart() {
    return buffer.start;
  }

  int bufferLength() {
    return buffer.loaded;
  }

  /** Fills {@link #earlier} with {@code [offset, offset + length)} and bytes around that range. */
  private void load(long offset, int length) {
    long next = buffer.end();
    boolean forward = offset > buffer.start && offset <= next;
    boolean backward = offset < buffer.start && offset + length >= buffer.start;
    size =
        forward || backward ? Math.min(GROWTH * size, tuning.lastBuffer()) : tuning.firstBuffer();
    int room = Math.max(size, length);
    long start = offset;
    if (backward) {
      start = offset + length - room;
    } else if (!forward) {
      start = offset - (room - length) / GROWTH / 2;
    }
    earlier.loaded = 0;
    earlier.start = Math.max(0, start);
    if (earlier.bytes.length < room) {
      earlier.bytes = new byte[room];
    }
    int wanted = (int) Math.min(room, textEnd - earlier.start);
    FaultGuard.copy(text, earlier.start, MemorySegment.ofArray(earlier.bytes), 0, wanted);
    earlier.loaded = wanted;
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    throw new UnsupportedOperationException("a window is read one character at a time");
  }

  /**
   * Throws an exception instead of copying gigabytes. java.util.regex calls this method only for
   * canonical equivalence.
   */
  @Override
  public String toString() {
    throw new UnsupportedOperationException("canonical equivalence of bytes");
  }
}
