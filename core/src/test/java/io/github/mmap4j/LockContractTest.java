package io.github.mmap4j;

import static io.github.mmap4j.harness.Kinds.ADVISABLE;
import static io.github.mmap4j.harness.Kinds.JDK;
import static io.github.mmap4j.harness.Kinds.NATIVE;
import static io.github.mmap4j.harness.Kinds.RESIZABLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import io.github.mmap4j.harness.Proc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Checks that locked pages stay in memory. */
class LockContractTest extends Contract {
  /** Returns which of the mapping's four pages are locked according to smaps. */
  private List<Integer> lockedPages() throws IOException {
    List<Integer> locked = new ArrayList<>();
    long begin = m.asSegment().address();
    List<String> flags = Proc.vmFlagsOfPages(begin, 4);
    for (int page = 0; page < 4; page++) {
      if (flags.get(page).contains(" lo ")) {
        locked.add(page);
      }
    }
    return locked;
  }

  private static long lockedKilobytes() throws IOException {
    return Long.parseLong(Proc.status("VmLck").split(" ")[0]);
  }

  @ForKinds(JDK)
  void aMappingOfTheJdkSaysThatItCanNotBeLocked() {
    for (Exception e :
        List.of(
            assertThrows(UnsupportedOperationException.class, m::lock),
            assertThrows(UnsupportedOperationException.class, () -> m.lock(0, 1)))) {
      assertTrue(e.getMessage().startsWith("lock: a mapping made by"), e.getMessage());
    }
    for (Exception e :
        List.of(
            assertThrows(UnsupportedOperationException.class, m::unlock),
            assertThrows(UnsupportedOperationException.class, () -> m.unlock(0, 1)))) {
      assertTrue(e.getMessage().startsWith("unlock: a mapping made by"), e.getMessage());
    }
  }

  @ForKinds(NATIVE)
  void theWholeMappingIsLockedUntilItIsUnlocked() throws IOException {
    long before = lockedKilobytes();
    m.lock();
    assertEquals(List.of(0, 1, 2, 3), lockedPages());
    assertEquals(before + 4 * PAGE / 1024, lockedKilobytes());
    assertMemoryAsExpected();
    m.unlock();
    assertEquals(List.of(), lockedPages());
    assertEquals(before, lockedKilobytes());
    assertMemoryAsExpected();
    if (kind.isFile()) {
      assertArrayEquals(expected, mapped.fileBytes(0, LENGTH));
    }
  }

  @ForKinds(NATIVE)
  void aRangeIsWidenedToItsPages() throws IOException {
    m.lock(PAGE + 7, PAGE);
    assertEquals(List.of(1, 2), lockedPages());
    m.lock(LENGTH - 1, 1);
    assertEquals(List.of(1, 2, 3), lockedPages());
    m.unlock(2 * PAGE - 1, 1);
    assertEquals(List.of(2, 3), lockedPages());
    m.unlock();
    assertEquals(List.of(), lockedPages());
  }

  @ForKinds(NATIVE)
  void noBytesLockAndUnlockNoPage() throws IOException {
    m.lock(PAGE + 1, 0);
    m.lock(LENGTH, 0);
    assertEquals(List.of(), lockedPages());
    m.lock(PAGE, PAGE);
    m.unlock(PAGE + 1, 0);
    assertEquals(List.of(1), lockedPages());
  }

  @ForKinds(NATIVE)
  void aPageLockedTwiceIsUnlockedAtOnce() throws IOException {
    m.lock();
    m.lock(0, 1);
    m.unlock(0, 1);
    assertEquals(List.of(1, 2, 3), lockedPages());
  }

  @ForKinds(NATIVE)
  void closeUnlocks() throws IOException {
    long before = lockedKilobytes();
    m.lock();
    m.close();
    assertEquals(before, lockedKilobytes());
  }

  @ForKinds(NATIVE)
  void aRangeOutsideIsRefused() throws IOException {
    for (long[] range :
        new long[][] {
          {-1, 1}, {0, -1}, {0, LENGTH + 1}, {LENGTH + 1, 0}, {1, Long.MAX_VALUE}, {-1, 0}
        }) {
      assertThrows(IllegalArgumentException.class, () -> m.lock(range[0], range[1]));
      assertThrows(IllegalArgumentException.class, () -> m.unlock(range[0], range[1]));
    }
    assertEquals(List.of(), lockedPages());
  }

  @ForKinds({RESIZABLE, NATIVE})
  void aLockedMappingCanBeResized() throws IOException {
    m.lock();
    m.resize(8L * PAGE);
    m.resize(LENGTH);
    m.lock();
    m.unlock();
    assertEquals(List.of(), lockedPages());
    assertMemoryAsExpected();
  }

  @ForKinds(ADVISABLE)
  void lockedPagesCanNotBeDropped() throws IOException {
    m.lock();
    for (Advice advice :
        List.of(Advice.DONTNEED, Advice.FREE, Advice.REMOVE, Advice.COLD, Advice.PAGEOUT)) {
      MmapException e = assertThrows(MmapException.class, () -> m.madvise(advice));
      assertEquals("EINVAL", e.errnoName(), advice.name());
    }
    assertMemoryAsExpected();
  }
}
