package io.github.mmap4j;

import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.NATIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import java.io.IOException;
import java.util.List;

/** Checks which pages of each kind of mapping are in memory, and which parts are holes. */
class ResidencyContractTest extends Contract {
  @ForKinds(ALL)
  void whatWasJustReadIsInMemory() throws IOException {
    assumeTrue(m.capabilities().contains(Capability.RESIDENCY), "the JDK can't tell on Windows");
    assertMemoryAsExpected();
    Residency r = m.residency();
    assertEquals(LENGTH, r.length());
    assertEquals(4, r.residentPages());
    assertEquals(List.of(new Residency.Run(0, LENGTH)), r.runs());
  }

  @ForKinds(ALL)
  void memoryWithoutHolesIsAllData() {
    assertEquals(5, m.nextData(5));
    assertEquals(LENGTH, m.nextHole(5));
    assertEquals(LENGTH, m.nextData(LENGTH));
    assertThrows(IndexOutOfBoundsException.class, () -> m.nextData(LENGTH + 1));
    assertThrows(IndexOutOfBoundsException.class, () -> m.nextHole(-1));
  }

  @ForKinds(NATIVE)
  void whatIsLockedIsInMemory() throws IOException {
    m.lock();
    Residency r = m.residency();
    assertEquals(PAGE, r.pageSize());
    assertEquals(LENGTH, r.length());
    assertEquals(4, r.totalPages());
    assertEquals(4, r.residentPages());
    assertEquals(List.of(new Residency.Run(0, LENGTH)), r.runs());
    assertMemoryAsExpected();
  }

  @ForKinds(NATIVE)
  void itStaysAsItIsAfterClose() throws IOException {
    m.lock();
    Residency r = m.residency();
    m.close();
    assertEquals(4, r.resident(0, LENGTH));
  }

  @ForKinds(ALL)
  void aRangesPagesAreThoseThatHoldIt() throws IOException {
    assumeTrue(m.capabilities().contains(Capability.RESIDENCY), "the JDK can't tell on Windows");
    assertMemoryAsExpected();
    Residency r = m.residency(PAGE - 1, 2);
    assertEquals(PAGE - 1, r.offset());
    assertEquals(2, r.length());
    assertEquals(2, r.totalPages());
    assertEquals(2, r.residentPages());
    assertEquals(List.of(new Residency.Run(0, 2L * PAGE)), r.runs());
    assertEquals(2, r.resident(PAGE - 1, 2));
    assertEquals(1, r.resident(PAGE, 1));
    assertEquals("{0, 1}", r.toBitSet().toString());
    assertThrows(IndexOutOfBoundsException.class, () -> r.resident(0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> r.resident(PAGE, 2));
    Residency last = m.residency(LENGTH - 1, 1);
    assertEquals(1, last.totalPages());
    assertEquals(List.of(new Residency.Run(3L * PAGE, 123)), last.runs());
    assertEquals(0, m.residency(PAGE, 0).totalPages());
    assertEquals(List.of(), m.residency(LENGTH, 0).runs());
  }

  @ForKinds(ALL)
  void aRangeIsInMemoryOrNot() throws IOException {
    assumeTrue(m.capabilities().contains(Capability.RESIDENCY), "the JDK can't tell on Windows");
    assertMemoryAsExpected();
    assertTrue(m.isResident(0, LENGTH));
    assertTrue(m.isResident(PAGE - 1, 2));
    assertTrue(m.isResident(LENGTH, 0));
  }

  @ForKinds(ALL)
  void aRangeOutsideIsRefused() {
    for (long[] range :
        new long[][] {{-1, 1}, {0, -1}, {0, LENGTH + 1}, {LENGTH, 1}, {1, Long.MAX_VALUE}}) {
      assertThrows(IllegalArgumentException.class, () -> m.residency(range[0], range[1]));
      assertThrows(IllegalArgumentException.class, () -> m.isResident(range[0], range[1]));
    }
  }
}
