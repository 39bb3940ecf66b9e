package io.github.mmap4j;

import io.github.mmap4j.internal.os.Pages;
import io.github.mmap4j.internal.os.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A record of the advice, locks and name given to a mapping's pages, to be repeated when pages are
 * mapped again. Ranges are recorded in whole pages, because the kernel gives whole pages what it is
 * asked for a part of them. Each kind of advice, and the locks, are kept as disjoint ranges. The
 * kernel needs a separate mapping for each range, so its limit on mappings also bounds the number
 * of ranges. This class is thread-safe.
 */
final class PageRequests {
  /**
   * The kinds of advice that stay with pages. Within a list, the latest advice wins. The first
   * element of each list is the default, which need not be repeated.
   */
  private static final List<List<Advice>> LASTING =
      List.of(
          List.of(Advice.NORMAL, Advice.RANDOM, Advice.SEQUENTIAL),
          List.of(Advice.DOFORK, Advice.DONTFORK),
          List.of(Advice.UNMERGEABLE, Advice.MERGEABLE),
          List.of(Advice.DODUMP, Advice.DONTDUMP),
          List.of(Advice.KEEPONFORK, Advice.WIPEONFORK));

  /** The two kinds of advice on huge pages, neither of which is the default. */
  private static final Set<Advice> HUGE = EnumSet.of(Advice.HUGEPAGE, Advice.NOHUGEPAGE);

  /** Disjoint ranges of bytes, as a map from start to end (exclusive). */
  private static final class Ranges {
    private final TreeMap<Long, Long> ends = new TreeMap<>();

    void remove(long start, long end) {
      split(start);
      split(end);
      ends.subMap(start, end).clear();
    }

    /** Splits the range that {@code at} lies inside, if there is one. */
    private void split(long at) {
      Map.Entry<Long, Long> around = ends.lowerEntry(at);
      if (around != null && around.getValue() > at) {
        ends.put(at, around.getValue());
        ends.put(around.getKey(), at);
      }
    }

    void add(long start, long end) {
      remove(start, end);
      Map.Entry<Long, Long> before = ends.lowerEntry(start);
      Long after = ends.remove(end);
      ends.put(
          before != null && before.getValue() == start ? before.getKey() : start,
          after != null ? after : end);
    }

    /** Extends a range that ends after {@code at} to {@code end}. */
    void lengthen(long at, long end) {
      Map.Entry<Long, Long> last = ends.lastEntry();
      if (last != null && last.getValue() > at) {
        ends.put(last.getKey(), end);
      }
    }
  }

  private final Pages pages;
  private final Map<Advice, Ranges> advised = new LinkedHashMap<>();
  private final Ranges locked = new Ranges();
  private SystemCalls os;
  private String name;

  PageRequests(Pages pages) {
    this.pages = pages;
  }

  /** Returns whether {@code advice} stays with the pages that it was given to. */
  static boolean isLasting(Advice advice) {
    return HUGE.contains(advice) || LASTING.stream().anyMatch(kind -> kind.contains(advice));
  }

  /** Returns whether {@code advice} withdraws advice. */
  static boolean isDefault(Advice advice) {
    return LASTING.stream().anyMatch(kind -> kind.getFirst() == advice);
  }

  /** Records {@code advice} for the pages that hold bytes {@code [start, to)} of the mapping. */
  synchronized void advised(SystemCalls os, long start, long to, Advice advice) {
    this.os = os;
    long end = pages.whole(to);
    for (List<Advice> kind : LASTING) {
      if (kind.contains(advice)) {
        kind.forEach(other -> remove(other, start, end));
        if (advice != kind.getFirst()) {
          add(advice, start, end);
        }
      }
    }
    if (HUGE.contains(advice)) {
      HUGE.forEach(other -> remove(other, start, end));
      add(advice, start, end);
    }
  }

  private void remove(Advice advice, long start, long end) {
    Ranges ranges = advised.get(advice);
    if (ranges != null) {
      ranges.remove(start, end);
    }
  }

  private void add(Advice advice, long start, long end) {
    advised.computeIfAbsent(advice, _ -> new Ranges()).add(start, end);
  }

  synchronized void locked(SystemCalls os, long start, long end) {
    this.os = os;
    locked.add(start, pages.whole(end));
  }

  synchronized void unlocked(long start, long end) {
    locked.remove(start, pages.whole(end));
  }

  /** Records a name for all of the memory. */
  synchronized void named(SystemCalls os, String name) {
    this.os = os;
    this.name = name;
  }

  /**
   * Names {@code size} bytes at {@code address}, which have replaced others or have been added; a
   * failure is ignored, as in {@link #repeat}.
   */
  synchronized void nameAgain(long address, long size) {
    if (name != null && size > 0) {
      os.name(os.segment(address, size, Arena.global()), name);
    }
  }

  /** Forgets all requests for pages after the first {@code length} bytes. */
  synchronized void trim(long length) {
    long end = pages.whole(length);
    advised.values().forEach(ranges -> ranges.remove(end, Long.MAX_VALUE));
    locked.remove(end, Long.MAX_VALUE);
  }

  /**
   * Extends the advice and locks of the last page of a mapping, now at {@code address}, that has
   * grown from {@code former} to {@code length} bytes. The kernel does the same when it lengthens a
   * mapping.
   */
  synchronized void lengthen(long address, long former, long length) {
    long lastPage = pages.start(Math.max(0, former - 1));
    long newPages = Math.min(lastPage + pages.size(), length);
    long end = pages.whole(length);
    advised.values().forEach(ranges -> ranges.lengthen(lastPage, end));
    locked.lengthen(lastPage, end);
    if (newPages < length) {
      repeat(address, address + newPages, length);
    }
  }

  private interface Call {
    int on(MemorySegment pages);
  }

  /**
   * Repeats the advice and locks for pages from address {@code from} on, in a mapping of {@code
   * mapped} bytes at {@code address}. Errors are ignored, because the pages can be read without
   * advice and locks.
   */
  synchronized void repeat(long address, long from, long mapped) {
    advised.forEach(
        (advice, ranges) -> {
          int number = SystemNumbers.callValue(advice);
          repeat(ranges, address, from, mapped, pages -> os.advise(pages, number));
        });
    repeat(locked, address, from, mapped, pages -> os.lock(pages));
  }

  private void repeat(Ranges ranges, long address, long from, long mapped, Call call) {
    ranges.ends.forEach(
        (start, end) -> {
          long first = Math.max(start, from - address);
          long behind = Math.min(end, pages.whole(mapped));
          if (first < behind) {
            call.on(os.segment(address + first, behind - first, Arena.global()));
          }
        });
  }
}
