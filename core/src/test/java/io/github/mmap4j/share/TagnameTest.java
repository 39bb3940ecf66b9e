package io.github.mmap4j.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapBuilder;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagnameTest {
  private static final int MOST_ROUNDS = 1000;
  private static final int LENGTH = 3 * Mmap.PAGESIZE;

  private final String tag = FreshName.next();

  @BeforeEach
  void needsTheSystemsCalls() {
    assumeTrue(NativeAccess.ipcCalls() != null, NativeAccess.missingIpcCalls());
  }

  private MmapBuilder tagged() {
    return Mmap.builder().anonymous().length(LENGTH).tagname(tag);
  }

  @Test
  void theSameTagIsTheSameMemory() throws IOException {
    try (Mmap one = tagged().map();
        Mmap other = tagged().map();
        SharedMemory byName = SharedMemory.open(tag);
        Mmap third = byName.map()) {
      one.set(0, 1);
      other.set(-1, 2);
      assertEquals(1, third.get(0));
      assertEquals(2, third.get(-1));
      assertEquals(LENGTH, one.size());
    }
    assertThrows(MmapException.class, () -> SharedMemory.open(tag));
  }

  @Test
  void theTagGoesWithWhoMadeIt() throws IOException {
    Mmap one = tagged().map();
    try (Mmap other = tagged().map()) {
      one.set(0, 1);
      one.close();
      assertThrows(MmapException.class, () -> SharedMemory.open(tag));
      assertEquals(1, other.get(0));
      try (Mmap anew = tagged().map()) {
        assertEquals(0, anew.get(0));
      }
    }
  }

  @Test
  void theTagOfADroppedMappingGoesToo() throws Exception {
    tagged().map().set(0, 1);
    for (int i = 0; i < MOST_ROUNDS && Files.exists(Path.of("/dev/shm", tag)); i++) {
      System.gc();
      Thread.sleep(1);
    }
    assertThrows(MmapException.class, () -> SharedMemory.open(tag));
    assertTrue(SharedMemory.list().stream().noneMatch(e -> e.name().equals(tag)));
  }

  @Test
  void anotherLengthIsRefusedWithBoth() throws IOException {
    try (Mmap one = tagged().map()) {
      MmapException e = assertThrows(MmapException.class, () -> tagged().length(LENGTH + 1).map());
      assertEquals("EEXIST", e.errnoName());
      assertTrue(e.getMessage().contains("has " + LENGTH + " bytes"), e.getMessage());
      assertTrue(e.getMessage().contains("asked for " + (LENGTH + 1) + " bytes"), e.getMessage());
      assertEquals(LENGTH, one.length());
    }
  }

  @Test
  void anOffsetIsCountedInTheMemory() throws IOException {
    try (Mmap whole = tagged().map();
        Mmap tail = tagged().offset(Mmap.PAGESIZE).length(LENGTH - (long) Mmap.PAGESIZE).map()) {
      tail.set(0, 7);
      assertEquals(7, whole.get(Mmap.PAGESIZE));
    }
  }

  @Test
  void whatOneMakesLongerOthersFollow() throws IOException {
    try (Mmap one = tagged().map();
        Mmap other = tagged().map()) {
      one.resize(2L * LENGTH);
      one.set(-1, 9);
      assertEquals(LENGTH, other.length());
      assertEquals(2L * LENGTH, other.refresh());
      assertEquals(9, other.get(-1));
    }
    assertThrows(MmapException.class, () -> SharedMemory.open(tag));
  }

  @Test
  void privatePagesOfATagAreOnesOwn() throws IOException {
    try (Mmap shared = tagged().map();
        Mmap copy = tagged().flags(MapFlag.PRIVATE).map()) {
      copy.set(0, 1);
      assertEquals(0, shared.get(0));
    }
  }

  @Test
  void theFlagOfAnonymousMemoryHidesNoTag() throws IOException {
    try (Mmap one = tagged().flags(MapFlag.SHARED, MapFlag.ANONYMOUS).map();
        Mmap other = tagged().flags(MapFlag.SHARED, MapFlag.ANON).map()) {
      one.set(0, 1);
      assertEquals(1, other.get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", ".a", "1234567890123456789012345678901"})
  void aTagThatIsNoNameIsRefused(String wrong) {
    assertThrows(IllegalArgumentException.class, () -> tagged().tagname(wrong).map());
  }

  @Test
  void aTagIsForAnonymousMemoryWithALengthAndNoOtherName() {
    Path file = Path.of("file");
    assertThrows(
        IllegalArgumentException.class, () -> Mmap.builder().path(file).tagname(tag).map());
    assertThrows(IllegalArgumentException.class, () -> tagged().length(0).map());
    assertThrows(IllegalArgumentException.class, () -> tagged().name("name").map());
  }

  @Test
  void aMappingThatCantBeMadeLeavesNoTag() {
    assertThrows(MmapException.class, () -> tagged().offset(1).map());
    assertThrows(MmapException.class, () -> SharedMemory.open(tag));
  }
}
