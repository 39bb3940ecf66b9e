package io.github.mmap4j.internal.bytes;

import io.github.mmap4j.internal.bytes.PrefilteredSearch.Count;
import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;

/**
 * Searches a range of any length on the calling thread. A long range is searched in parts, most of
 * them by the faster kernel. Each part is guarded separately, so only one part is searched again
 * after a fault.
 */
public final class ByteSearch {
  private static final long ABSENT = -1;

  /**
   * The number of positions to search before assuming that the occurrence is far away. A search for
   * a single occurrence does not time this part, because timing would take as long as finding a
   * nearby occurrence.
   */
  private static final long FIRST = 1 << 16;

  /**
   * The maximum number of positions in the second part of a search, which is timed before a trial.
   */
  private static final long SECOND = 1 << 18;

  /** The maximum number of positions in a part that is copied before it is searched. */
  private static final long COPIED = 1 << 18;

  private ByteSearch() {}

  /**
   * A search of the bytes {@code [from, to)} of {@code text}. The result is the offset of an
   * occurrence in {@code text}, or -1.
   */
  private interface Part {
    long search(MemorySegment text, long from, long to);
  }

  private static long guarded(MemorySegment text, long from, long to, Part part) {
    return FaultGuard.read(
        text,
        from,
        to,
        (bytes, at) -> {
          long found = part.search(bytes, at, at + (to - from));
          return found == ABSENT ? ABSENT : found - at + from;
        });
  }

  /** Returns the maximum number of positions in a part of {@code text}. */
  private static long part(MemorySegment text) {
    return FaultGuard.isDirect(text) ? KernelTrial.PART : COPIED;
  }

  /** Returns the first occurrence in the given direction within {@code [from, to)}, or -1. */
  public static long find(
      Direction direction, MemorySegment text, Needle needle, long from, long to) {
    SparseSearch sparse = SparseSearch.of(text, needle, from, to);
    return sparse == null ? findInData(direction, text, needle, from, to) : sparse.find(direction);
  }

  /** Works like {@link #find}, but reads holes too. */
  static long findInData(
      Direction direction, MemorySegment text, Needle needle, long from, long to) {
    return ShortSearch.suits(needle, from, to)
        ? near(direction, text, needle, from, to)
        : inParts(direction, text, needle, from, to);
  }

  /**
   * Searches a short range. If possible, this method avoids the lambda for {@link #guarded}, which
   * would cost as much as the search.
   */
  private static long near(
      Direction direction, MemorySegment text, Needle needle, long from, long to) {
    if (FaultGuard.isDirect(text)) {
      long mark = FaultGuard.mark();
      if (FaultGuard.holds(mark)) {
        long found = ShortSearch.find(direction, text, needle, from, to);
        if (FaultGuard.holds(mark)) {
          FaultGuard.checkRead(text, from, to);
          return found;
        }
      }
    }
    return guarded(
        text,
        from,
        to,
        (bytes, low, high) -> ShortSearch.find(direction, bytes, needle, low, high));
  }

  private static long inParts(
      Direction direction, MemorySegment text, Needle needle, long from, long to) {
    int more = needle.length() - 1;
    long part = part(text);
    Remaining remaining = new Remaining(direction, from, to - more);
    KernelTrial trial = new KernelTrial(needle);
    long width = Math.min(FIRST, remaining.size());
    boolean isFar = false;
    while (true) {
      long begin = remaining.take(width);
      long end = begin + width + more;
      long found = inPart(direction, trial.kernel(), text, needle, begin, end, isFar);
      if (found != ABSENT || remaining.size() <= 0) {
        return found;
      }
      if (isFar) {
        trial.end(width);
      }
      width = trial.begin(Math.min(isFar ? part : SECOND, remaining.size()));
      isFar = true;
    }
  }

  private static long inPart(
      Direction direction,
      Kernel kernel,
      MemorySegment text,
      Needle needle,
      long from,
      long to,
      boolean isFar) {
    return guarded(
        text,
        from,
        to,
        (bytes, low, high) ->
            isFar
                ? PrefilteredSearch.findFar(direction, kernel, bytes, needle, low, high)
                : PrefilteredSearch.find(direction, kernel, bytes, needle, low, high));
  }

  /** Returns the number of non-overlapping occurrences within {@code [from, to)}. */
  public static long count(MemorySegment text, Needle needle, long from, long to) {
    SparseSearch sparse = SparseSearch.of(text, needle, from, to);
    if (sparse == null) {
      return countInData(text, needle, from, to).occurrences();
    }
    long count = 0;
    long at = from;
    while (sparse.next()) {
      Count counted = countInData(text, needle, Math.max(at, sparse.begin()), sparse.end());
      count += counted.occurrences();
      at = sparse.end() - needle.length() + 1 + counted.overshoot();
    }
    return count;
  }

  private static Count countInData(MemorySegment text, Needle needle, long from, long to) {
    return needle.length() == 1
        ? new Count(countByte(text, needle.byteAt(0), from, to), 0)
        : countInParts(text, needle, from, to);
  }

  private static long countByte(MemorySegment text, byte value, long from, long to) {
    if (to - from <= FIRST) {
      return countByte(Kernels.preferred(KernelLoop.COUNT), text, value, from, to);
    }
    long part = FIRST;
    long count = 0;
    long at = from;
    KernelTrial trial = KernelTrial.ofCounting();
    while (at < to) {
      long size = trial.begin(Math.min(part, to - at));
      count += countByte(trial.kernel(), text, value, at, at + size);
      trial.end(size);
      at += size;
      part = part(text);
    }
    return count;
  }

  private static int countByte(Kernel kernel, MemorySegment text, byte value, long from, long to) {
    return FaultGuard.read(
        text,
        from,
        to,
        (bytes, at) -> PrefilteredSearch.countByte(kernel, bytes, value, at, at + (to - from)));
  }

  private static Count countInParts(MemorySegment text, Needle needle, long from, long to) {
    int more = needle.length() - 1;
    long part = FIRST;
    long count = 0;
    long at = from;
    KernelTrial trial = new KernelTrial(needle);
    while (at + more < to) {
      long positions = trial.begin(Math.min(part, to - more - at));
      Count counted = count(trial.kernel(), text, needle, at, at + positions + more);
      trial.end(positions);
      count += counted.occurrences();
      at += positions + counted.overshoot();
      part = part(text);
    }
    return new Count(count, Math.max(0, at - (to - more)));
  }

  private static Count count(Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    return FaultGuard.read(
        text,
        from,
        to,
        (bytes, at) -> PrefilteredSearch.count(kernel, bytes, needle, at, at + (to - from)));
  }
}
