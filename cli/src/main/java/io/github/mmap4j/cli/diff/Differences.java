package io.github.mmap4j.cli.diff;

import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.util.Arrays;

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

  private final Side a;
  private final Side b;
  private final Progress progress;
  private final long common;
  private final long longest;
  private final byte[] inA;
  private final byte[] inB;
  private long base; // where the window starts
  private int loaded;
  private long start;
  private long end;
  private long checked; // no difference between end and here

  Differences(Side a, Side b, Progress progress) {
    this.a = a;
    this.b = b;
    this.progress = progress;
    this.common = Math.min(a.size(), b.size());
    this.longest = Math.max(a.size(), b.size());
    this.inA = new byte[(int) Math.min(WINDOW, common)];
    this.inB = inA.clone();
  }

  /** Finds the next range; returns false if there is none. */
  boolean next() throws IOException {
    start = end > common ? end : different(checked, common);
    return start < longest;
  }

  /** Returns the start offset of the range. */
  long start() {
    return start;
  }

  /**
   * Returns the end offset of the range (exclusive). Ranges at most {@code gap} equal bytes apart
   * are joined.
   */
  long end(long gap) throws IOException {
    if (start == common) {
      end = longest;
      return end;
    }
    long again = start;
    long near;
    do {
      end = same(again, common);
      near = gap >= common - end ? common : end + gap + 1;
      again = different(end, near);
    } while (again < near);
    checked = near;
    return end;
  }

  /** Returns the first offset in {@code [from, to)} at which the files differ, or {@code to}. */
  private long different(long from, long to) throws IOException {
    for (long at = from; at < to; at = base + loaded) {
      int first = hold(at);
      int last = (int) Math.min(loaded, to - base);
      int found = Arrays.mismatch(inA, first, last, inB, first, last);
      if (found >= 0) {
        return at + found;
      }
    }
    return to;
  }

  /** Returns the first offset in {@code [from, to)} at which the files agree, or {@code to}. */
  private long same(long from, long to) throws IOException {
    for (long at = from; at < to; at = base + loaded) {
      int first = hold(at);
      int last = (int) Math.min(loaded, to - base);
      int found = EqualBytes.first(inA, inB, first, last);
      if (found < last) {
        return base + found;
      }
    }
    return to;
  }

  /**
   * Returns the index of offset {@code at} in the windows, after moving them forward if {@code at}
   * is their end.
   */
  private int hold(long at) throws IOException {
    if (at == base + loaded) {
      progress.at(at);
      loaded = (int) Math.min(WINDOW, common - at);
      base = at;
      a.read(at, inA, loaded);
      b.read(at, inB, loaded);
    }
    return (int) (at - base);
  }
}
