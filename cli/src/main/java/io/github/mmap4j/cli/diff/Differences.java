package io.github.mmap4j.cli.diff;

import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The ranges in which two files differ, found one after another. The surplus of a longer file is a
 * separate range, the last one.
 *
 * <p>A window of each file is copied, and the copies are compared. The comparison runs at close to
 * memory bandwidth, because the copies stay in the processor's cache. {@link
 * java.lang.foreign.MemorySegment#mismatch} on the mappings would need no copies, but in code
 * compiled by C1 it would crash the JVM if a file were truncated meanwhile.
 */
public final class Differences {
  /** The number of bytes of each file that are compared at a time. */
  public static final int WINDOW = 1 << 18;

  private static final Finder NEWLINE = Finder.of(new byte[] {'\n'}).parallel();

  private final Side a;
  private final Side b;
  private final Progress progress;
  private final byte[] inA = new byte[WINDOW];
  private final byte[] inB = new byte[WINDOW];
  private long base; // where the windows start
  private int loadedA;
  private int loadedB;
  private int loaded; // bytes in both windows
  private long common = Long.MAX_VALUE; // length of the shorter file, once it is known
  private long lines; // newlines before the windows, counted only if neither file is mapped
  private long start;
  private long end;
  private long checked; // no difference between end and here

  Differences(Side a, Side b, Progress progress) {
    this.a = a;
    this.b = b;
    this.progress = progress;
  }

  /** Finds the next range; returns false if there is none. */
  boolean next() throws IOException {
    if (end > common) {
      return false;
    }
    start = different(checked, Long.MAX_VALUE);
    return start < common || loadedA != loadedB;
  }

  /** Returns the start offset of the range. */
  long start() {
    return start;
  }

  /** Returns whether the range is the surplus of the longer file. */
  boolean isSurplus() {
    return start == common;
  }

  /** Returns the longer file. Must be called only for a surplus. */
  Side longer() {
    return loadedA > loadedB ? a : b;
  }

  /** Returns the byte of {@code side} at the start of the first range, or -1 if the file ends. */
  int value(Side side) {
    int index = (int) (start - base);
    byte[] bytes = side == a ? inA : inB;
    return index < (side == a ? loadedA : loadedB) ? Byte.toUnsignedInt(bytes[index]) : -1;
  }

  /** Returns the number of newlines before the start of the first range. */
  long newlines() throws IOException {
    OptionalLong inMapping = a.count(NEWLINE, start);
    if (inMapping.isEmpty()) {
      inMapping = b.count(NEWLINE, start);
    }
    return inMapping.orElseGet(() -> lines + newlines((int) (start - base)));
  }

  private long newlines(int count) {
    return NEWLINE.count(MemorySegment.ofArray(inA).asSlice(0, count));
  }

  /**
   * Returns the end offset of the range (exclusive). Ranges at most {@code gap} equal bytes apart
   * are joined.
   */
  long end(long gap) throws IOException {
    if (isSurplus()) {
      end = longer().measured();
      return end;
    }
    long again = start;
    long near;
    do {
      end = same(again);
      near = gap >= common - end ? common : end + gap + 1;
      again = different(end, near);
      near = Math.min(near, common); // which may be known only now
    } while (again < near);
    checked = near;
    return end;
  }

  /**
   * Returns the first offset in {@code [from, to)} at which the files differ. If there is none,
   * returns {@code to}, or the end of the shorter file if that comes first.
   */
  private long different(long from, long to) throws IOException {
    long at = from;
    while (at < Math.min(to, common)) {
      int first = hold(at);
      int last = (int) Math.min(loaded, to - base);
      int found = Arrays.mismatch(inA, first, last, inB, first, last);
      if (found >= 0) {
        return at + found;
      }
      at = base + last;
    }
    return Math.min(to, common);
  }

  /**
   * Returns the first offset from {@code from} on at which the files agree, or the end of the
   * shorter file.
   */
  private long same(long from) throws IOException {
    long at = from;
    while (at < common) {
      int first = hold(at);
      int found = EqualBytes.first(inA, inB, first, loaded);
      if (found < loaded) {
        return base + found;
      }
      at = base + loaded;
    }
    return common;
  }

  /**
   * Returns the index of offset {@code at} in the windows, after moving them forward if {@code at}
   * is their end.
   */
  private int hold(long at) throws IOException {
    if (at == base + loaded) {
      progress.at(at);
      lines += a.isMapped() || b.isMapped() ? 0 : newlines(loaded);
      base = at;
      loadedA = a.read(at, inA);
      loadedB = b.read(at, inB);
      loaded = Math.min(loadedA, loadedB);
      if (loaded < WINDOW) {
        common = base + loaded;
      }
    }
    return (int) (at - base);
  }
}
