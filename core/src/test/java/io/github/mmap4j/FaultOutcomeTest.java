package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.internal.fault.FaultGuard;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the reported outcome of an operation if its mapping was closed, resized or refreshed
 * around a fault.
 */
class FaultOutcomeTest {
  private static final int LENGTH = 4 * Mmap.PAGESIZE;

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void writeFile() throws IOException {
    path = folder.resolve("file");
    write(LENGTH, 7);
    try (Mmap m = Mmap.open(path)) {
      assumeTrue(m.capabilities().contains(Capability.FAULT_GUARD), "there is no fault guard");
    }
  }

  private void write(int length, int value) throws IOException {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    Files.write(path, bytes, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private void truncate(long length) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  @Test
  void aChangeIsDoneWhileItsMappingIsThere() throws IOException {
    try (Mmap m = Mmap.open(path)) {
      MemorySegment memory = m.asSegment();
      assertDoesNotThrow(() -> FaultGuard.settle(FaultGuard.mark(), memory, 0, 1));
    }
  }

  @Test
  void theOutcomeOfAChangeIsUnknownAfterClose() throws IOException {
    Mmap m = Mmap.open(path);
    MemorySegment memory = m.asSegment();
    long mark = FaultGuard.mark();
    m.close();
    assertThrows(MappingFaultException.class, () -> FaultGuard.settle(mark, memory, 0, 1));
  }

  @Test
  void theOutcomeOfAChangeIsUnknownAfterResize() throws IOException {
    try (Mmap m = Mmap.open(path)) {
      MemorySegment memory = m.asSegment();
      long mark = FaultGuard.mark();
      m.resize(LENGTH / 2);
      assertThrows(MappingFaultException.class, () -> FaultGuard.settle(mark, memory, 0, 1));
    }
  }

  @Test
  void aCopyBetweenMappingsBeginsWithTheFirstBytes() throws IOException {
    int length = 4 << 16;
    Path another = Files.write(folder.resolve("another"), new byte[length]);
    write(length, 7);
    try (Mmap first = Mmap.open(path);
        Mmap second = Mmap.open(another)) {
      boolean isFirstLower = first.asSegment().address() < second.asSegment().address();
      Mmap low = isFirstLower ? first : second;
      Mmap high = isFirstLower ? second : first;
      low.asSegment().fill((byte) 1);
      high.asSegment().fill((byte) 2);
      try (FileChannel channel =
          FileChannel.open(isFirstLower ? path : another, StandardOpenOption.WRITE)) {
        channel.truncate(length / 2);
      }
      MemorySegment cut = low.asSegment();
      assertThrows(MappingFaultException.class, () -> high.setSlice(0, cut));
      assertEquals(1, high.get(0));
      assertEquals(2, high.get(-1));
    }
  }

  @Test
  void zerosOfPrivateMemoryAreNotReadAfterRefresh() throws IOException {
    try (Mmap m = Mmap.open(path, Access.COPY)) {
      truncate(Mmap.PAGESIZE);
      assertThrows(MappingFaultException.class, () -> m.get(LENGTH - 1));
      write(LENGTH - Mmap.PAGESIZE / 2, 9);
      m.refresh();
      long lost = m.length() - 1;
      assertThrows(MappingFaultException.class, () -> m.get(lost));
      assertThrows(MappingFaultException.class, () -> m.find(new byte[] {0, 0}, 0));
      assertThrows(MappingFaultException.class, () -> m.guarded(MemorySegment::byteSize));
      assertTrue(m.get(0) > 0);
    }
  }

  @Test
  void anotherMappingIsUsableBesideOneThatStaysLost() throws IOException {
    try (Mmap lost = Mmap.open(path, Access.COPY)) {
      truncate(0);
      assertThrows(MappingFaultException.class, () -> lost.get(0));
      Path other = Files.write(folder.resolve("other"), new byte[] {1, 2, 3});
      try (Mmap m = Mmap.open(other)) {
        m.set(1, 5);
        assertEquals(5, m.get(1));
        assertEquals(2, m.find(new byte[] {3}, 0));
        assertEquals(3L, m.guarded(MemorySegment::byteSize));
      }
    }
  }
}
