package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.FakeCalls;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Pages;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the ranges of system calls with a set of pages, with simulated systems whose pages have
 * 4, 16 and 64 KiB.
 */
class PageCallsTest {
  private static final long BASE = 1L << 40;
  private static final int PAGES = 10;
  private static final int TIMES = 300;

  /** A call with its range in the mapping. */
  private record Call(String name, long start, long end) {}

  private final List<Call> calls = new ArrayList<>();
  private final Random random = new Random();
  private int page;
  private MemorySegment memory;
  private PageCalls pages;

  @SuppressWarnings("restricted") // The memory is never accessed.
  private void simulate(int size, long length) {
    long seed = System.nanoTime();
    System.out.println("PageCallsTest: seed " + seed);
    random.setSeed(seed);
    page = size;
    memory = MemorySegment.ofAddress(BASE).reinterpret(length);
    MapSpec spec =
        new MapSpec(
            "memory",
            0,
            length,
            Access.WRITE,
            EnumSet.of(Protection.READ, Protection.WRITE),
            EnumSet.of(MapFlag.SHARED),
            true,
            false,
            false,
            false,
            0,
            null,
            null,
            null);
    SystemCalls os =
        FakeCalls.answering(
            (_, method, arguments) ->
                arguments == null ? true : answer(method.getName(), arguments));
    Backing backing =
        new NativeBacking(os, spec, NativeFile.Kind.ANONYMOUS, NativeFile.NO_FD, size, null);
    pages = new PageCalls(spec, backing, new PageRequests(NativeAccess.pages()), new Pages(size));
  }

  private Object answer(String name, Object[] arguments) {
    MemorySegment range = (MemorySegment) arguments[0];
    long start = range.address() - BASE;
    calls.add(new Call(name, start, start + range.byteSize()));
    if (name.equals("residency")) {
      assertEquals(0, start % page, "mincore takes the start of a page");
      MemorySegment vector = (MemorySegment) arguments[1];
      for (long at = start; at < start + range.byteSize(); at += page) {
        vector.set(JAVA_BYTE, (at - start) / page, (byte) (isResident(at / page) ? 1 : 0));
      }
    }
    return 0;
  }

  /** Returns whether the simulated system has a page in memory. */
  private static boolean isResident(long number) {
    return number % 3 != 1;
  }

  /** A call on a range. */
  private interface OnRange {
    void call(long offset, long size) throws IOException;
  }

  /** Returns the only call that the range leads to, or null if there is none. */
  private Call only(OnRange call, long offset, long size) throws IOException {
    calls.clear();
    call.call(offset, size);
    assertTrue(calls.size() <= 1, calls::toString);
    return calls.isEmpty() ? null : calls.getFirst();
  }

  /** Returns the numbers of the pages that the range touches, or of those that lie wholly in it. */
  private List<Integer> in(long offset, long size, boolean wholly) {
    long length = memory.byteSize();
    return IntStream.rangeClosed(0, PAGES)
        .filter(
            i -> {
              long start = (long) i * page;
              long end = Math.min(start + page, length);
              return wholly
                  ? start >= offset && end <= offset + size && start < end
                  : start < offset + size && end > offset;
            })
        .boxed()
        .toList();
  }

  private long offset() {
    long length = memory.byteSize();
    long start = (long) random.nextInt(PAGES) * page;
    return switch (random.nextInt(4)) {
      case 0 -> start;
      case 1 -> start + 1;
      case 2 -> start + page - 1;
      default -> random.nextLong(length);
    };
  }

  private long size(long offset) {
    long length = memory.byteSize();
    long end = Math.max(offset + 1, offset());
    return (random.nextInt(8) == 0 ? length : end) - offset;
  }

  @ParameterizedTest
  @ValueSource(ints = {4 << 10, 16 << 10, 64 << 10})
  void aCallBeginsWhereTheFirstPageOfItsRangeDoes(int size) throws IOException {
    simulate(size, (long) PAGES * size + 100);
    for (int i = 0; i < TIMES; i++) {
      long offset = offset();
      long count = size(offset);
      long start = (long) in(offset, count, false).getFirst() * page;
      long end = offset + count;
      assertEquals(
          new Call("lock", start, end), only((o, n) -> pages.lock(memory, o, n), offset, count));
      assertEquals(
          new Call("unlock", start, end),
          only((o, n) -> pages.unlock(memory, o, n), offset, count));
      assertEquals(
          new Call("sync", start, end),
          only((o, n) -> pages.flushAround(memory, o, n), offset, count));
      assertEquals(
          new Call("advise", start, end),
          only((o, n) -> pages.adviseRange(memory, Advice.RANDOM, o, n), offset, count));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4 << 10, 16 << 10, 64 << 10})
  void adviceThatTakesBytesReachesOnlyPagesThatLieWhollyInItsRange(int size) throws IOException {
    simulate(size, (long) PAGES * size + 100);
    for (int i = 0; i < TIMES; i++) {
      long offset = offset();
      long count = size(offset);
      List<Integer> whole = in(offset, count, true);
      Call expected =
          whole.isEmpty()
              ? null
              : new Call(
                  "advise",
                  (long) whole.getFirst() * page,
                  Math.min((whole.getLast() + 1L) * page, memory.byteSize()));
      assertEquals(
          expected,
          only((o, n) -> pages.adviseRange(memory, Advice.DONTNEED, o, n), offset, count),
          () -> "offset " + offset + ", size " + count);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4 << 10, 16 << 10, 64 << 10})
  void residencyNamesThePagesThatTheRangeTouches(int size) throws IOException {
    simulate(size, (long) PAGES * size + 100);
    for (int i = 0; i < TIMES; i++) {
      long offset = offset();
      long count = size(offset);
      Residency residency = pages.residency(memory, offset, count);
      List<Integer> touched = in(offset, count, false);
      assertEquals(size, residency.pageSize());
      assertEquals(touched.size(), residency.totalPages());
      List<Integer> resident = touched.stream().filter(PageCallsTest::isResident).toList();
      assertEquals(resident.size(), residency.residentPages());
      assertEquals(
          resident.stream()
              .mapToLong(n -> Math.min(page, memory.byteSize() - (long) n * page))
              .sum(),
          residency.runs().stream().mapToLong(Residency.Run::length).sum());
      assertEquals(
          resident.equals(touched), pages.isResident(memory, offset, count), touched::toString);
    }
  }

  /** The vector of mincore has room for 65,536 pages. */
  @ParameterizedTest
  @ValueSource(ints = {4 << 10, 16 << 10, 64 << 10})
  void aLongRangeIsQueriedInPartsOfWholePages(int size) throws IOException {
    long part = (1L << 16) * size;
    simulate(size, 2 * part + 5);
    long from = size + 7L;
    Residency residency = pages.residency(memory, from, memory.byteSize() - from);
    assertEquals(
        List.of(
            new Call("residency", size, size + part),
            new Call("residency", size + part, memory.byteSize())),
        calls);
    assertEquals(2L << 16, residency.totalPages());
  }
}
