package io.github.mmap4j.search;

import io.github.mmap4j.internal.mem.FaultPoll;
import io.github.mmap4j.internal.mem.Faults;
import java.lang.foreign.MemorySegment;

/**
 * Searching a range of any length by one thread: part by part, each with the kernel that is faster.
 */
final class LongSearch {
  private static final long ABSENT = -1;

  /** Positions that are searched before an occurrence is thought to be far away. */
  private static final long FIRST = 1 << 18;

  private LongSearch() {}

  /** The first occurrence within {@code [from, to)}, or -1. */
  static long first(MemorySegment text, Needle needle, long from, long to) {
    if (NearScan.suits(needle, from, to)) {
      return near(text, needle, from, to, true);
    }
    return Faults.guardLong(text, from, to, () -> forward(text, needle, from, to));
  }

  /** As {@link Faults#guardLong}, whose lambda would cost as much as a short search. */
  private static long near(MemorySegment text, Needle needle, long from, long to, boolean forward) {
    FaultPoll.poll();
    try {
      long found =
          forward ? NearScan.first(text, needle, from, to) : NearScan.last(text, needle, from, to);
      FaultPoll.poll();
      return found;
    } catch (InternalError e) {
      throw Faults.of(e, text, from, to);
    }
  }

  private static long forward(MemorySegment text, Needle needle, long from, long to) {
    int more = needle.length() - 1;
    long at = from;
    if (to - at > KernelTrial.PART + more) {
      long found = Scan.first(Kernels.preferred(), text, needle, at, at + FIRST + more);
      if (found != ABSENT) {
        return found;
      }
      at += FIRST;
      KernelTrial trial = new KernelTrial();
      while (to - at > KernelTrial.PART + more) {
        long positions = trial.begin();
        found = Scan.firstFar(trial.kernel(), text, needle, at, at + positions + more);
        if (found != ABSENT) {
          return found;
        }
        trial.end(positions);
        at += positions;
      }
    }
    return at == from
        ? Scan.first(Kernels.preferred(), text, needle, at, to)
        : Scan.firstFar(Kernels.preferred(), text, needle, at, to);
  }

  /** The last occurrence within {@code [from, to)}, or -1. */
  static long last(MemorySegment text, Needle needle, long from, long to) {
    if (NearScan.suits(needle, from, to)) {
      return near(text, needle, from, to, false);
    }
    return Faults.guardLong(text, from, to, () -> backward(text, needle, from, to));
  }

  private static long backward(MemorySegment text, Needle needle, long from, long to) {
    int more = needle.length() - 1;
    long end = to;
    if (end - from > KernelTrial.PART + more) {
      long found = Scan.last(Kernels.preferred(), text, needle, end - FIRST - more, end);
      if (found != ABSENT) {
        return found;
      }
      end -= FIRST;
      KernelTrial trial = new KernelTrial();
      while (end - from > KernelTrial.PART + more) {
        long positions = trial.begin();
        found = Scan.lastFar(trial.kernel(), text, needle, end - positions - more, end);
        if (found != ABSENT) {
          return found;
        }
        trial.end(positions);
        end -= positions;
      }
    }
    return end == to
        ? Scan.last(Kernels.preferred(), text, needle, from, end)
        : Scan.lastFar(Kernels.preferred(), text, needle, from, end);
  }

  /** How many occurrences lie within {@code [from, to)}, each behind the end of the one before. */
  static long count(MemorySegment text, Needle needle, long from, long to) {
    return Faults.guardLong(text, from, to, () -> counted(text, needle, from, to));
  }

  private static long counted(MemorySegment text, Needle needle, long from, long to) {
    int more = needle.length() - 1;
    long count = 0;
    long at = from;
    if (to - at > KernelTrial.PART + more) {
      KernelTrial trial = new KernelTrial();
      while (to - at > KernelTrial.PART + more) {
        long positions = trial.begin();
        long counted = Scan.count(trial.kernel(), text, needle, at, at + positions + more);
        trial.end(positions);
        count += counted >>> 32;
        at += positions + (int) counted;
      }
    }
    return at + more < to
        ? count + (Scan.count(Kernels.preferred(), text, needle, at, to) >>> 32)
        : count;
  }
}
