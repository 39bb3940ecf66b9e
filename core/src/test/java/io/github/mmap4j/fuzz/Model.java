package io.github.mmap4j.fuzz;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;

/** The expected behaviour of a mapping, performed on an array one byte at a time. */
final class Model {
  private final boolean readOnly;
  byte[] bytes;
  long position;

  Model(byte[] bytes, boolean readOnly) {
    this.bytes = bytes;
    this.readOnly = readOnly;
  }

  private void requireWritable() {
    if (readOnly) {
      throw new ReadOnlyBufferException();
    }
  }

  private int index(long index) {
    long absolute = index < 0 ? index + bytes.length : index;
    if (absolute < 0 || absolute >= bytes.length) {
      throw new IndexOutOfBoundsException();
    }
    return (int) absolute;
  }

  int get(long index) {
    return bytes[index(index)] & 0xff;
  }

  void set(long index, int value) {
    requireWritable();
    bytes[index(index)] = (byte) value;
  }

  /** Returns the indexes of a slice, found by stepping from its first. */
  private int[] indexes(long start, long stop, long step) {
    if (step == 0) {
      throw new IllegalArgumentException();
    }
    int length = bytes.length;
    int[] all = new int[length];
    int count = 0;
    long at = bound(start, step);
    long end = bound(stop, step);
    while (step > 0 ? at < end : at > end) {
      all[count++] = (int) at;
      if (step > length || step < -length) {
        break;
      }
      at += step;
    }
    return Arrays.copyOf(all, count);
  }

  private long bound(long bound, long step) {
    long absolute = bound < 0 ? bound + bytes.length : bound;
    return step > 0
        ? Math.clamp(absolute, 0, bytes.length)
        : Math.clamp(absolute, -1, bytes.length - 1);
  }

  byte[] slice(long start, long stop, long step) {
    int[] indexes = indexes(start, stop, step);
    byte[] copy = new byte[indexes.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = bytes[indexes[i]];
    }
    return copy;
  }

  void setSlice(long start, long stop, long step, byte[] from) {
    requireWritable();
    int[] indexes = indexes(start, stop, step);
    if (indexes.length != from.length) {
      throw new IndexOutOfBoundsException();
    }
    for (int i = 0; i < from.length; i++) {
      bytes[indexes[i]] = from[i];
    }
  }

  private boolean isAt(byte[] sub, long at) {
    return Arrays.equals(sub, 0, sub.length, bytes, (int) at, (int) at + sub.length);
  }

  /** Returns the last index where {@code sub} can begin, or -1 if the range is past the end. */
  private long last(byte[] sub, long start, long end) {
    return start > bytes.length ? -1 : bound(end, 1) - sub.length;
  }

  long find(byte[] sub, long start, long end) {
    long last = last(sub, start, end);
    for (long at = bound(start, 1); at <= last; at++) {
      if (isAt(sub, at)) {
        return at;
      }
    }
    return -1;
  }

  long rfind(byte[] sub, long start, long end) {
    long first = bound(start, 1);
    for (long at = last(sub, start, end); at >= first; at--) {
      if (isAt(sub, at)) {
        return at;
      }
    }
    return -1;
  }

  long count(byte[] sub, long start, long end) {
    long count = 0;
    long last = last(sub, start, end);
    for (long at = bound(start, 1); at <= last; at++) {
      if (isAt(sub, at)) {
        count++;
        at += Math.max(0, sub.length - 1);
      }
    }
    return count;
  }

  private long room() {
    return Math.max(0, bytes.length - position);
  }

  byte[] read(long count) {
    int read = (int) (count < 0 ? room() : Math.min(count, room()));
    byte[] copy =
        read == 0 ? new byte[0] : Arrays.copyOfRange(bytes, (int) position, (int) position + read);
    position += read;
    return copy;
  }

  int readByte() {
    if (position >= bytes.length) {
      throw new BufferUnderflowException();
    }
    return bytes[(int) position++] & 0xff;
  }

  byte[] readLine() {
    long end = position;
    while (end < bytes.length && bytes[(int) end] != '\n') {
      end++;
    }
    return read(end + 1 - position);
  }

  void write(byte[] from) {
    requireWritable();
    if (from.length > bytes.length - position) {
      throw new BufferOverflowException();
    }
    System.arraycopy(from, 0, bytes, (int) position, from.length);
    position += from.length;
  }

  void seek(long target) {
    if (target < 0 || target > bytes.length) {
      throw new IllegalArgumentException();
    }
    position = target;
  }

  void move(long dest, long src, long count) {
    requireWritable();
    long length = bytes.length;
    if (Math.min(dest, Math.min(src, count)) < 0 || count > length - dest || count > length - src) {
      throw new IllegalArgumentException();
    }
    System.arraycopy(bytes, (int) src, bytes, (int) dest, (int) count);
  }
}
