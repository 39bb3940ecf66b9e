package io.github.mmap4j.share;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.harness.MachineLock;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests memory that is opened by name, and when the name is removed. */
class SharedNameTest {
  private static final byte[] HELLO = "Hello".getBytes(US_ASCII);

  private final String name = FreshName.next();
  private MachineLock leftNames;

  @BeforeEach
  void needsTheSystemsCalls() throws IOException {
    assumeTrue(NativeAccess.ipcCalls() != null, NativeAccess.missingIpcCalls());
    leftNames = MachineLock.ofLeftNames();
  }

  @AfterEach
  void letOthersLeaveNames() {
    if (leftNames != null) {
      leftNames.close();
    }
  }

  @Test
  void whoOpensTheNameSeesTheSameMemory() throws IOException {
    try (SharedMemory made = SharedMemory.create(name, 5000);
        SharedMemory opened = SharedMemory.open(name);
        Mmap one = made.map();
        Mmap other = opened.map()) {
      one.write(HELLO);
      assertArrayEquals(HELLO, other.read(HELLO.length));
      other.set(4999, 7);
      assertEquals(7, one.get(-1));
      assertEquals(5000, opened.length());
      assertEquals(Optional.of(name), opened.name());
    }
  }

  @Test
  void newMemoryIsZero() throws IOException {
    try (SharedMemory made = SharedMemory.create(name, 5000);
        Mmap m = made.map()) {
      assertArrayEquals(new byte[5000], m.getSlice(0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        ".hidden",
        "a/b",
        "/a",
        "a\\b",
        "a\nb",
        "a\u007f",
        "ü",
        "a\0",
        "1234567890123456789012345678901"
      })
  void aNameThatNotAllSystemsTakeIsRefused(String wrong) {
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(wrong, 1));
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.createOrOpen(wrong, 1));
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.open(wrong));
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.unlink(wrong));
  }

  @Test
  void theLongestNameIsTaken() throws IOException {
    String longest = (name + "-123456789012345678901234567890").substring(0, 30);
    SharedMemory.create(longest, 1).close();
  }

  @Test
  void theRefusalOfANameTellsItAndTheLimit() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SharedMemory.open("x".repeat(31)));
    assertTrue(e.getMessage().contains("x".repeat(31) + "\" has 31 characters, not 1 to 30"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void aLengthOfNothingIsRefused(long length) throws IOException {
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(name, length));
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.createOrOpen(name, length));
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.anonymous(length));
    assertEquals(List.of(), entries());
  }

  @Test
  void moreThanThereIsRoomForIsRefusedAtOnce() throws IOException {
    long tooMuch = Files.getFileStore(Path.of("/dev/shm")).getTotalSpace() + 4096;
    MmapException e = assertThrows(MmapException.class, () -> SharedMemory.create(name, tooMuch));
    assertEquals("ENOSPC", e.errnoName());
    assertEquals(List.of(), entries());
    assertFalse(SharedMemory.unlink(name));
  }

  @Test
  void aNameThatIsTakenIsRefusedWithWhatIsKnownOfIt() throws IOException {
    try (SharedMemory made = SharedMemory.create(name, 5000);
        Mmap m = made.map()) {
      m.write(HELLO);
      MmapException e = assertThrows(MmapException.class, () -> SharedMemory.create(name, 6000));
      assertEquals("EEXIST", e.errnoName());
      assertTrue(e.getMessage().contains("has 5000 bytes"), e.getMessage());
      assertTrue(e.getMessage().contains("asked for 6000 bytes"), e.getMessage());
      assertTrue(e.getMessage().contains("belongs to user "), e.getMessage());
      assertArrayEquals(HELLO, m.getSlice(0, 5));
      assertTrue(made.isOwner());
    }
  }

  @Test
  void whoComesSecondOpensWhatTheFirstHasMade() throws IOException {
    try (SharedMemory first = SharedMemory.createOrOpen(name, 100)) {
      assertTrue(first.isOwner());
      try (SharedMemory second = SharedMemory.createOrOpen(name, 100);
          Mmap one = first.map();
          Mmap other = second.map()) {
        assertFalse(second.isOwner());
        one.set(0, 9);
        assertEquals(9, other.get(0));
      }
      try (SharedMemory third = SharedMemory.open(name)) {
        assertEquals(100, third.length(), "the name stays with the first");
      }
    }
  }

  @Test
  void anotherLengthThanThatOfWhatIsThereIsRefusedWithBoth() throws IOException {
    try (SharedMemory first = SharedMemory.createOrOpen(name, 100)) {
      MmapException e =
          assertThrows(MmapException.class, () -> SharedMemory.createOrOpen(name, 101));
      assertEquals("EEXIST", e.errnoName());
      assertTrue(e.getMessage().contains("has 100 bytes"), e.getMessage());
      assertTrue(e.getMessage().contains("asked for 101 bytes"), e.getMessage());
      assertEquals(100, first.length());
    }
  }

  @Test
  void whatIsNotThereIsNotOpened() {
    MmapException e = assertThrows(MmapException.class, () -> SharedMemory.open(name));
    assertEquals("ENOENT", e.errnoName());
  }

  @Test
  void theNameGoesWithItsOwner() throws IOException {
    SharedMemory made = SharedMemory.create(name, 10);
    SharedMemory opened = SharedMemory.open(name);
    try (Mmap m = made.map()) {
      made.close();
      made.close();
      assertThrows(MmapException.class, () -> SharedMemory.open(name));
      m.set(0, 1);
      try (Mmap other = opened.map()) {
        assertEquals(1, other.get(0));
      }
    }
    opened.close();
    assertEquals(List.of(), entries());
  }

  @Test
  void theNameStaysWhereOneThatOpenedItCloses() throws IOException {
    try (SharedMemory made = SharedMemory.create(name, 10)) {
      SharedMemory.open(name).close();
      SharedMemory.open(name).close();
      assertEquals(10, made.length());
    }
  }

  @Test
  void whatIsUnlinkedIsGoneForOthersOnly() throws IOException {
    SharedMemory made = SharedMemory.create(name, 10);
    assertTrue(SharedMemory.unlink(name));
    assertFalse(SharedMemory.unlink(name));
    try (SharedMemory again = SharedMemory.create(name, 20)) {
      assertEquals(10, made.length());
      made.close();
      assertEquals(20, SharedMemory.open(name).length(), "the name is that of the new one");
      assertEquals(List.of(SharedName.State.OWNED), states());
      assertTrue(again.isOwner());
    }
    assertEquals(List.of(), entries());
  }

  @Test
  void aKeptNameOutlastsItsOwner() throws IOException {
    SharedMemory made = SharedMemory.create(name, 10);
    assertEquals(List.of(SharedName.State.OWNED), states());
    made.keep();
    assertFalse(made.isOwner());
    assertThrows(IllegalStateException.class, made::keep);
    made.close();
    assertEquals(List.of(SharedName.State.KEPT), states());
    assertFalse(SharedMemory.removeStale().contains(name));
    assertEquals(10, SharedMemory.open(name).length());
    assertTrue(SharedMemory.unlink(name));
    assertEquals(List.of(), entries());
  }

  /** CPython up to 3.12 unlinks even memory that it has only opened. */
  @ParameterizedTest
  @ValueSource(strings = {"create", "unlink", "removeStale"})
  void aKeptNameThatOthersHaveUnlinkedIsFree(String then) throws IOException {
    try (SharedMemory made = SharedMemory.create(name, 10)) {
      made.keep();
    }
    Files.delete(Path.of("/dev/shm", name));
    assertEquals(List.of(SharedName.State.STALE), states());
    switch (then) {
      case "create" -> SharedMemory.create(name, 20).close();
      case "unlink" -> assertFalse(SharedMemory.unlink(name));
      default -> assertTrue(SharedMemory.removeStale().contains(name));
    }
    assertEquals(List.of(), states());
  }

  @Test
  void onlyTheOwnerCanKeepTheName() throws IOException {
    try (SharedMemory made = SharedMemory.create(name, 10);
        SharedMemory opened = SharedMemory.open(name);
        SharedMemory nameless = SharedMemory.anonymous(1)) {
      assertThrows(IllegalStateException.class, opened::keep);
      assertThrows(IllegalStateException.class, nameless::keep);
      assertTrue(made.isOwner());
    }
  }

  @Test
  void theListTellsLengthAndOwner() throws IOException {
    try (SharedMemory made = SharedMemory.create(name, 12345)) {
      long pid = ProcessHandle.current().pid();
      assertEquals(
          List.of(new SharedName(name, made.length(), pid, SharedName.State.OWNED)), entries());
    }
  }

  @Test
  void onlyTheOwnersUserMayOpenIt() throws IOException {
    try (SharedMemory made = SharedMemory.create(name, 1)) {
      assertEquals(
          PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(made.path()));
    }
  }

  @Test
  void aSymbolicLinkUnderTheNameIsNotFollowed() throws IOException {
    Path target = Files.createTempFile("mmap4j", "target");
    Path planted = Path.of("/dev/shm", name);
    Files.write(target, new byte[100]);
    Files.createSymbolicLink(planted, target);
    try {
      MmapException open = assertThrows(MmapException.class, () -> SharedMemory.open(name));
      assertEquals("ELOOP", open.errnoName());
      assertTrue(open.getMessage().contains("symbolic link"), open.getMessage());
      for (long length : new long[] {100, 50}) {
        assertThrows(MmapException.class, () -> SharedMemory.create(name, length));
        assertThrows(MmapException.class, () -> SharedMemory.createOrOpen(name, length));
      }
      assertThrows(MmapException.class, () -> SharedMemory.unlink(name));
      assertTrue(Files.isSymbolicLink(planted));
      assertArrayEquals(new byte[100], Files.readAllBytes(target));
      assertEquals(List.of(), entries());
    } finally {
      Files.delete(planted);
      Files.delete(target);
    }
  }

  @Test
  void whatIsOpenedForReadingCantBeWritten() throws IOException {
    try (SharedMemory made = SharedMemory.create(name, 10);
        SharedMemory opened = SharedMemory.open(name, Access.READ);
        Mmap m = opened.map();
        SharedWords words = opened.words()) {
      assertThrows(java.nio.ReadOnlyBufferException.class, () -> m.set(0, 1));
      assertThrows(java.nio.ReadOnlyBufferException.class, () -> words.setInt(0, 1));
      assertThrows(java.nio.ReadOnlyBufferException.class, () -> words.getAndAddInt(0, 1));
      assertEquals(
          "EACCES", assertThrows(MmapException.class, () -> opened.map(Access.WRITE)).errnoName());
      assertTrue(opened.token().endsWith(".ro"));
      assertTrue(made.token().endsWith(".rw"));
    }
  }

  private List<SharedName> entries() throws IOException {
    return SharedMemory.list().stream().filter(e -> e.name().equals(name)).toList();
  }

  private List<SharedName.State> states() throws IOException {
    return entries().stream().map(SharedName::state).toList();
  }
}
