package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checks what the system reports about pages that were touched, written and released. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "which pages stay in memory is told of Linux")
class ResidencyTest {
  private static final int PAGE = Mmap.PAGESIZE;

  /** More pages than one call asks about. */
  private static final int PAGES = (1 << 16) + 100;

  private static final long MOST_NANOS = 60_000_000_000L;
  private static final int MOST_TRIES = 5;

  private static final int[] TOUCHED = {0, 1, 77, 65535, 65536, 65537, PAGES - 1};
  private static final BitSet TOUCHED_SET = set(TOUCHED);

  @TempDir Path directory;

  @BeforeEach
  void needsTheSystemsCalls() {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
  }

  private static BitSet set(int... pages) {
    BitSet set = new BitSet();
    IntStream.of(pages).forEach(set::set);
    return set;
  }

  private Path sparse() throws IOException {
    Path path = directory.resolve("sparse");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength((long) PAGES * PAGE);
    }
    return path;
  }

  /** Touches single pages. Advice switches read-ahead off, so no neighbours are loaded. */
  private static void touch(Mmap m) throws IOException {
    m.madvise(Advice.RANDOM);
    for (int page : TOUCHED) {
      m.set((long) page * PAGE + 5, 1);
    }
  }

  @Test
  void ofASparseFileOnlyWhatWasTouchedIsInMemory() throws IOException {
    try (Mmap m = Mmap.open(sparse())) {
      assertEquals(0, m.residency().residentPages());
      touch(m);
      assertEquals(TOUCHED_SET, m.residency().toBitSet());
    }
  }

  @Test
  void ofAnonymousMemoryOnlyWhatWasTouchedIsInMemory() throws IOException {
    for (MapFlag flag : new MapFlag[] {MapFlag.SHARED, MapFlag.PRIVATE}) {
      MmapBuilder builder = Mmap.builder().anonymous().flags(flag).length((long) PAGES * PAGE);
      try (Mmap m = builder.map()) {
        m.madvise(Advice.NOHUGEPAGE);
        assertEquals(0, m.residency().residentPages());
        touch(m);
        assertEquals(TOUCHED_SET, m.residency().toBitSet(), flag.name());
      }
    }
  }

  @Test
  void aFilesCachedPagesCountThoughTheMappingTouchedNone() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[3 * PAGE]);
    try (Mmap m = Mmap.open(file, Access.READ)) {
      assertEquals(3, m.residency().residentPages());
    }
  }

  @Test
  void privatePagesThatWereGivenBackAreGone() throws IOException {
    try (Mmap m = Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(8L * PAGE).map()) {
      m.madvise(Advice.NOHUGEPAGE);
      m.setSlice(0, new byte[8 * PAGE]);
      m.madvise(Advice.DONTNEED, 2L * PAGE, 3L * PAGE);
      assertEquals(set(0, 1, 5, 6, 7), m.residency().toBitSet());
    }
  }

  @Test
  void whatTheSystemDroppedFromItsCacheIsNotInMemory() throws Exception {
    Path file = directory.resolve("file");
    Residency r = withoutMiddle(file);
    for (int i = 1; i < MOST_TRIES && r.residentPages() < 32; i++) {
      r = withoutMiddle(file); // because the system may drop what is clean at any time
    }
    assertTrue(r.resident(16L * PAGE, 32L * PAGE) < 32, r::toString);
    assertEquals(16, r.resident(0, 16L * PAGE));
    assertEquals(16, r.resident(48L * PAGE, 16L * PAGE));
  }

  /** Writes 64 pages, and lets Python drop half of them from the cache. */
  private static Residency withoutMiddle(Path file) throws Exception {
    Files.write(file, new byte[64 * PAGE]);
    assumeFalse(Files.getFileStore(file).type().equals("tmpfs"), "a tmpfs keeps its pages");
    try (Mmap m = Mmap.open(file)) {
      m.flush();
      String drop =
          "import os, sys; fd = os.open(sys.argv[1], os.O_RDWR); os.fsync(fd); "
              + "os.posix_fadvise(fd, 16 * %d, 32 * %d, os.POSIX_FADV_DONTNEED)"
                  .formatted(PAGE, PAGE);
      said("python3", "-c", drop, file.toString());
      return m.residency();
    }
  }

  @Test
  void aRangeTellsWhatTheWholeMappingDoes() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Mmap m = Mmap.open(sparse())) {
      touch(m);
      for (int round = 0; round < 300; round++) {
        int near = TOUCHED[random.nextInt(TOUCHED.length)];
        int first = Math.clamp(near - random.nextInt(4), 0, PAGES - 1);
        int last = Math.clamp(first + random.nextInt(6), first, PAGES - 1);
        long from = (long) first * PAGE + random.nextInt(PAGE);
        long to = Math.max(from, (long) last * PAGE + random.nextInt(PAGE));
        BitSet expected = (BitSet) TOUCHED_SET.clone();
        expected.clear(0, first);
        expected.clear(last + 1, PAGES);
        String range = "seed " + seed + ": " + from + " to " + to;
        Residency r = m.residency(from, to + 1 - from);
        assertEquals(expected, r.toBitSet(), range);
        assertEquals(last - first + 1, r.totalPages(), range);
        boolean all = expected.cardinality() == last - first + 1;
        assertEquals(all, m.isResident(from, to + 1 - from), range);
      }
      assertEquals(TOUCHED_SET, m.residency(0, m.length()).toBitSet());
      assertFalse(m.isResident(0, m.length()));
    }
  }

  /** A single call would load only as much as the system reads ahead at a time. */
  @Test
  void willneedLoadsAllOfARangeButNotItsHoles() throws Exception {
    int mib = 1 << 20;
    Path file = directory.resolve("file");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(24 * mib);
      for (long at : new long[] {0, 40L * mib}) {
        channel.write(bytes.rewind(), at);
      }
      channel.force(true);
    }
    assumeFalse(Files.getFileStore(file).type().equals("tmpfs"), "a tmpfs keeps its pages");
    try (Mmap m = Mmap.open(file, Access.READ)) {
      assumeTrue(m.nextHole(0) == 24 * mib, "a file system that tells its holes");
      m.madvise(Advice.RANDOM);
      for (Advised advised :
          List.<Advised>of(
              () -> m.madvise(Advice.WILLNEED),
              () -> m.madviseRange(Advice.WILLNEED, 1, m.length() - 1))) {
        evict(m);
        advised.give();
        long begun = System.nanoTime();
        for (int waits = 1; !isLoaded(m); waits++) {
          assertTrue(System.nanoTime() - begun < MOST_NANOS, () -> "loaded are " + resident(m));
          Thread.sleep(5);
          if (waits % 200 == 0) {
            advised.give(); // because the system may have dropped a page again
          }
        }
        long ofHole = m.residency(24L * mib, 16 * mib).residentPages();
        assertTrue(ofHole <= mib / PAGE, () -> ofHole + " pages of a hole were read");
      }
    }
  }

  private static boolean isLoaded(Mmap m) throws IOException {
    return m.isResident(0, 24L << 20) && m.isResident(40L << 20, 24L << 20);
  }

  private interface Advised {
    void give() throws IOException;
  }

  private static String resident(Mmap m) {
    try {
      return m.residency().runs().toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void evict(Mmap m) throws Exception {
    long begun = System.nanoTime();
    do {
      assertTrue(System.nanoTime() - begun < MOST_NANOS, "some pages stay in memory");
      m.evict();
      Thread.sleep(5);
    } while (m.residency().residentPages() > 0);
  }

  @Test
  void theJdkTellsTheSamePages() throws IOException {
    Path file = sparse();
    try (Mmap m = Mmap.open(file);
        Mmap byJdk = Mmap.builder().path(file).map((SystemCalls) null)) {
      touch(m);
      assertEquals(TOUCHED_SET, byJdk.residency().toBitSet());
    }
  }

  @Test
  void fincoreCountsAsMany() throws Exception {
    Path file = sparse();
    try (Mmap m = Mmap.open(file)) {
      touch(m);
      String pages = said("fincore", "--noheadings", "--output", "PAGES", file.toString()).strip();
      assertEquals(Long.parseLong(pages), m.residency().residentPages());
    }
  }

  /** Returns what the program prints; skips the test if there is no such program. */
  private static String said(String... command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "needs the program " + command[0]);
      throw e;
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
