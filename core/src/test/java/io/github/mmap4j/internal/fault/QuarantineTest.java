package io.github.mmap4j.internal.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.harness.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void theOldestOfTooManyRangesLosesItsPages() throws IOException {
    Path file = file();
    List<Long> addresses = new ArrayList<>();
    for (int i = 0; i <= Quarantine.MOST_RANGES; i++) {
      addresses.add(closed(Mmap.open(file)));
    }
    assertEquals("no access", Proc.mappedAt(addresses.getFirst()));
    assertEquals("empty pages", Proc.mappedAt(addresses.get(1)));
    assertEquals("empty pages", Proc.mappedAt(addresses.getLast()));
    assertFalse(Files.readString(Path.of("/proc/self/maps")).contains(file.toString()));
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
