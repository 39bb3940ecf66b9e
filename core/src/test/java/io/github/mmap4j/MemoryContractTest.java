package io.github.mmap4j;

import static io.github.mmap4j.harness.Kind.SHARED;
import static io.github.mmap4j.harness.Kind.WINDOWS;
import static io.github.mmap4j.harness.Kinds.ADVISABLE;
import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.ANONYMOUS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.Platform;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.function.Executable;

/** Checks advice, names, and how a mapping describes itself. */
class MemoryContractTest extends Contract {
  /** The flags by which smaps shows lasting advice in its VmFlags line. */
  private static final Map<Advice, String> SHOWN =
      Map.of(
          Advice.RANDOM, "rr",
          Advice.SEQUENTIAL, "sr",
          Advice.DONTFORK, "dc",
          Advice.DONTDUMP, "dd",
          Advice.HUGEPAGE, "hg",
          Advice.NOHUGEPAGE, "nh",
          Advice.WIPEONFORK, "wf");

  private static final Set<Advice> ALWAYS_TAKEN =
      Set.of(
          Advice.NORMAL,
          Advice.RANDOM,
          Advice.SEQUENTIAL,
          Advice.WILLNEED,
          Advice.DONTFORK,
          Advice.DOFORK,
          Advice.DONTDUMP,
          Advice.DODUMP);

  private static final Set<String> REFUSALS =
      Set.of("EINVAL", "EFAULT", "EAGAIN", "ENOMEM", "EBUSY", "EPERM", "EACCES", "EIO");

  @ForKinds(ALL)
  void theTextNamesTheFileThenHasWhatPythonsTextHas() {
    m.seek(5);
    String asPython =
        ", closed=false, access=%s, length=%d, position=5, offset=%d]"
            .formatted(kind.access(), LENGTH, kind.offset);
    String text = m.toString();
    assertTrue(text.startsWith("Mmap[") && text.endsWith(asPython), text);
    assertTrue(
        Mmap.openMappings().stream().anyMatch(open -> text.startsWith("Mmap[" + open.source())),
        text);
  }

  @ForKinds(ALL)
  void sizeAndResizeWorkWhereTheCapabilitiesSaySo() throws IOException {
    Set<Capability> all = m.capabilities();
    assertEquals(kind != Kind.UNTRACKED, all.contains(Capability.SIZE));
    assertEquals(kind.canResize(), all.contains(Capability.RESIZE));
    if (all.contains(Capability.SIZE)) {
      assertEquals(kind.offset + LENGTH, m.size() + (kind.isFile() ? 0 : kind.offset));
    }
  }

  @ForKinds(ALL)
  void flagsAdviceAndNamesAreRefusedWhereTheCapabilitiesLackThem() {
    Set<Capability> all = m.capabilities();
    assertEquals(kind.isJdk(), !all.contains(Capability.SYNC_FLAGS));
    assertEquals(kind.isJdk(), !all.contains(Capability.ADVISE));
    assertEquals(kind.isJdk(), !all.contains(Capability.LOCK));
    assertTrue(all.contains(Capability.RESIDENCY) || Platform.current() == Platform.WINDOWS);
    assertEquals(kind.isAnonymous(), all.contains(Capability.NAME));
    assertEquals(!kind.isCopy() && !kind.isPrivateAnonymous(), all.contains(Capability.SHARED));
    if (kind.isJdk() && kind.writesFile()) {
      assertUnsupported(() -> m.flush(0, 1, Sync.ASYNC));
    }
    if (kind.isJdk()) {
      assertUnsupported(() -> m.madvise(Advice.NORMAL));
    }
    if (!kind.isAnonymous()) {
      assertUnsupported(() -> m.setName("name"));
    }
  }

  private static void assertUnsupported(Executable call) {
    assertFalse(assertThrows(UnsupportedOperationException.class, call).getMessage().isEmpty());
  }

  @ForKinds(ALL)
  void capabilitiesCanNotBeChangedThrough() {
    m.capabilities().clear();
    assertEquals(kind != Kind.UNTRACKED, m.capabilities().contains(Capability.SIZE));
  }

  /** Windows is left out, because the available advice depends on the system that runs the test. */
  @ForKinds(
      but = WINDOWS,
      withoutConstants = {"HWPOISON", "SOFT_OFFLINE", "DONTNEED", "REMOVE", "FREE"})
  void adviceIsTakenOrRefusedAndChangesNoByte(Advice advice) throws IOException {
    if (kind.isJdk() || !advice.isSupported()) {
      assertThrows(UnsupportedOperationException.class, () -> m.madvise(advice));
      return;
    }
    try {
      m.madvise(advice, PAGE, PAGE);
      if (SHOWN.containsKey(advice)) {
        String flags = vmFlags(PAGE);
        assertTrue(flags.contains(" " + SHOWN.get(advice) + " "), advice + " in" + flags);
        assertFalse(vmFlags(0).contains(" " + SHOWN.get(advice) + " "), "only the page asked for");
      }
    } catch (MmapException e) {
      assertEquals("madvise", e.call());
      assertTrue(REFUSALS.contains(e.errnoName()), e.getMessage());
      assertTrue(e.getMessage().contains(advice.name()), e.getMessage());
      assertFalse(ALWAYS_TAKEN.contains(advice), e.getMessage());
    }
    assertMemoryAsExpected();
  }

  private String vmFlags(long offset) throws IOException {
    return Proc.vmFlags(m.asSegment().address() + offset);
  }

  @ForKinds(ADVISABLE)
  void dontneedLosesOnlyWhatIsPrivate() throws IOException {
    byte[] before = part(0, LENGTH);
    if (!kind.isReadOnly()) {
      put(PAGE, new byte[] {1, 2, 3});
    }
    m.madvise(Advice.DONTNEED, PAGE, PAGE);
    if (kind.isPrivateAnonymous()) {
      Arrays.fill(expected, PAGE, 2 * PAGE, (byte) 0);
    } else if (kind.isCopy()) {
      expected = before;
    }
    assertMemoryAsExpected();
  }

  @ForKinds(ADVISABLE)
  void removeMakesAHoleInTheFile() throws IOException {
    try {
      m.madvise(Advice.REMOVE, PAGE, PAGE);
      assertTrue(kind.writesFile() || kind == Kind.SHARED, "only memory that is shared");
      Arrays.fill(expected, PAGE, 2 * PAGE, (byte) 0);
    } catch (MmapException e) {
      // Not every file system supports holes.
      assertTrue(Set.of("EINVAL", "EACCES", "EOPNOTSUPP").contains(e.errnoName()), e.getMessage());
      assertTrue(kind != Kind.SHARED, e.getMessage());
    }
    assertMemoryAsExpected();
  }

  @ForKinds(ADVISABLE)
  void freeIsForPrivateAnonymousMemory() throws IOException {
    if (kind.isPrivateAnonymous()) {
      m.madvise(Advice.FREE, PAGE, PAGE);
      assertTrue(m.get(PAGE) == 0 || m.get(PAGE) == (expected[PAGE] & 0xff));
    } else {
      assertThrows(MmapException.class, () -> m.madvise(Advice.FREE, PAGE, PAGE));
      assertMemoryAsExpected();
    }
  }

  @ForKinds(ADVISABLE)
  void adviceIsForARangeInside() throws IOException {
    m.madvise(Advice.NORMAL, 0, Long.MAX_VALUE);
    m.madvise(Advice.NORMAL, PAGE, Long.MAX_VALUE - PAGE);
    m.madvise(Advice.NORMAL, 3L * PAGE, LENGTH);
    m.madvise(Advice.NORMAL, 0, 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> m.madvise(Advice.NORMAL, PAGE, Long.MAX_VALUE - PAGE + 1));
    assertThrows(IllegalArgumentException.class, () -> m.madvise(Advice.NORMAL, LENGTH));
    assertThrows(IllegalArgumentException.class, () -> m.madvise(Advice.NORMAL, -1));
    assertThrows(IllegalArgumentException.class, () -> m.madvise(Advice.NORMAL, 0, -1));
    MmapException e = assertThrows(MmapException.class, () -> m.madvise(Advice.NORMAL, 1));
    assertEquals("EINVAL", e.errnoName());
    assertTrue(e.getMessage().contains("PAGESIZE, " + PAGE), e.getMessage());
  }

  @ForKinds(ADVISABLE)
  void adviceForARangeGoesToAllItsPages() throws IOException {
    m.madviseRange(Advice.RANDOM, PAGE - 1, PAGE + 2);
    assertTrue(vmFlags(0).contains(" rr "));
    assertTrue(vmFlags(2L * PAGE).contains(" rr "));
    assertFalse(vmFlags(3L * PAGE).contains(" rr "));
    m.madviseRange(Advice.NORMAL, PAGE, 1);
    assertTrue(vmFlags(0).contains(" rr "));
    assertFalse(vmFlags(PAGE).contains(" rr "));
    m.madviseRange(Advice.DONTFORK, 1, 2L * PAGE);
    assertFalse(vmFlags(0).contains(" dc "));
    assertTrue(vmFlags(PAGE).contains(" dc "));
    assertFalse(vmFlags(2L * PAGE).contains(" dc "));
    assertMemoryAsExpected();
  }

  @ForKinds(ADVISABLE)
  void adviceThatDiscardsLeavesBytesOutsideTheRange() throws IOException {
    byte[] before = part(0, LENGTH);
    if (!kind.isReadOnly()) {
      put(0, new byte[LENGTH]);
      put(0, Kind.content(LENGTH));
      m.set(1, 99);
      expected[1] = 99;
      m.set(PAGE, 98);
      expected[PAGE] = 98;
      m.set(-1, 97);
      expected[LENGTH - 1] = 97;
    }
    m.madviseRange(Advice.DONTNEED, 0, PAGE - 1);
    m.madviseRange(Advice.DONTNEED, PAGE + 1, PAGE);
    m.madviseRange(Advice.DONTNEED, 0, 0);
    assertMemoryAsExpected();
    m.madviseRange(Advice.DONTNEED, 2, LENGTH - 2);
    if (kind.isPrivateAnonymous()) {
      Arrays.fill(expected, PAGE, LENGTH, (byte) 0);
    } else if (kind.isCopy()) {
      System.arraycopy(before, PAGE, expected, PAGE, LENGTH - PAGE);
    }
    assertMemoryAsExpected();
  }

  @ForKinds(ADVISABLE)
  void removeOfARangeLeavesBytesOutsideItAndPastTheMapping() throws IOException {
    byte[] next = {1, 2, 3};
    if (kind.isFile()) {
      mapped.writeFile(LENGTH, next);
    }
    try {
      m.madviseRange(Advice.REMOVE, PAGE - 1, LENGTH - PAGE + 1);
      assertTrue(kind.writesFile() || kind == Kind.SHARED, "only memory that is shared");
      Arrays.fill(expected, PAGE, 3 * PAGE, (byte) 0);
    } catch (MmapException e) {
      // Not every file system supports holes.
      assertTrue(Set.of("EINVAL", "EACCES", "EOPNOTSUPP").contains(e.errnoName()), e.getMessage());
      assertTrue(kind != Kind.SHARED, e.getMessage());
    }
    assertMemoryAsExpected();
    if (kind.isFile()) {
      assertArrayEquals(next, mapped.fileBytes(LENGTH, 3));
    }
  }

  @ForKinds(ALL)
  void adviceForARangeIsRefusedWhereItCanNotBe() {
    if (kind.isJdk()) {
      assertUnsupported(() -> m.madviseRange(Advice.NORMAL, 0, 0));
      return;
    }
    for (long[] range :
        new long[][] {{-1, 1}, {0, -1}, {0, LENGTH + 1}, {LENGTH + 1, 0}, {1, Long.MAX_VALUE}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> m.madviseRange(Advice.WILLNEED, range[0], range[1]));
    }
    assertUnsupported(() -> m.madviseRange(Advice.FREE_REUSE, 0, 0));
  }

  @ForKinds(ANONYMOUS)
  void memoryIsNamedAndKeepsTheNameWhenItGrows() throws IOException {
    String shown = kind == SHARED ? "[anon_shmem:a name of mine]" : "[anon:a name of mine]";
    try {
      m.setName("a name of mine");
      assertEquals(1, Proc.maps(shown).size());
      m.resize(LENGTH + 100L * PAGE);
      assertEquals(1, Proc.maps(shown).size());
    } catch (MmapException e) {
      assertEquals("prctl EINVAL", e.call() + " " + e.errnoName());
      assertTrue(e.getMessage().contains("CONFIG_ANON_VMA_NAME"), e.getMessage());
      assumeTrue(false, "this kernel was built without CONFIG_ANON_VMA_NAME");
    }
  }

  @ForKinds(ANONYMOUS)
  void aNameThatTheKernelWouldNotTakeIsRefused() {
    String tooLong = "a".repeat(80);
    for (String name :
        List.of("", "tab\t", "back\\slash", "a`b", "a$b", "[a", "a]", "é", tooLong)) {
      assertThrows(IllegalArgumentException.class, () -> m.setName(name), name);
    }
  }
}
