package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.SystemCalls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A queue of ranges of addresses that are unmapped when too many have been added after them.
 *
 * <p>The queue gives up half of its ranges at once, because many of them often lie side by side,
 * where one call unmaps them all. The kernel merges such ranges, so unmapping one of them alone may
 * split the others, which fails at the limit on mappings. All methods may be called by any thread.
 * The caller unmaps what a method returns after the call, so that no thread waits for another's
 * system calls.
 */
final class RangeQueue {
  /** Addresses with the system calls that unmap them. */
  record Range(SystemCalls os, long address, long length) {
    /** Returns the range of both, or null if {@code next} does not begin where this one ends. */
    Range joined(Range next) {
      return os == next.os && address + length == next.address
          ? new Range(os, address, length + next.length)
          : null;
    }
  }

  private static final Comparator<Range> BY_ADDRESS = Comparator.comparingLong(Range::address);

  private final int mostRanges;
  private final long mostBytes;

  // A collection would load the class of its elements only when memory is first unmapped. Loading a
  // class fails if no descriptor is left to read it from.
  private final Range[] circle;

  private int oldest;
  private int count;
  private long bytes;

  /**
   * Creates an empty queue.
   *
   * @param mostRanges the maximum number of ranges; at least 2
   * @param mostBytes the maximum sum of their lengths, and thus of any length
   */
  RangeQueue(int mostRanges, long mostBytes) {
    this.mostRanges = mostRanges;
    this.mostBytes = mostBytes;
    circle = new Range[mostRanges];
  }

  /** Returns whether a range is short enough to be added. */
  boolean takes(long length) {
    return length <= mostBytes;
  }

  /**
   * Adds a range and returns the oldest ranges, which the caller must unmap: half of all if there
   * were as many as possible, and as many as the maximum of bytes demands. Ranges side by side are
   * returned as one.
   */
  synchronized List<Range> add(SystemCalls os, long address, long length) {
    int kept = count == mostRanges ? mostRanges / 2 : count;
    List<Range> taken = takeOldest(kept, mostBytes - length);
    put(new Range(os, address, length));
    return taken;
  }

  /** Adds a range only if that demands no other; returns whether the range was added. */
  synchronized boolean addIfRoom(Range range) {
    boolean hasRoom = count < mostRanges && bytes <= mostBytes - range.length;
    if (hasRoom) {
      put(range);
    }
    return hasRoom;
  }

  private void put(Range range) {
    circle[(oldest + count) % mostRanges] = range;
    count++;
    bytes += range.length;
  }

  /** Removes and returns all ranges, which the caller must unmap. */
  synchronized List<Range> removeAll() {
    return takeOldest(0, 0);
  }

  private List<Range> takeOldest(int ranges, long most) {
    if (count <= ranges && bytes <= most) {
      return List.of();
    }
    List<Range> taken = new ArrayList<>();
    while (count > ranges || bytes > most) {
      Range range = circle[oldest];
      circle[oldest] = null;
      oldest = (oldest + 1) % mostRanges;
      count--;
      bytes -= range.length;
      taken.add(range);
    }
    return joined(taken);
  }

  private static List<Range> joined(List<Range> ranges) {
    ranges.sort(BY_ADDRESS);
    List<Range> all = new ArrayList<>();
    for (Range range : ranges) {
      Range joined = all.isEmpty() ? null : all.getLast().joined(range);
      if (joined == null) {
        all.add(range);
      } else {
        all.set(all.size() - 1, joined);
      }
    }
    return all;
  }
}
