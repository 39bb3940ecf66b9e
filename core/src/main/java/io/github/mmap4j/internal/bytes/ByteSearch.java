package io.github.mmap4j.internal.bytes;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;

/**
 * Searches a range of any length by one thread, in parts. Each part uses the faster kernel and is
 * guarded on its own, so that a fault makes only one part be searched again.
 */
public final class ByteSearch {
  private static final long ABSENT = -1;

  /** Positions that are searched before an occurrence is thought to be far away. */
  private static final long FIRST = 1 << 18;

  private ByteSearch() {}

  /** Searches bytes {@code [from, to)} of {@code text}; returns an offset in it, or -1. */
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

  /** Returns the number of positions in a part: fewer where each part must be copied. */
  private static long part(MemorySegment text) {
    return FaultGuard.isDirect(text) ? KernelTrial.PART : FIRST;
  }

  /** The first occurrence within {@code [from, to)}, or -1. */
  public static long first(MemorySegment text, Needle needle, long from, long to) {
    return ShortSearch.suits(needle, from, to)
        ? near(text, needle, from, to, true)
        : forward(text, needle, from, to);
  }

  /** Searches as {@link #guarded}, without its lambda, which would cost as much as the search. */
  private static long near(MemorySegment text, Needle needle, long from, long to, boolean forward) {
    if (FaultGuard.isDirect(text)) {
      long mark = FaultGuard.mark();
      if (FaultGuard.holds(mark)) {
        long found =
            forward
                ? ShortSearch.first(text, needle, from, to)
                : ShortSearch.last(text, needle, from, to);
        if (FaultGuard.holds(mark)) {
          return found;
        }
      }
    }
    return guarded(
        text,
        from,
        to,
        forward
            ? (bytes, low, high) -> ShortSearch.first(bytes, needle, low, high)
            : (bytes, low, high) -> ShortSearch.last(bytes, needle, low, high));
  }

  private static long forward(MemorySegment text, Needle needle, long from, long to) {
    int more = needle.length() - 1;
    long part = part(text);
    long at = from;
    if (to - at > part + more) {
      long found =
          guarded(
              text,
              at,
              at + FIRST + more,
              (bytes, low, high) ->
                  PrefilteredSearch.first(Kernels.preferred(), bytes, needle, low, high));
      if (found != ABSENT) {
        return found;
      }
      at += FIRST;
      KernelTrial trial = new KernelTrial();
      while (to - at > part + more) {
        long positions = trial.begin(part);
        found =
            guarded(
                text,
                at,
                at + positions + more,
                (bytes, low, high) ->
                    PrefilteredSearch.firstFar(trial.kernel(), bytes, needle, low, high));
        if (found != ABSENT) {
          return found;
        }
        trial.end(positions);
        at += positions;
      }
    }
    boolean isFar = at > from;
    return guarded(
        text,
        at,
        to,
        (bytes, low, high) ->
            isFar
                ? PrefilteredSearch.firstFar(Kernels.preferred(), bytes, needle, low, high)
                : PrefilteredSearch.first(Kernels.preferred(), bytes, needle, low, high));
  }

  /** The last occurrence within {@code [from, to)}, or -1. */
  public static long last(MemorySegment text, Needle needle, long from, long to) {
    return ShortSearch.suits(needle, from, to)
        ? near(text, needle, from, to, false)
        : backward(text, needle, from, to);
  }

  private static long backward(MemorySegment text, Needle needle, long from, long to) {
    int more = needle.length() - 1;
    long part = part(text);
    long end = to;
    if (end - from > part + more) {
      long found =
          guarded(
              text,
              end - FIRST - more,
              end,
              (bytes, low, high) ->
                  PrefilteredSearch.last(Kernels.preferred(), bytes, needle, low, high));
      if (found != ABSENT) {
        return found;
      }
      end -= FIRST;
      KernelTrial trial = new KernelTrial();
      while (end - from > part + more) {
        long positions = trial.begin(part);
        found =
            guarded(
                text,
                end - positions - more,
                end,
                (bytes, low, high) ->
                    PrefilteredSearch.lastFar(trial.kernel(), bytes, needle, low, high));
        if (found != ABSENT) {
          return found;
        }
        trial.end(positions);
        end -= positions;
      }
    }
    boolean isFar = end < to;
    return guarded(
        text,
        from,
        end,
        (bytes, low, high) ->
            isFar
                ? PrefilteredSearch.lastFar(Kernels.preferred(), bytes, needle, low, high)
                : PrefilteredSearch.last(Kernels.preferred(), bytes, needle, low, high));
  }

  /** How many occurrences lie within {@code [from, to)}, each behind the end of the one before. */
  public static long count(MemorySegment text, Needle needle, long from, long to) {
    int more = needle.length() - 1;
    long part = part(text);
    long count = 0;
    long at = from;
    if (to - at > part + more) {
      KernelTrial trial = new KernelTrial();
      while (to - at > part + more) {
        long positions = trial.begin(part);
        long counted = count(trial.kernel(), text, needle, at, at + positions + more);
        trial.end(positions);
        count += counted >>> 32;
        at += positions + (int) counted;
      }
    }
    return at + more < to
        ? count + (count(Kernels.preferred(), text, needle, at, to) >>> 32)
        : count;
  }

  /** As {@link PrefilteredSearch#count}. */
  private static long count(Kernel kernel, MemorySegment text, Needle needle, long from, long to) {
    return FaultGuard.read(
        text,
        from,
        to,
        (bytes, at) -> PrefilteredSearch.count(kernel, bytes, needle, at, at + (to - from)));
  }
}
