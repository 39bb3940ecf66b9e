package io.github.mmap4j.internal.bytes;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Finds the occurrences of a needle in a range, in ascending order. If occurrences are close
 * together, this class finds all of those in a window, which is a part of the range, at once:
 * starting a search for each of them would take longer than the searches themselves. Only one
 * thread at a time may use a window.
 */
public final class OccurrenceWindow {
  /** The minimum number of positions in a window. */
  private static final int LEAST = 1 << 12;

  /** The maximum number of positions in a window, whose bytes fit in an L2 cache. */
  private static final int MOST = 1 << 18;

  /** If a window has fewer occurrences, the next window is larger. */
  private static final int FEW = 16;

  /** If a window has more occurrences, the next window is smaller. */
  private static final int MANY = 64;

  private static final long ABSENT = -1;

  private final MemorySegment text;
  private final Needle needle;
  private final long end; // the end (exclusive) of the positions
  private final KernelTrial trial;
  private final boolean mayList;

  private int size = LEAST;

  /** Whether the next occurrence is expected nearby. */
  private boolean isNear;

  // The occurrences found. Those before the index "passed" precede the offset of the last call.
  private long[] found = new long[1];
  private int count;
  private int passed;

  /** The lowest position that has not been searched. */
  private long free;

  /** Prepares a search for the occurrences in {@code [from, to)}. */
  public OccurrenceWindow(MemorySegment text, Needle needle, long from, long to) {
    this.text = text;
    this.needle = needle;
    this.end = to - needle.length() + 1;
    this.trial = new KernelTrial(needle);
    this.mayList =
        ShortSearch.suits(needle, 0, needle.length())
            && SparseSearch.of(text, needle, from, to) == null;
    this.free = from;
  }

  /**
   * Returns the first occurrence at or after {@code from}, or -1 if there is none. The offset must
   * not be lower than in an earlier call.
   */
  public long next(long from) {
    while (passed < count && found[passed] < from) {
      passed++;
    }
    if (passed == count) {
      findFrom(Math.max(from, free));
    }
    return passed < count ? found[passed] : ABSENT;
  }

  private void findFrom(long begin) {
    count = 0;
    passed = 0;
    free = begin;
    if (isNear && mayList && begin < end && isListed(Math.min(size, end - begin)) && count > 0) {
      return;
    }
    if (free < end) {
      long next = ByteSearch.find(Direction.FORWARD, text, needle, free, end + needle.length() - 1);
      found[0] = next;
      count = next == ABSENT ? 0 : 1;
      free = next == ABSENT ? end : next + 1;
      isNear = free - begin <= MOST;
    }
  }

  /**
   * Finds the occurrences at the next positions, and returns true if that has succeeded. This
   * method avoids {@link FaultGuard#read}: one more kind of reader would keep C2 from inlining the
   * readers of searches.
   */
  private boolean isListed(long most) {
    long mark = FaultGuard.mark();
    if (!FaultGuard.isDirect(text) || !FaultGuard.holds(mark)) {
      return false;
    }
    long positions = trial.begin(most);
    try {
      list(free, free + positions + needle.length() - 1);
      FaultGuard.checkRead(text, free, free + positions + needle.length() - 1);
    } catch (RuntimeException e) {
      count = 0;
      return false; // a search for the next occurrence alone may succeed, or throws the same
    }
    if (!FaultGuard.holds(mark)) {
      count = 0;
      return false;
    }
    trial.end(positions);
    free += positions;
    if (count < FEW) {
      size = Math.min(MOST, 2 * size);
    } else if (count > MANY) {
      size = Math.max(LEAST, size / 2);
    }
    return true;
  }

  private void list(long from, long to) {
    Remaining remaining = new Remaining(Direction.FORWARD, from, to - needle.length() + 1);
    Candidates candidates = new Candidates(trial.kernel(), text, needle, remaining, true);
    while (candidates.nextRun()) {
      int kept = candidates.keepOccurrences(needle, to);
      if (count + kept > found.length) {
        found = Arrays.copyOf(found, Math.max(2 * found.length, count + kept));
      }
      if (kept > 0) {
        count = candidates.copyTo(found, count);
      }
    }
  }
}
