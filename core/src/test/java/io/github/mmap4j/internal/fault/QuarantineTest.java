package io.github.mmap4j.internal.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.harness.FakeCalls;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that closed memory releases its file at once, and its addresses after many more closes.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc/self/maps")
class QuarantineTest {
  private static final int LENGTH = 1 << 16;

  @TempDir Path folder;
  private int result;

  @BeforeEach
  void isEmptyAndNeeded() {
    assumeTrue(Quarantine.isNeeded(), "this JDK closes shared arenas safely");
    Quarantine.clear();
  }

  private Path file() throws IOException {
    return Files.write(folder.resolve("file"), new byte[LENGTH]);
  }

  private static long closed(Mmap mmap) {
    long address = mmap.asSegment().address();
    mmap.close();
    return address;
  }

  @Test
  void aClosedMappingHasLeftItsFileAtOnceAndItsAddressesWhenCleared() throws IOException {
    Mmap mmap = Mmap.open(file());
    assertEquals(file().toString(), Proc.mappedAt(mmap.asSegment().address()));
    long address = closed(mmap);
    assertEquals("empty pages", Proc.mappedAt(address));
    assertTrue(Quarantine.clear());
    assertEquals("nothing", Proc.mappedAt(address));
    assertFalse(Quarantine.clear());
  }

  @Test
  void readOnlyMemoryLeavesPagesThatCanNotBeWritten() throws IOException {
    long address = closed(Mmap.open(file(), Access.READ));
    assertTrue(Proc.smaps(address).getFirst().contains(" r--p "));
  }

  /**
   * Returns system calls that empty nothing, and add what they unmap to {@code unmapped}. They
   * return {@link #result}.
   */
  private SystemCalls recording(List<List<Long>> unmapped) {
    return FakeCalls.answering(
        (_, method, arguments) ->
            switch (method.getName()) {
              case "empty" -> 0L;
              case "forbid" -> (long) -Errno.ENOSYS; // so that the addresses are freed at once
              case "unmap" -> {
                unmapped.add(List.of((Long) arguments[0], (Long) arguments[1]));
                yield result;
              }
              default -> throw new AssertionError(method);
            });
  }

  @Test
  void theOldestOfTooManyRangesAreUnmappedTogether() {
    List<List<Long>> unmapped = new ArrayList<>();
    SystemCalls os = recording(unmapped);
    long top = 1L << 40;
    for (int i = 1; i <= Quarantine.MOST_RANGES; i++) {
      Quarantine.unmap(os, top - (long) i * LENGTH, LENGTH, false);
    }
    assertEquals(List.of(), unmapped);
    Quarantine.unmap(os, top, LENGTH, false);
    long oldest = (long) (Quarantine.MOST_RANGES / 2) * LENGTH;
    assertEquals(List.of(List.of(top - oldest, oldest)), unmapped);
    Quarantine.clear();
    long others = (long) Quarantine.MOST_RANGES / 2 * LENGTH;
    assertEquals(List.of(top - oldest - others, others), unmapped.get(1));
    assertEquals(List.of(top, (long) LENGTH), unmapped.get(2));
  }

  @Test
  void onlyRangesSideBySideAreUnmappedTogether() {
    long seed = System.nanoTime();
    System.out.println("QuarantineTest: seed " + seed);
    Random random = new Random(seed);
    List<List<Long>> unmapped = new ArrayList<>();
    SystemCalls one = recording(unmapped);
    SystemCalls other = recording(unmapped);
    BitSet expected = new BitSet();
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(400);
      int pages = 1 + random.nextInt(3);
      if (expected.nextSetBit(at) < 0 || expected.nextSetBit(at) >= at + pages) {
        expected.set(at, at + pages);
        Quarantine.unmap(random.nextInt(8) == 0 ? other : one, at, pages, false);
      }
    }
    Quarantine.clear();
    BitSet seen = new BitSet();
    for (List<Long> range : unmapped) {
      int from = Math.toIntExact(range.get(0));
      int to = from + Math.toIntExact(range.get(1));
      assertTrue(seen.nextSetBit(from) < 0 || seen.nextSetBit(from) >= to, () -> "seed " + seed);
      seen.set(from, to);
    }
    assertEquals(expected, seen, () -> "seed " + seed);
  }

  @Test
  void rangesThatTheSystemCanNotSplitOffAreUnmappedLater() {
    List<List<Long>> unmapped = new ArrayList<>();
    SystemCalls os = recording(unmapped);
    result = -Errno.ENOMEM;
    Quarantine.unmap(os, 1L << 40, LENGTH, false);
    Quarantine.clear();
    result = 0;
    assertTrue(Quarantine.clear());
    List<Long> range = List.of(1L << 40, (long) LENGTH);
    assertEquals(List.of(range, range), unmapped);
    assertFalse(Quarantine.clear());
  }

  @Test
  void theOldestLosesItsPagesWhereTheRangesAreTooLong() throws IOException {
    long first = closed(Mmap.anonymous(Quarantine.MOST_BYTES / 2));
    long second = closed(Mmap.anonymous(Quarantine.MOST_BYTES / 2));
    assertEquals("empty pages", Proc.mappedAt(first));
    long third = closed(Mmap.anonymous(LENGTH));
    assertEquals("no access", Proc.mappedAt(first));
    assertEquals("empty pages", Proc.mappedAt(second));
    assertEquals("empty pages", Proc.mappedAt(third));
  }

  @Test
  void aRangeThatIsTooLongLosesItsPagesAtOnce() throws IOException {
    assertEquals("no access", Proc.mappedAt(closed(Mmap.anonymous(Quarantine.MOST_BYTES + 1))));
  }

  @Test
  void aConfinedMappingLosesItsPagesAtOnce() throws IOException {
    assertEquals("no access", Proc.mappedAt(closed(Mmap.builder().path(file()).confined().map())));
  }
}
