package io.github.mmap4j;

import io.github.mmap4j.internal.os.Os;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the system was asked to remember of a mapping's pages, so that it can be asked again where
 * pages had to be mapped anew. For any thread.
 */
final class PageRequests {
  /** Advice that stays with pages, in sets of which the last one given counts. */
  private static final List<Set<Advice>> LASTING =
      List.of(
          EnumSet.of(Advice.NORMAL, Advice.RANDOM, Advice.SEQUENTIAL),
          EnumSet.of(Advice.DONTFORK, Advice.DOFORK),
          EnumSet.of(Advice.MERGEABLE, Advice.UNMERGEABLE),
          EnumSet.of(Advice.HUGEPAGE, Advice.NOHUGEPAGE),
          EnumSet.of(Advice.DONTDUMP, Advice.DODUMP),
          EnumSet.of(Advice.WIPEONFORK, Advice.KEEPONFORK));

  private interface Call {
    int on(Os os, MemorySegment pages);
  }

  /** {@code kind}: a later request of the same kind takes this one's place in its range. */
  private record Request(Object kind, long start, long end, Call call) {
    boolean isCoveredBy(Request later) {
      return kind.equals(later.kind) && later.start <= start && end <= later.end;
    }
  }

  private final List<Request> requests = new ArrayList<>();
  private Os os;

  /** Bytes {@code [start, end)} of the mapping were given {@code advice}. */
  void advised(Os os, long start, long end, Advice advice) {
    for (Set<Advice> kind : LASTING) {
      if (kind.contains(advice)) {
        int number = advice.numbers().callValue();
        add(os, new Request(kind, start, end, (system, pages) -> system.advise(pages, number)));
      }
    }
  }

  void locked(Os os, long start, long end) {
    add(os, new Request(PageRequests.class, start, end, Os::lock));
  }

  void unlocked(Os os, long start, long end) {
    add(os, new Request(PageRequests.class, start, end, Os::unlock));
  }

  private synchronized void add(Os os, Request request) {
    this.os = os;
    requests.removeIf(earlier -> earlier.isCoveredBy(request));
    requests.add(request);
  }

  /**
   * Asks again for what was asked of pages from {@code from} on, an address, of the mapping at
   * {@code address}. What is refused now is left: the pages are readable all the same.
   */
  synchronized void repeat(long address, long from) {
    for (Request request : requests) {
      long start = Math.max(request.start, from - address);
      if (start < request.end) {
        request.call.on(os, os.segment(address + start, request.end - start, Arena.global()));
      }
    }
  }
}
