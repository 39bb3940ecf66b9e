package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.HugePages;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.share.SharedMemory;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Maps anonymous and shared memory of huge pages, a few of which the test reserves. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "huge pages are reserved as on Linux")
class HugePagesTest {
  private static final int PAGES = 8;
  private static final int PAGE = HugePages.SIZE;

  private HugePages reserved;
  private long free;

  @BeforeEach
  void reserve() throws IOException {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    reserved = new HugePages(PAGES);
    free = HugePages.free();
  }

  @AfterEach
  void giveBack() throws IOException {
    if (reserved != null) {
      try {
        assertEquals(free, HugePages.free(), "free huge pages at the end");
      } finally {
        reserved.close();
      }
    }
  }

  private enum Sharing {
    SHARED(MapFlag.SHARED),
    PRIVATE(MapFlag.PRIVATE);

    private final MapFlag flag;

    Sharing(MapFlag flag) {
      this.flag = flag;
    }

    MmapBuilder builder(long length, MapFlag... size) {
      MapFlag[] flags = new MapFlag[size.length + 2];
      System.arraycopy(size, 0, flags, 0, size.length);
      flags[size.length] = flag;
      flags[size.length + 1] = MapFlag.HUGETLB;
      return Mmap.builder().anonymous().length(length).flags(flags);
    }
  }

  /** Returns the file that sets the number of pages; only the default size has a short name. */
  private static String setting() {
    return NativeAccess.os().hugePageSize() == PAGE
        ? "/proc/sys/vm/nr_hugepages"
        : "/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages";
  }

  private static void assertHuge(Mmap m, long pages) throws IOException {
    long address = m.asSegment().address();
    assertTrue(Proc.vmFlags(address).contains(" ht "), Proc.vmFlags(address));
    String range = Proc.smaps(address).getFirst().split(" ")[0];
    long begin = Long.parseLong(range.split("-")[0], 16);
    long end = Long.parseLong(range.split("-")[1], 16);
    assertEquals(pages * PAGE, end - begin);
  }

  @ParameterizedTest
  @EnumSource
  void memoryConsistsOfHugePagesAndIsGivenBackWhole(Sharing sharing) throws IOException {
    for (long length : new long[] {1, 5000, PAGE, PAGE + 1}) {
      for (boolean confined : new boolean[] {false, true}) {
        MmapBuilder builder = sharing.builder(length, MapFlag.HUGE_2MB);
        Mmap m = confined ? builder.confined().map() : builder.map();
        assertEquals(length, m.length());
        m.set(-1, 7);
        assertHuge(m, length > PAGE ? 2 : 1);
        m.close();
        assertEquals(free, HugePages.free());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theDefaultSizeNeedsNoFlag(Sharing sharing) throws IOException {
    assumeTrue(NativeAccess.os().hugePageSize() == PAGE, "the default is another size");
    try (Mmap m = sharing.builder(10).map()) {
      assertHuge(m, 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void memoryGrowsAndShrinksInHugePages(Sharing sharing) throws IOException {
    try (Mmap m = sharing.builder(100, MapFlag.HUGE_2MB).map()) {
      m.set(0, 1);
      m.set(99, 2);
      m.resize(50);
      m.resize(PAGE);
      assertEquals(1, m.get(0));
      assertArrayEquals(new byte[PAGE - 50], m.getSlice(50, PAGE), "bytes come back");
      m.set(-1, 3);
      m.resize(2L * PAGE + 5);
      assertHuge(m, 3);
      m.set(-1, 4);
      assertEquals("1 3 4", m.get(0) + " " + m.get(PAGE - 1) + " " + m.get(2L * PAGE + 4));
      m.resize(PAGE + 1);
      assertHuge(m, 2);
      m.resize(2L * PAGE + 5);
      assertEquals("1 3 0", m.get(0) + " " + m.get(PAGE - 1) + " " + m.get(2L * PAGE + 4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void residencyTellsWhichHugePagesWereTouched(Sharing sharing) throws IOException {
    try (Mmap m = sharing.builder(2L * PAGE, MapFlag.HUGE_2MB).map()) {
      assertEquals(0, m.residency().residentPages());
      m.set(PAGE + 7, 1);
      assertEquals(List.of(new Residency.Run(PAGE, PAGE)), m.residency().runs());
    }
  }

  private static String pagesWith(String flag, Mmap m, int pages) throws IOException {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < pages; i++) {
      boolean has = Proc.vmFlags(m.asSegment().address() + (long) i * PAGE).contains(flag);
      all.append(has ? 'x' : '-');
    }
    return all.toString();
  }

  /** Linux refuses advice for a part of a huge page. */
  @ParameterizedTest
  @EnumSource
  void adviceIsGivenToWholeHugePages(Sharing sharing) throws IOException {
    try (Mmap m = sharing.builder(PAGE + 100, MapFlag.HUGE_2MB).map()) {
      m.madvise(Advice.DONTDUMP);
      m.madviseRange(Advice.RANDOM, PAGE + 10, 50);
      assertEquals("xx -x", pagesWith(" dd ", m, 2) + " " + pagesWith(" rr ", m, 2));
      m.resize(3L * PAGE + 5);
      assertEquals("xxxx -xxx", pagesWith(" dd ", m, 4) + " " + pagesWith(" rr ", m, 4));
      m.set(PAGE - 1, 1);
      m.madviseRange(Advice.DONTNEED, PAGE - 1, PAGE + 1);
      assertEquals(1, m.get(PAGE - 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theKernelNamesNoHugePages(Sharing sharing) throws IOException {
    try (Mmap m = sharing.builder(10, MapFlag.HUGE_2MB).map()) {
      assertFalse(m.capabilities().contains(Capability.NAME));
      UnsupportedOperationException e =
          assertThrows(UnsupportedOperationException.class, () -> m.setName("name"));
      assertTrue(e.getMessage().contains("of huge pages"), e.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutFreePagesTheMessageSaysHowToReserveThem(Sharing sharing) {
    long tooMuch = (free + 1) * PAGE;
    MmapException e =
        assertThrows(MmapException.class, () -> sharing.builder(tooMuch, MapFlag.HUGE_2MB).map());
    assertEquals("mmap ENOMEM", e.call() + " " + e.errnoName());
    assertTrue(e.getMessage().contains("reserve more by " + setting()), e.getMessage());
    assertTrue(e.getMessage().contains("reserved are "), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void growthWithoutFreePagesChangesNothing(Sharing sharing) throws IOException {
    try (Mmap m = sharing.builder(10, MapFlag.HUGE_2MB).map()) {
      m.set(9, 9);
      MmapException e = assertThrows(MmapException.class, () -> m.resize((free + 1) * PAGE));
      assertEquals("ENOMEM", e.errnoName());
      assertEquals(10, m.length());
      assertEquals(9, m.get(9));
      m.resize(20);
      assertEquals(0, m.get(-1));
    }
  }

  @Test
  void flagsThatDoNotFitAreRefused() {
    for (MmapBuilder wrong :
        new MmapBuilder[] {
          Sharing.SHARED.builder(1, MapFlag.HUGE_2MB, MapFlag.HUGE_1GB),
          Mmap.builder().anonymous().length(1).flags(MapFlag.PRIVATE, MapFlag.HUGE_2MB),
          Mmap.builder().fileno(0).length(1).flags(MapFlag.SHARED, MapFlag.HUGETLB),
          Sharing.SHARED.builder(1).tagname("huge")
        }) {
      String message = assertThrows(IllegalArgumentException.class, wrong::map).getMessage();
      assertTrue(message.contains("HUGE"), message);
    }
    MmapException e =
        assertThrows(
            MmapException.class,
            () -> Sharing.PRIVATE.builder(1, MapFlag.HUGE_2MB).offset(Mmap.PAGESIZE + 1L).map());
    assertEquals("EINVAL", e.errnoName());
  }

  @Test
  void sharedMemoryIsAttachedByItsToken() throws IOException {
    try (SharedMemory memory = SharedMemory.huge(PAGE + 1, PAGE);
        Mmap m = memory.map();
        SharedMemory other = SharedMemory.attach(memory.token());
        Mmap shown = other.map();
        SharedMemory reader = SharedMemory.attach(memory.readOnlyToken());
        Mmap read = reader.map()) {
      assertEquals(2L * PAGE, memory.length());
      assertEquals(2L * PAGE, shown.length());
      assertEquals(free - 2, HugePages.free());
      assertHuge(m, 2);
      assertHuge(shown, 2);
      m.set(-1, 7);
      assertEquals(7, shown.get(-1));
      assertEquals(7, read.get(-1));
    }
  }

  @Test
  void sharedMemoryWithoutFreePagesIsRefusedAtOnce() throws IOException {
    long tooMuch = (free + 1) * PAGE;
    MmapException e = assertThrows(MmapException.class, () -> SharedMemory.huge(tooMuch, PAGE));
    assertTrue(e.getMessage().contains("reserve more by " + setting()), e.getMessage());
    assertEquals("{}", Proc.descriptors("mmap4j-shared").toString());
    for (long size : new long[] {-1, Mmap.PAGESIZE, PAGE + 1}) {
      assertThrows(IllegalArgumentException.class, () -> SharedMemory.huge(1, size));
    }
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.huge(0, PAGE));
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.huge(Long.MAX_VALUE, PAGE));
  }

  @Test
  void aSizeThatTheSystemLacksIsNamed() {
    MmapException e = assertThrows(MmapException.class, () -> SharedMemory.huge(1, 64 << 20));
    assertTrue(e.getMessage().contains("no huge pages of 65536 KiB"), e.getMessage());
  }
}
