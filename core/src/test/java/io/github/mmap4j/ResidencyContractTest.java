package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Contract;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which pages of each kind of mapping are in memory. */
class ResidencyContractTest extends Contract {
  @Test
  void whatWasJustReadIsInMemory() throws IOException {
    assumeTrue(m.capabilities().contains(Capability.RESIDENCY), "the JDK can't tell on Windows");
    assertMemoryAsExpected();
    Residency r = m.residency();
    assertEquals(LENGTH, r.length());
    assertEquals(4, r.residentPages());
    assertEquals(List.of(new Residency.Run(0, LENGTH)), r.runs());
  }

  @Test
  void whatIsLockedIsInMemory() throws IOException {
    assumeFalse(kind.isJdk(), "the JDK's mappings can't be locked");
    m.lock();
    Residency r = m.residency();
    assertEquals(PAGE, r.pageSize());
    assertEquals(LENGTH, r.length());
    assertEquals(4, r.totalPages());
    assertEquals(4, r.residentPages());
    assertEquals(List.of(new Residency.Run(0, LENGTH)), r.runs());
    assertMemoryAsExpected();
  }

  @Test
  void itStaysAsItIsAfterClose() throws IOException {
    assumeFalse(kind.isJdk(), "the JDK's mappings can't be locked");
    m.lock();
    Residency r = m.residency();
    m.close();
    assertEquals(4, r.resident(0, LENGTH));
  }
}
