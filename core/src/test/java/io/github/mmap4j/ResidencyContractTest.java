package io.github.mmap4j;

import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.NATIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
}
