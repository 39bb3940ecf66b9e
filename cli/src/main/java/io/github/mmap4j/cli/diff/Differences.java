package io.github.mmap4j.cli.diff;

import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.util.Arrays;

/**
 * The ranges in which two files differ, one after another. What the longer one has behind the end
 * of the other is the last of them, and one of its own.
 *
 * <p>The files are compared in windows copied out of them, which is as fast as memory: a window
 * stays near the processor. {@link java.lang.foreign.MemorySegment#mismatch} on the mapped files
 * themselves would need none, but where one is truncated below it, code that C1 has compiled ends
 * the virtual machine.
 */
public final class Differences {
  public static final int WINDOW = 1 << 18;

  private final Side a;
  private final Side b;
  private final Progress progress;
  private final long common;
  private final long longest;
  private final byte[] inA;
  private final byte[] inB;
  private long base; // where the window begins
  private int loaded;
  private long start;
  private long end;
  private long checked; // from the end to here, all is the same

  public Differences(Side a, Side b, Progress progress) {
    this.a = a;
    this.b = b;
    this.progress = progress;
    this.common = Math.min(a.size(), b.size());
    this.longest = Math.max(a.size(), b.size());
    this.inA = new byte[(int) Math.min(WINDOW, common)];
    this.inB = inA.clone();
  }

  /** Finds where the next range begins, if there is one. */
  public boolean next() throws IOException {
    start = end > common ? end : different(checked, common);
    return start < longest;
  }

  /** Where the range that was found begins. */
  public long start() {
    return start;
  }

  /** Where it ends; ranges with {@code gap} equal bytes or fewer between them are one. */
  public long end(long gap) throws IOException {
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

  /** The first offset in {@code [from, to)} at which the files differ, or {@code to}. */
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

  /** The first offset in {@code [from, to)} at which they have the same byte, or {@code to}. */
  private long same(long from, long to) throws IOException {
    for (long at = from; at < to; at = base + loaded) {
      int first = hold(at);
      int last = (int) Math.min(loaded, to - base);
      int found = EqualBytes.same(inA, inB, first, last);
      if (found < last) {
        return base + found;
      }
    }
    return to;
  }

  /** Has the windows hold what is at {@code at}, which is in them or behind them; where it is. */
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
