package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.internal.fault.FaultGuard;
import io.github.mmap4j.internal.fault.FaultHandler;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what is guarded and when. Faults are tested elsewhere, in JVMs of their own. */
class SegmentGuardTest {
  private static final int PAGE = Mmap.PAGESIZE;
  private static final int LENGTH = 8 * PAGE;

  @TempDir Path folder;

  @BeforeEach
  void needsAGuard() {
    assumeTrue(FaultHandler.missing() == null, FaultHandler::missing);
  }

  private MemorySegment map(Arena arena) throws IOException {
    return map(arena, 0, LENGTH);
  }

  private MemorySegment map(Arena arena, long from, long length) throws IOException {
    Path file = folder.resolve("file");
    if (!Files.exists(file)) {
      Files.write(file, new byte[LENGTH]);
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, from, length, arena);
    }
  }

  /** Counts foreign regions only: other tests may have left the library's own. */
  private static long regions() {
    return FaultGuard.owners().stream()
        .filter(owner -> owner.getClass().getSimpleName().equals("ForeignMemory"))
        .count();
  }

  private static String refused(Class<? extends Exception> type, Supplier<SegmentGuard> call) {
    return assertThrows(type, call::get).getMessage();
  }

  @Test
  void onlyMappedMemoryIsGuardedAndTheMessageSaysWhichIsNot() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment mapped = map(arena);
      MemorySegment plain = arena.allocate(PAGE);
      MemorySegment heap = MemorySegment.ofArray(new byte[PAGE]);
      for (MemorySegment other : List.of(plain, heap)) {
        String message =
            refused(IllegalArgumentException.class, () -> SegmentGuard.of(mapped, other));
        assertTrue(message.startsWith("segment 1 of 2 is not mapped"), message);
      }
      assertThrows(IllegalArgumentException.class, SegmentGuard::of);
      assertThrows(NullPointerException.class, () -> SegmentGuard.of(mapped, null));
      assertEquals(0, regions());
    }
  }

  @Test
  void unmappedMemoryIsRefused() throws IOException {
    Arena arena = Arena.ofShared();
    MemorySegment unmapped = map(arena);
    arena.close();
    String message = refused(IllegalArgumentException.class, () -> SegmentGuard.of(unmapped));
    assertTrue(message.startsWith("segment 0 of 1 has been unmapped"), message);
    assertThrows(IllegalArgumentException.class, () -> SegmentGuard.of(arena, unmapped));
  }

  @Test
  void thisLibrarysMemoryIsRefused() throws IOException {
    Path file = Files.write(folder.resolve("own"), new byte[LENGTH]);
    try (Mmap native1 = Mmap.open(file);
        FileChannel channel = FileChannel.open(file);
        Mmap byChannel = Mmap.builder().channel(channel).access(Access.READ).map()) {
      for (Mmap own : List.of(native1, byChannel)) {
        String message =
            refused(IllegalArgumentException.class, () -> SegmentGuard.of(own.asSegment()));
        assertTrue(message.contains("use Mmap.guarded"), message);
      }
    }
  }

  @Test
  void anotherArenasSegmentIsRefused() throws IOException {
    try (Arena arena = Arena.ofShared();
        Arena other = Arena.ofShared()) {
      MemorySegment mapped = map(arena);
      String message =
          refused(IllegalArgumentException.class, () -> SegmentGuard.of(other, mapped));
      assertTrue(message.contains("not the arena's"), message);
    }
  }

  @Test
  void aConfinedArenaIsForItsThread() throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = map(arena);
      List<Class<?>> thrown = new ArrayList<>();
      Thread other =
          Thread.startVirtualThread(
              () -> {
                try (SegmentGuard _ = SegmentGuard.of(mapped)) {
                  thrown.add(null);
                }
                try (SegmentGuard _ = SegmentGuard.of(arena, mapped)) {
                  thrown.add(null);
                } catch (WrongThreadException e) {
                  thrown.add(e.getClass());
                }
              });
      other.join();
      assertEquals(2, thrown.size());
      assertSame(WrongThreadException.class, thrown.getLast());
      assertEquals(0, regions());
    }
  }

  @Test
  void aGuardedSegmentIsReadWhereItIs() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment mapped = map(arena, 100, LENGTH - 200);
      assertFalse(FaultGuard.isDirect(mapped));
      try (SegmentGuard _ = SegmentGuard.of(mapped)) {
        assertTrue(FaultGuard.isDirect(mapped));
        assertTrue(FaultGuard.isDirect(mapped.asSlice(5000, 1)));
      }
      assertFalse(FaultGuard.isDirect(mapped));
    }
  }

  @Test
  void ifOnlyASliceIsGuardedTheWholeIsNot() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment mapped = map(arena);
      try (SegmentGuard _ = SegmentGuard.of(mapped.asSlice(0, 2 * PAGE))) {
        assertFalse(FaultGuard.isDirect(mapped));
        try (SegmentGuard _ = SegmentGuard.of(mapped.asSlice(3 * PAGE))) {
          assertFalse(FaultGuard.isDirect(mapped));
          try (SegmentGuard _ = SegmentGuard.of(mapped)) {
            assertTrue(FaultGuard.isDirect(mapped));
          }
          assertFalse(FaultGuard.isDirect(mapped));
          assertTrue(FaultGuard.isDirect(mapped.asSlice(3 * PAGE)));
        }
      }
      assertEquals(0, regions());
    }
  }

  @Test
  void guardsOverOnePageShareIt() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment mapped = map(arena);
      SegmentGuard one = SegmentGuard.of(mapped.asSlice(10, 10), mapped.asSlice(15, 20));
      SegmentGuard two = SegmentGuard.of(mapped.asSlice(100, 10));
      assertEquals(1, regions());
      one.close();
      one.close();
      assertTrue(FaultGuard.isDirect(mapped.asSlice(100, 10)));
      two.close();
      assertEquals(0, regions());
    }
  }

  @Test
  void anEmptySegmentHasNothingToGuard() throws IOException {
    try (Arena arena = Arena.ofShared();
        SegmentGuard guard = SegmentGuard.of(map(arena).asSlice(PAGE, 0))) {
      assertFalse(guard.hasFaulted());
      assertEquals(0, regions());
    }
  }

  @Test
  void aSharedArenaEndsItsGuardBeforeItUnmaps() throws IOException {
    List<String> seen = new ArrayList<>();
    Arena arena = Arena.ofShared();
    MemorySegment mapped = map(arena);
    String line = Long.toHexString(mapped.address()) + "-";
    // An arena releases its newest resource first.
    between(arena, () -> seen.add(regions() + " " + isMapped(line)));
    SegmentGuard guard = SegmentGuard.of(arena, mapped);
    assertEquals(1, regions());
    arena.close();
    assertEquals(List.of("0 true"), seen);
    assertFalse(isMapped(line));
    assertFalse(guard.hasFaulted());
    assertThrows(IllegalStateException.class, () -> guard.guarded(() -> {}));
    guard.close();
  }

  @SuppressWarnings("restricted")
  private static void between(Arena arena, Runnable action) {
    MemorySegment.NULL.reinterpret(arena, _ -> action.run());
  }

  private static boolean isMapped(String line) {
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.anyMatch(l -> l.startsWith(line));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aConfinedArenaEndsItsGuardWhenItIsClosed(boolean first) throws IOException {
    Arena arena = Arena.ofConfined();
    if (!first) {
      arena.allocate(8);
    }
    SegmentGuard guard = SegmentGuard.of(arena, map(arena));
    arena.close();
    assertEquals(0, regions());
    guard.close();
  }

  @Test
  void memoryThatWasUnmappedIsWithdrawnWithTheNextGuard() throws IOException {
    Arena arena = Arena.ofShared();
    SegmentGuard guard = SegmentGuard.of(map(arena));
    arena.close();
    assertEquals(1, regions());
    try (Arena next = Arena.ofShared();
        SegmentGuard _ = SegmentGuard.of(map(next))) {
      assertEquals(1, regions());
    }
    assertEquals(0, regions());
    guard.close();
  }

  @Test
  void memoryThatWasUnmappedIsWithdrawnWithTheNextMapping() throws IOException {
    Arena arena = Arena.ofShared();
    SegmentGuard guard = SegmentGuard.of(map(arena));
    arena.close();
    try (Mmap _ = Mmap.anonymous(1)) {
      assertEquals(0, regions());
    }
    assertFalse(guard.hasFaulted());
    guard.close();
  }

  @Test
  void theGuardClosedLastIsWithoutEffect() throws IOException {
    Arena arena = Arena.ofShared();
    SegmentGuard guard = SegmentGuard.of(map(arena));
    arena.close();
    guard.close();
    assertEquals(0, regions());
  }

  @Test
  void anUnreachableGuardEnds() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment mapped = map(arena);
      SegmentGuard.of(mapped);
      assertTrue(mapped.scope().isAlive());
      awaitNoRegions();
    }
  }

  @Test
  void anAutomaticArenasMemoryStaysUntilItsGuardIsUnreachable() throws Exception {
    long address = guardOfAutomatic().address();
    assertTrue(isMapped(Long.toHexString(address) + "-"));
    awaitNoRegions();
  }

  private MemorySegment guardOfAutomatic() throws IOException {
    Arena auto = Arena.ofAuto();
    MemorySegment mapped = map(auto);
    SegmentGuard.of(auto, mapped);
    return mapped;
  }

  private static void awaitNoRegions() throws InterruptedException {
    for (int i = 0; i < 6000 && regions() > 0; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertEquals(0, regions());
  }

  @Test
  void aMappedBufferIsGuardedByItsSegment() throws IOException {
    Path file = Files.write(folder.resolve("buffer"), new byte[LENGTH]);
    try (FileChannel channel = FileChannel.open(file)) {
      var buffer = channel.map(FileChannel.MapMode.READ_ONLY, 0, LENGTH);
      MemorySegment one = MemorySegment.ofBuffer(buffer);
      MemorySegment two = MemorySegment.ofBuffer(buffer);
      try (SegmentGuard _ = SegmentGuard.of(one);
          SegmentGuard guard = SegmentGuard.of(two)) {
        assertEquals(1, regions());
        assertEquals(0, guard.guarded(() -> (int) buffer.get(5)));
      }
    }
  }

  @Test
  void bodiesReturnAndThrowWhatTheyLike() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment mapped = map(arena);
      try (SegmentGuard guard = SegmentGuard.of(mapped)) {
        byte unchecked = guard.guarded(() -> mapped.get(JAVA_BYTE, 7));
        assertEquals(0, unchecked);
        guard.guarded(
            () -> {
              mapped.get(JAVA_BYTE, 7);
            });
        FileNotFoundException e = new FileNotFoundException();
        assertSame(
            e,
            assertThrows(
                FileNotFoundException.class,
                () ->
                    guard.guarded(
                        () -> {
                          throw e;
                        })));
        assertThrows(IllegalStateException.class, () -> guard.guarded(guard::close));
        assertThrows(IllegalStateException.class, () -> guard.guarded(() -> 1));
      }
    }
  }
}
