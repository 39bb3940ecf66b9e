package io.github.mmap4j;

import static io.github.mmap4j.harness.Kind.CONFINED;
import static io.github.mmap4j.harness.Kind.COPY;
import static io.github.mmap4j.harness.Kind.FILENO;
import static io.github.mmap4j.harness.Kind.OFFSET;
import static io.github.mmap4j.harness.Kind.PATH;
import static io.github.mmap4j.harness.Kind.PRIVATE;
import static io.github.mmap4j.harness.Kind.PRIVATE_RESERVED;
import static io.github.mmap4j.harness.Kind.READ;
import static io.github.mmap4j.harness.Kind.RESERVED;
import static io.github.mmap4j.harness.Kind.SHARED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import io.github.mmap4j.harness.Proc;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Checks that memory which advice or a lock has split in the kernel can still grow. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "smaps shows the advice and locks")
class SplitMemoryContractTest extends Contract {
  private static final int LONGER = 1 << 20;

  /** Splits the memory into one part for each of its four pages. */
  private void split() throws IOException {
    m.madvise(Advice.RANDOM, PAGE, PAGE);
    m.madvise(Advice.SEQUENTIAL, 2L * PAGE, PAGE);
    m.lock(0, PAGE);
  }

  private void assertStillSplit() throws IOException {
    long address = m.asSegment().address();
    assertTrue(Proc.vmFlags(address).contains(" lo "), "the first page is locked");
    assertTrue(Proc.vmFlags(address + PAGE).contains(" rr "), "the second is read at random");
    assertTrue(Proc.vmFlags(address + 2L * PAGE).contains(" sr "), "the third in sequence");
  }

  private void grow() {
    expected = Arrays.copyOf(expected, LONGER);
  }

  @ForKinds(only = {PATH, FILENO, SHARED, PRIVATE, OFFSET, CONFINED, RESERVED, PRIVATE_RESERVED})
  void resizeKeepsTheParts() throws IOException {
    split();
    m.resize(LONGER);
    grow();
    assertMemoryAsExpected();
    assertStillSplit();
    m.set(-1, 7);
    m.resize(PAGE);
    m.resize(2L * LONGER);
    assertEquals(0, m.get(-1));
  }

  @ForKinds(only = {PATH, FILENO, COPY, READ, OFFSET, CONFINED, RESERVED})
  void refreshKeepsTheParts() throws IOException {
    if (kind == COPY) {
      m.set(PAGE + 1L, 77);
      expected[PAGE + 1] = 77;
    }
    split();
    mapped.writeFile(LONGER - 1, new byte[1]);
    m.refresh();
    grow();
    assertMemoryAsExpected();
    assertStillSplit();
  }

  @ForKinds(only = {PATH, FILENO, OFFSET, CONFINED, RESERVED})
  void anAppenderKeepsTheParts() throws IOException {
    split();
    try (Appender appender = m.appender()) {
      for (int i = 0; i < 100; i++) {
        appender.write(new byte[PAGE]);
      }
    }
    expected = Arrays.copyOf(expected, LENGTH + 100 * PAGE);
    assertMemoryAsExpected();
    assertStillSplit();
  }
}
