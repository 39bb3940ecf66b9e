package io.github.mmap4j.internal.fault;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Checks the memory that the handler reads, by searching it as the handler does. */
class FaultTableTest {
  private static final int ROOM = 3 * FaultTable.ENTRIES_IN_GROUP;
  private static final long PAGE = 4096;
  private static final long HUGE = 2 << 20;

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment counters = arena.allocate(FaultTable.COUNTERS_BYTES, 64);
  private final MemorySegment memory = arena.allocate(FaultTable.bytes(ROOM), 64);
  private final MemorySegment entries =
      memory.asSlice(ROOM / FaultTable.ENTRIES_IN_GROUP * FaultTable.BOUNDS_BYTES);
  private final FaultTable table = new FaultTable(counters, memory, ROOM);

  private int add(long start, long end) {
    return table.add(start, end, PAGE, FaultGuard.PROT_READ, true);
  }

  /** Returns the entry that the handler would find for a fault at {@code address}, or -1. */
  private int found(long address) {
    long groups = counters.get(JAVA_LONG, FaultTable.GROUPS);
    for (int group = 0; group < groups; group++) {
      long low = memory.get(JAVA_LONG, group * FaultTable.BOUNDS_BYTES);
      long high = memory.get(JAVA_LONG, group * FaultTable.BOUNDS_BYTES + 8);
      for (int i = 0; address >= low && address < high && i < FaultTable.ENTRIES_IN_GROUP; i++) {
        int entry = group * FaultTable.ENTRIES_IN_GROUP + i;
        if (address >= field(entry, 0) && address < field(entry, 8)) {
          return entry;
        }
      }
    }
    return -1;
  }

  private long field(int entry, long offset) {
    return entries.get(JAVA_LONG, entry * FaultTable.ENTRY_BYTES + offset);
  }

  @Test
  void theHandlerIsToldWhereTheTableIs() {
    assertEquals(memory.address(), counters.get(JAVA_LONG, FaultTable.BOUNDS));
    assertEquals(entries.address(), counters.get(JAVA_LONG, FaultTable.ENTRIES));
  }

  @Test
  void anEntryHasWhatTheHandlerNeeds() {
    int entry = table.add(4 * HUGE, 5 * HUGE, HUGE, FaultGuard.PROT_READ_WRITE, false);
    assertEquals(HUGE, field(entry, 16));
    long at = entry * FaultTable.ENTRY_BYTES;
    assertEquals(3, entries.get(JAVA_INT, at + 24));
    assertEquals(0, entries.get(JAVA_INT, at + 28));
    assertEquals(FaultTable.NONE, field(entry, 40));
    assertFalse(table.isDirty(entry));
  }

  @Test
  void aRegionIsFoundFromItsFirstByteToItsLast() {
    int entry = add(16 * PAGE, 20 * PAGE);
    assertEquals(-1, found(16 * PAGE - 1));
    assertEquals(entry, found(16 * PAGE));
    assertEquals(entry, found(20 * PAGE - 1));
    assertEquals(-1, found(20 * PAGE));
  }

  @Test
  void aFullTableTakesNoMore() {
    for (int i = 0; i < ROOM; i++) {
      assertEquals(i, add((2L * i + 1) * PAGE, (2L * i + 2) * PAGE));
    }
    assertEquals(-1, add(1 << 30, (1 << 30) + PAGE));
    table.hide(70);
    table.free(70);
    assertEquals(70, add(1 << 30, (1 << 30) + PAGE));
  }

  @Test
  void randomRegionsAreFoundWhileOthersComeAndGo() {
    long seed = System.nanoTime();
    System.out.println("FaultTableTest: seed " + seed);
    Random random = new Random(seed);
    Map<Integer, Long> live = new HashMap<>();
    List<Long> free = new ArrayList<>();
    for (long i = 1; i <= 2 * ROOM; i++) {
      free.add(i * 8 * PAGE);
    }
    for (int step = 0; step < 2_000; step++) {
      if (!live.isEmpty() && (live.size() == ROOM || random.nextBoolean())) {
        int entry = live.keySet().iterator().next();
        table.hide(entry);
        assertEquals(-1, found(live.get(entry)), () -> "seed " + seed);
        table.free(entry);
        free.add(live.remove(entry));
      } else {
        long start = free.remove(random.nextInt(free.size()));
        live.put(add(start, start + 8 * PAGE), start);
      }
      live.forEach(
          (entry, start) -> assertEquals(entry, found(start + 5 * PAGE), () -> "seed " + seed));
    }
  }

  @Test
  void theNextRegionOfAnEntryBeginsCleanWithTheLastFaultOfTheOneBefore() {
    int entry = add(PAGE, 2 * PAGE);
    entries.set(JAVA_LONG, entry * FaultTable.ENTRY_BYTES + 32, 7);
    assertTrue(table.isUsedAndDirty(entry));
    assertEquals(entry, table.nextDirty(0));
    table.hide(entry);
    assertFalse(table.isUsedAndDirty(entry));
    table.free(entry);
    assertEquals(-1, table.nextDirty(0));
    assertEquals(entry, add(8 * PAGE, 9 * PAGE));
    assertEquals(7, table.last(entry));
    assertEquals(7, table.repaired(entry));
  }

  @Test
  void theLowestAddressIsTakenOnlyIfNoHandlerHasLoweredItSince() {
    int entry = add(PAGE, 9 * PAGE);
    entries.set(JAVA_LONG, entry * FaultTable.ENTRY_BYTES + 40, 3 * PAGE);
    assertFalse(table.takeLow(entry, 4 * PAGE));
    assertEquals(3 * PAGE, table.low(entry));
    assertTrue(table.takeLow(entry, 3 * PAGE));
    assertEquals(FaultTable.NONE, table.low(entry));
  }
}
