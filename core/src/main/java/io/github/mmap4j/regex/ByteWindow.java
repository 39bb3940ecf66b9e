package io.github.mmap4j.regex;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A part of a text, no longer than an {@code int} can say, as characters 0 to 255. They are read
 * through two windows, copied out of the text: the latest, and the one before it, for an engine
 * that goes back and forth. Windows are small at first and grow while one follows another. For one
 * thread.
 *
 * <p>A view that is cut ends before the text does, and notes whether its last character has been
 * looked at.
 */
final class ByteWindow implements CharSequence {

  /** By how much windows grow. */
  private static final int GROWTH = 4;

  private static final class Window {
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
  private Window window = new Window();
  private Window earlier = new Window();
  private int size;
  private long base;
  private int length;
  private boolean cut;
  private boolean lastSeen;
  private long allowed = Long.MAX_VALUE;
  private long steps = Long.MAX_VALUE;

  // The window, as charAt sees it.
  private byte[] bytes;
  private int low;
  private int count;

  ByteWindow(MemorySegment text, long textEnd, Tuning tuning) {
    this.text = text;
    this.textEnd = textEnd;
    this.tuning = tuning;
    this.size = tuning.firstWindow();
    move(0);
  }

  /** Begins at {@code start} and goes on as far as a view can. */
  void move(long start) {
    long room = textEnd - start;
    show(start, (int) Math.min(room, tuning.view()), room > tuning.view());
  }

  /** Shows {@code length} characters as though they were the whole text. */
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
    long first = window.start - base;
    long visible = Math.min(window.loaded, (cut ? length - 1 : length) - first);
    bytes = window.bytes;
    low = (int) first;
    count = first == low ? (int) Math.max(0, visible) : 0;
  }

  long base() {
    return base;
  }

  /** Whether the text goes on behind this view. */
  boolean isCut() {
    return cut;
  }

  boolean lastSeen() {
    return lastSeen;
  }

  void forgetLast() {
    lastSeen = false;
  }

  /** From here on, so many characters may be looked at. */
  void allow(long characters) {
    allowed = characters;
    steps = characters;
  }

  /** How many have been since, and one more if that was not allowed. */
  long looked() {
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

  /** More characters were looked at than allowed. */
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
    return (char) (window.bytes[(int) (offset - window.start)] & 0xff);
  }

  /** Makes the window hold {@code [offset, offset + length)}, and the rest of it be useful. */
  void hold(long offset, int length) {
    if (!window.holds(offset, length)) {
      if (!earlier.holds(offset, length)) {
        load(offset, length);
      }
      Window swapped = window;
      window = earlier;
      earlier = swapped;
      expose();
    }
  }

  byte[] window() {
    return window.bytes;
  }

  long windowStart() {
    return window.start;
  }

  int windowLength() {
    return window.loaded;
  }

  /** Fills the earlier window. */
  private void load(long offset, int length) {
    long next = window.end();
    boolean forward = offset > window.start && offset <= next;
    boolean backward = offset < window.start && offset + length >= window.start;
    size =
        forward || backward ? Math.min(GROWTH * size, tuning.lastWindow()) : tuning.firstWindow();
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
    throw new UnsupportedOperationException("a view is looked at one character at a time");
  }

  /** Nobody may ask for gigabytes; java.util.regex does so for canonical equivalence only. */
  @Override
  public String toString() {
    throw new UnsupportedOperationException("canonical equivalence of bytes");
  }
}
