package io.github.mmap4j.internal.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.harness.FakeCalls;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checks that an address which native code has kept never leads to another mapping's bytes. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc/self/maps")
class FormerAddressesTest {
  private static final int LENGTH = 1 << 16;

  @TempDir Path folder;

  @BeforeEach
  void isEmpty() {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    assumeTrue(!NativeAccess.os().limitsAddresses(), "the address space is limited");
    Quarantine.clear();
  }

  private Mmap confined() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[LENGTH]);
    return Mmap.builder().path(file).confined().map();
  }

  private static long closed(Mmap m) {
    long address = m.asSegment().address();
    m.close();
    return address;
  }

  @Test
  void theNextMappingOfTheSameLengthIsElsewhere() throws IOException {
    List<Long> former = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      long address = closed(confined());
      assertFalse(former.contains(address), "mapped at an address that was in use before");
      former.add(address);
      assertEquals("no access", Proc.mappedAt(address));
      assertEquals("no access", Proc.mappedAt(address + LENGTH - 1));
    }
  }

  @Test
  void theOldestOfTooManyRangesAreFreed() throws IOException {
    List<Long> former = new ArrayList<>();
    for (int i = 0; i < FormerAddresses.MOST_RANGES; i++) {
      former.add(closed(confined()));
    }
    assertEquals("no access", Proc.mappedAt(former.getFirst()));
    former.add(closed(confined()));
    assertEquals("nothing", Proc.mappedAt(former.getFirst()));
    assertEquals("nothing", Proc.mappedAt(former.get(FormerAddresses.MOST_RANGES / 2 - 1)));
    assertEquals("no access", Proc.mappedAt(former.get(FormerAddresses.MOST_RANGES / 2)));
    assertTrue(FormerAddresses.clear());
    assertEquals("nothing", Proc.mappedAt(former.getLast()));
    assertFalse(FormerAddresses.clear());
  }

  @Test
  void theOldestIsFreedWhereTheRangesAreTooLong() throws IOException {
    long first = closed(reserving(FormerAddresses.MOST_BYTES / 2));
    long second = closed(reserving(FormerAddresses.MOST_BYTES / 2));
    assertEquals("no access", Proc.mappedAt(first));
    long third = closed(confined());
    assertEquals("nothing", Proc.mappedAt(first));
    assertEquals("no access", Proc.mappedAt(second));
    assertEquals("no access", Proc.mappedAt(third));
    assertEquals("nothing", Proc.mappedAt(closed(reserving(FormerAddresses.MOST_BYTES + 1))));
  }

  private static Mmap reserving(long bytes) throws IOException {
    return Mmap.builder().anonymous().length(1).reserve(bytes).map();
  }

  @Test
  void addressesThatAMovedMappingHasLeftAreKeptToo() throws IOException {
    try (Mmap m = Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(LENGTH).map();
        Mmap _ = Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(LENGTH).map()) {
      long before = m.asSegment().address();
      long length = LENGTH;
      while (m.asSegment().address() == before) {
        m.resize(length *= 4);
      }
      assertEquals("no access", Proc.mappedAt(before));
    }
  }

  /**
   * Returns system calls that reserve nothing, and add what they unmap to {@code unmapped}. While
   * {@code isAtLimit}, they unmap nothing.
   */
  private static SystemCalls recording(List<Long> unmapped, AtomicBoolean isAtLimit) {
    return FakeCalls.answering(
        (_, method, arguments) ->
            switch (method.getName()) {
              case "forbid" -> 0L;
              case "unmap" -> {
                unmapped.addAll(List.of((Long) arguments[0], (Long) arguments[1]));
                yield isAtLimit.get() ? -Errno.ENOMEM : 0;
              }
              default -> throw new AssertionError(method);
            });
  }

  @Test
  void rangesSideBySideAreReleasedTogetherWhateverTheirOrder() {
    List<Long> unmapped = new ArrayList<>();
    SystemCalls os = recording(unmapped, new AtomicBoolean());
    FormerAddresses.prepare(NativeAccess.os());
    for (long place : new long[] {3, 1, 4, 0, 2}) {
      FormerAddresses.unmap(os, (1L << 40) + place * LENGTH, LENGTH);
    }
    FormerAddresses.clear();
    assertEquals(List.of(1L << 40, 5L * LENGTH), unmapped);
  }

  @Test
  void addressesThatTheSystemCanNotSplitOffAreReleasedLater() {
    List<Long> unmapped = new ArrayList<>();
    AtomicBoolean isAtLimit = new AtomicBoolean(true);
    SystemCalls os = recording(unmapped, isAtLimit);
    FormerAddresses.prepare(NativeAccess.os());
    FormerAddresses.unmap(os, 1L << 40, LENGTH);
    FormerAddresses.clear();
    isAtLimit.set(false);
    assertTrue(FormerAddresses.clear());
    assertEquals(List.of(1L << 40, (long) LENGTH, 1L << 40, (long) LENGTH), unmapped);
    assertFalse(FormerAddresses.clear());
  }
}
