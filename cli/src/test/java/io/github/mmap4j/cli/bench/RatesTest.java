package io.github.mmap4j.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatesTest {
  @Test
  void theMedianIsInTheMiddle() {
    Rates odd = new Rates(Workload.FIND, 1, List.of(9.0, 2.0, 3.0));
    assertEquals(3, odd.median());
    assertEquals(2, odd.slowest());
    assertEquals(9, odd.fastest());
    assertEquals(2.5, new Rates(Workload.FIND, 1, List.of(9.0, 2.0, 1.0, 3.0)).median());
    assertEquals("find", odd.name());
  }
}
