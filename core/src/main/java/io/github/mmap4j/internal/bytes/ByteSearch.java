package io.github.mmap4j.internal.bytes;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;

/**
 * Searches a range of any length on the calling thread. A long range is searched in parts. Each
 * part is searched by the faster kernel and guarded on its own, so after a fault only one part is
 * searched again.
 */
public final class ByteSearch {
  private static final long ABSENT = -1;

  /** The number of positions to search before assuming that the occurrence is far away. */
  private static final long FIRST = 1 << 18;

  private ByteSearch() {}

  /**
   * A search of the bytes {@code [from, to)} of {@code text}, which returns an offset in it, or -1.
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

  /** Returns the number of positions in a part, which is smaller where each part is copied. */
  private static long part(MemorySegment text) {
    return FaultGuard.isDirect(text) ? KernelTrial.PART : FIRST;
  }

  /** Returns the first occurrence in the given direction within {@code [from, to)}, or -1. */
  public static long find(
      Direction direction, MemorySegment text, Needle needle, long from, long to) {
    return ShortSearch.suits(needle, from, to)
        ? near(direction, text, needle, from, to)
        : inParts(direction, text, needle, from, to);
  }

  /**
   * Searches a short range, if possible without the lambda of {@link #guarded}, which would cost as
   * much as the search.
   */
  private static long near(
      Direction direction, MemorySegment text, Needle needle, long from, long to) {
    if (FaultGuard.isDirect(text)) {
      long mark = FaultGuard.mark();
      if (FaultGuard.holds(mark)) {
        long found = ShortSearch.find(direction, text, needle, from, to);
        if (FaultGuard.holds(mark)) {
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
    KernelTrial trial = new KernelTrial();
    boolean isFar = false;
    while (remaining.size() > part) {
      long width = isFar ? trial.begin(part) : FIRST;
      long begin = remaining.take(width);
      long found =
          inPart(direction, trial.kernel(), text, needle, begin, begin + width + more, isFar);
      if (found != ABSENT) {
        return found;
      }
      if (isFar) {
        trial.end(width);
      }
      isFar = true;
    }
    long low = remaining.low();
    long end = low + remaining.size() + more;
    return inPart(direction, Kernels.preferred(), text, needle, low, end, isFar);
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
    int more = needle.length() - 1;
    long part = part(text);
    long count = 0;
    long at = from;
    KernelTrial trial = to - at > part + more ? new KernelTrial() : null;
    while (to - at > part + more) {
      long positions = trial.begin(part);
      PrefilteredSearch.Count counted =
          count(trial.kernel(), text, needle, at, at + positions + more);
      trial.end(positions);
      count += counted.occurrences();
      at += positions + counted.overshoot();
    }
    return at + more < to
        ? count + count(Kernels.preferred(), text, needle, at, to).occurrences()
        : count;
  }

  private static PrefilteredSearch.Count count(
      Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    return FaultGuard.read(
        text,
        from,
        to,
        (bytes, at) -> PrefilteredSearch.count(kernel, bytes, needle, at, at + (to - from)));
  }
}
