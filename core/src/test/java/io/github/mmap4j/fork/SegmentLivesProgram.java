package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.Access;
import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.SegmentGuard;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

// This file is long because its scenes share one segment.
/** Meets faults at all stages in the life of a guard and of its segments. Argument: a folder. */
final class SegmentLivesProgram {
  private static final int PAGE = PatternFile.PAGE;
  private static final Finder ABSENT = Finder.of(new byte[] {(byte) PatternFile.ABSENT});

  private final Path folder;
  private int files;

  private SegmentLivesProgram(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    SegmentLivesProgram program = new SegmentLivesProgram(Path.of(args[0]));
    List<Check.Body> all =
        List.of(
            program::withoutAGuardTheErrorIsTheVirtualMachines,
            program::aSliceIsGuardedWithItsPages,
            program::anUnalignedSegmentIsGuardedFromItsFirstPage,
            program::repeatedFaultsOnlyLowerTheFirst,
            program::whatABodyThrowsIsTheCause,
            program::aFaultCountsForEachGuardAboveIt,
            program::whatIsGuardedInPartIsNotTakenForWhole,
            program::segmentsOfSeveralGuardsAreSearchedAsOne,
            program::whatAnEarlierGuardHasLostIsRefused,
            program::anArenaClosedUnderItsGuardLeavesItsAnswer,
            program::aMappingOnUnmappedMemoryIsItsOwn,
            program::writesBehindTheEndAreTold,
            program::aLongTruncatedTailTakesNoMappingForEachPage,
            program::otherMappingsGoOn);
    for (Check.Body one : all) {
      one.run();
      System.out.println("done");
    }
  }

  private PatternFile file() throws IOException {
    return new PatternFile(path(++files));
  }

  private Path path(int file) {
    return folder.resolve("file" + file);
  }

  private MemorySegment map(Arena arena, long from, long length) throws IOException {
    return map(path(files), FileChannel.MapMode.READ_ONLY, arena, from, length);
  }

  private MemorySegment map(Arena arena) throws IOException {
    return map(arena, 0, PatternFile.LENGTH);
  }

  private static MemorySegment map(
      Path path, FileChannel.MapMode mode, Arena arena, long from, long length) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(mode, from, length, arena);
    }
  }

  private static void expect(long offset, long length, Check.Body body) {
    MappingFaultException e = Check.thrown(MappingFaultException.class, body);
    Check.same(offset, e.offset(), "offset");
    Check.same(length, e.mappingLength(), "length");
  }

  private void withoutAGuardTheErrorIsTheVirtualMachines() throws Exception {
    try (PatternFile file = file();
        Arena arena = Arena.ofShared()) {
      MemorySegment s = map(arena);
      file.truncate();
      try {
        ABSENT.find(s);
      } catch (InternalError e) {
        return;
      }
      throw new AssertionError("a search of a truncated segment has returned");
    }
  }

  private void aSliceIsGuardedWithItsPages() throws Exception {
    try (PatternFile file = file();
        Arena arena = Arena.ofShared()) {
      MemorySegment whole = map(arena);
      MemorySegment slice = whole.asSlice(PatternFile.LEFT + 100, 50);
      try (SegmentGuard guard = SegmentGuard.of(slice)) {
        file.truncate();
        Check.same((byte) 0, whole.get(JAVA_BYTE, PatternFile.LEFT), "a byte of the slice's page");
        Check.that(guard.hasFaulted(), "no fault of the slice's page");
        expect(0, 50, () -> guard.guarded(() -> {}));
        expect(0, 50, () -> ABSENT.find(slice));
      }
    }
  }

  private void anUnalignedSegmentIsGuardedFromItsFirstPage() throws Exception {
    try (PatternFile file = file();
        Arena arena = Arena.ofShared()) {
      long from = PAGE + 100;
      long length = 2 * PAGE;
      MemorySegment s = map(arena, from, length);
      Check.same(100L, s.address() % PAGE, "where the segment begins in its page");
      try (SegmentGuard guard = SegmentGuard.of(arena, s)) {
        file.truncate();
        expect(PAGE - 100, length, () -> ABSENT.find(s));
        expect(PAGE - 100, length, () -> guard.guarded(() -> s.get(JAVA_BYTE, length - 1)));
      }
    }
  }

  private void repeatedFaultsOnlyLowerTheFirst() throws Exception {
    try (PatternFile file = file();
        Arena arena = Arena.ofShared()) {
      MemorySegment s = map(arena);
      try (SegmentGuard guard = SegmentGuard.of(arena, s)) {
        file.truncate();
        for (int round = 0; round < 3; round++) {
          s.get(JAVA_BYTE, 3 * PAGE);
          expect(3 * PAGE, PatternFile.LENGTH, () -> guard.guarded(() -> {}));
        }
        s.get(JAVA_BYTE, 2 * PAGE);
        expect(2 * PAGE, PatternFile.LENGTH, () -> guard.guarded(() -> {}));
        try (FileChannel shorter = FileChannel.open(path(files), StandardOpenOption.WRITE)) {
          shorter.truncate(0);
        }
        s.get(JAVA_BYTE, 0);
        expect(0, PatternFile.LENGTH, () -> guard.guarded(() -> {}));
        file.grow();
        Check.same((byte) 0, s.get(JAVA_BYTE, 0), "a lost page of a file that grew");
      }
    }
  }

  private void whatABodyThrowsIsTheCause() throws Exception {
    try (PatternFile file = file();
        Arena arena = Arena.ofShared()) {
      MemorySegment s = map(arena);
      try (SegmentGuard guard = SegmentGuard.of(s)) {
        file.truncate();
        IOException thrown = new IOException("of a zero");
        MappingFaultException e =
            Check.thrown(
                MappingFaultException.class,
                () ->
                    guard.guarded(
                        () -> {
                          if (s.get(JAVA_BYTE, PatternFile.GONE) == 0) {
                            throw thrown;
                          }
                        }));
        Check.that(e.getCause() == thrown, "the cause is " + e.getCause());
        boolean[] run = new boolean[1];
        expect(PatternFile.LEFT, PatternFile.LENGTH, () -> guard.guarded(() -> run[0] = true));
        Check.that(!run[0], "a body was run over lost memory");
      }
    }
  }

  private void aFaultCountsForEachGuardAboveIt() throws Exception {
    try (PatternFile file = file();
        Arena arena = Arena.ofShared()) {
      MemorySegment s = map(arena);
      SegmentGuard below = SegmentGuard.of(s.asSlice(0, PatternFile.LEFT));
      SegmentGuard all = SegmentGuard.of(s);
      SegmentGuard above = SegmentGuard.of(s.asSlice(3 * PAGE + 5, 10));
      file.truncate();
      s.get(JAVA_BYTE, PatternFile.GONE);
      Check.that(all.hasFaulted() && above.hasFaulted(), "a fault has not been told");
      Check.same((byte) PatternFile.at(0), below.guarded(() -> s.get(JAVA_BYTE, 0)), "a byte");
      above.close();
      Check.that(above.hasFaulted(), "the fault is forgotten");
      below.close();
      try (FileChannel shorter = FileChannel.open(path(files), StandardOpenOption.WRITE)) {
        shorter.truncate(0);
      }
      s.get(JAVA_BYTE, 0); // guarded by all now, no longer by below
      Check.that(!below.hasFaulted(), "a fault after the guard was closed");
      expect(0, PatternFile.LENGTH, () -> all.guarded(() -> {}));
      all.close();
    }
  }

  private void whatIsGuardedInPartIsNotTakenForWhole() throws Exception {
    try (PatternFile file = file();
        Arena arena = Arena.ofShared()) {
      MemorySegment s = map(arena);
      // The page of the fault is guarded, but the segment's first page is not.
      try (SegmentGuard _ = SegmentGuard.of(s.asSlice(PatternFile.LEFT))) {
        Check.same(-1L, ABSENT.find(s), "a byte that is not there");
        file.truncate();
        expect(0, 2 * PAGE, () -> ABSENT.find(s));
        expect(0, 2 * PAGE, () -> ABSENT.rfind(s));
        Check.same(-1L, ABSENT.find(s, 0, PatternFile.LEFT), "a byte that is not there");
        expect(0, 2 * PAGE, () -> Finder.of(s.asSlice(PatternFile.LEFT - 1, 2)));
      }
    }
  }

  private void segmentsOfSeveralGuardsAreSearchedAsOne() throws Exception {
    try (PatternFile file = file();
        Arena arena = Arena.ofShared()) {
      MemorySegment s = map(arena);
      List<SegmentGuard> guards =
          Stream.of(3, 1, 0, 2).map(page -> SegmentGuard.of(s.asSlice(page * PAGE, PAGE))).toList();
      file.truncate();
      Check.thrown(MappingFaultException.class, () -> ABSENT.find(s));
      Check.thrown(MappingFaultException.class, () -> ABSENT.rfind(s));
      Check.thrown(MappingFaultException.class, () -> Finder.of(s));
      Check.same(-1L, ABSENT.find(s, 0, PatternFile.LEFT), "a byte that is not there");
      guards.forEach(SegmentGuard::close);
    }
  }

  private void whatAnEarlierGuardHasLostIsRefused() throws Exception {
    try (PatternFile file = file();
        Arena arena = Arena.ofShared()) {
      MemorySegment s = map(arena);
      try (SegmentGuard _ = SegmentGuard.of(s)) {
        file.truncate();
        s.get(JAVA_BYTE, PatternFile.GONE);
        expect(PatternFile.LEFT, PatternFile.LENGTH, () -> SegmentGuard.of(s));
      }
      expect(PatternFile.LEFT, PatternFile.LENGTH, () -> SegmentGuard.of(arena, s));
      try (SegmentGuard left = SegmentGuard.of(s.asSlice(0, PatternFile.LEFT))) {
        Check.same(-1L, left.guarded(() -> ABSENT.find(s, 0, PatternFile.LEFT)), "absent");
      }
    }
    Check.same(0L, regions(), "regions after the arena was closed and something mapped");
  }

  /** Counts foreign regions. */
  private static long regions() throws IOException {
    try (Mmap _ = Mmap.anonymous(1)) {
      return io.github.mmap4j.internal.fault.FaultGuard.owners().size() - 1L;
    }
  }

  private void anArenaClosedUnderItsGuardLeavesItsAnswer() throws Exception {
    for (boolean tied : new boolean[] {false, true}) {
      for (Arena arena : List.of(Arena.ofShared(), Arena.ofConfined())) {
        try (PatternFile file = file()) {
          MemorySegment s = map(arena);
          SegmentGuard guard = tied ? SegmentGuard.of(arena, s) : SegmentGuard.of(s);
          file.truncate();
          s.get(JAVA_BYTE, PatternFile.GONE);
          arena.close();
          Check.that(guard.hasFaulted(), "the fault is forgotten");
          Check.thrown(RuntimeException.class, () -> guard.guarded(() -> {}));
          guard.close();
          Check.that(guard.hasFaulted(), "the fault is forgotten");
          Check.same(0L, regions(), "regions");
        }
      }
    }
  }

  /** Relies on Linux reusing the addresses that became free last. */
  private void aMappingOnUnmappedMemoryIsItsOwn() throws Exception {
    int met = 0;
    for (int round = 0; round < 20; round++) {
      try (PatternFile file = file()) {
        Arena arena = Arena.ofShared();
        MemorySegment s = map(arena);
        SegmentGuard guard = SegmentGuard.of(s);
        arena.close();
        try (Mmap m = Mmap.open(path(files), Access.READ)) {
          met += m.asSegment().address() == s.address() ? 1 : 0;
          file.truncate();
          MappingFaultException e =
              Check.thrown(MappingFaultException.class, () -> m.get(PatternFile.GONE));
          Check.same((long) PatternFile.LEFT, e.fileSize(), "the file's size");
          file.grow();
          Check.same(PatternFile.at(PatternFile.GONE), m.get(PatternFile.GONE), "after repair");
          Check.that(!guard.hasFaulted(), "another's fault is told");
        }
        guard.close();
      }
    }
    Check.that(met > 0, "no address was used again");
  }

  private void writesBehindTheEndAreTold() throws Exception {
    try (PatternFile file = file();
        Arena arena = Arena.ofShared()) {
      MemorySegment s =
          map(path(files), FileChannel.MapMode.READ_WRITE, arena, 0, PatternFile.LENGTH);
      // The guard gets a read-only view of writable memory.
      try (SegmentGuard guard = SegmentGuard.of(s.asReadOnly())) {
        guard.guarded(() -> s.set(JAVA_BYTE, PatternFile.GONE, (byte) 1));
        file.truncate();
        expect(
            PatternFile.LEFT,
            PatternFile.LENGTH,
            () ->
                guard.guarded(
                    () -> {
                      s.set(JAVA_BYTE, PatternFile.GONE, (byte) 2);
                      s.force();
                    }));
        file.grow();
        try (Mmap m = Mmap.open(path(files), Access.READ)) {
          Check.same(PatternFile.at(PatternFile.GONE), m.get(PatternFile.GONE), "the file's byte");
        }
        byte[] some = {5};
        try (Mmap m = Mmap.anonymous(1)) {
          Check.same(0, m.get(0), "another mapping's byte");
          m.setSlice(0, some);
        }
      }
    }
  }

  private void aLongTruncatedTailTakesNoMappingForEachPage() throws Exception {
    long length = 98_304L * PAGE; // 1.5 times as many pages as a process may have mappings
    Path path = path(++files);
    Files.createFile(path);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        Arena arena = Arena.ofShared()) {
      MemorySegment s = map(path, FileChannel.MapMode.READ_WRITE, arena, 0, length);
      try (SegmentGuard guard = SegmentGuard.of(arena, s)) {
        channel.truncate(PAGE);
        expect(
            PAGE,
            length,
            () ->
                guard.guarded(
                    () -> {
                      for (long at = 0; at < length; at += PAGE) {
                        s.get(JAVA_BYTE, at);
                      }
                    }));
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
          long count = maps.count();
          Check.that(count < 2000, count + " mappings");
        }
      }
    }
  }

  private void otherMappingsGoOn() throws Exception {
    try (PatternFile _ = file();
        Mmap m = Mmap.open(path(files), Access.READ);
        PatternFile file = file();
        Arena arena = Arena.ofShared()) {
      MemorySegment s = map(arena);
      try (SegmentGuard guard = SegmentGuard.of(s)) {
        file.truncate();
        s.get(JAVA_BYTE, PatternFile.GONE);
        for (int i = 0; i < 1000; i++) {
          Check.same(PatternFile.at(i), m.get(i), "another mapping's byte");
          Check.same(-1L, ABSENT.find(m.asSegment()), "in another mapping");
        }
        Check.that(guard.hasFaulted(), "the fault is forgotten");
      }
      Check.same(PatternFile.at(7), m.get(7), "another mapping's byte");
    }
  }
}
