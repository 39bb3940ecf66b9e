package io.github.mmap4j.share;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests memory that is passed on by a token, and seals. */
class SharedMemoryTest {
  private static final byte[] HELLO = "Hello".getBytes(US_ASCII);

  private final String name = FreshName.next();

  @BeforeEach
  void needsTheSystemsCalls() {
    assumeTrue(NativeAccess.ipcCalls() != null, NativeAccess.missingIpcCalls());
  }

  // ---- tokens

  @Test
  void whoHasTheTokenHasTheMemory() throws IOException {
    try (SharedMemory made = SharedMemory.anonymous(10);
        SharedMemory attached = SharedMemory.attach(made.token());
        Mmap one = made.map();
        Mmap other = attached.map()) {
      one.write(HELLO);
      assertArrayEquals(HELLO, other.read(5));
      assertEquals(Optional.empty(), attached.name());
      assertFalse(made.isOwner());
    }
  }

  @Test
  void aTokenIsSafeAsAnArgument() throws IOException {
    try (SharedMemory made = SharedMemory.anonymous(10)) {
      assertTrue(made.token().matches("[a-z0-9.]{1,80}"), made.token());
    }
  }

  @Test
  void aTokenForReadingGivesNothingToWrite() throws IOException {
    try (SharedMemory made = SharedMemory.anonymous(10);
        SharedMemory attached = SharedMemory.attach(made.readOnlyToken());
        Mmap m = attached.map()) {
      assertEquals(0, m.get(0));
      assertThrows(java.nio.ReadOnlyBufferException.class, () -> m.set(0, 1));
      assertThrows(MmapException.class, () -> attached.map(Access.WRITE));
      assertTrue(attached.token().endsWith(".ro"));
    }
  }

  @Test
  void aTokenEndsWithItsObject() throws IOException {
    SharedMemory made = SharedMemory.anonymous(10);
    String token = made.token();
    made.close();
    MmapException e = assertThrows(MmapException.class, () -> SharedMemory.attach(token));
    assertEquals("ENOENT", e.errnoName());
    assertTrue(e.getMessage().contains("has closed the memory"), e.getMessage());
  }

  @Test
  void aTokenNeverMeansOtherMemory() throws IOException {
    SharedMemory first = SharedMemory.anonymous(10);
    String token = first.token();
    String[] fields = token.split("\\.");
    first.close();
    try (SharedMemory second = SharedMemory.anonymous(10)) {
      String[] other = second.token().split("\\.");
      String forged =
          String.join(".", "mmap4j", "1", other[2], other[3], fields[4], fields[5], "rw");
      assertEquals(
          "ENOENT",
          assertThrows(MmapException.class, () -> SharedMemory.attach(forged)).errnoName());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mmap4j",
        "mmap4j.1.1.1.1.1.xx",
        "mmap4j.2.1.1.1.1.rw",
        "mmap4j.1.1.1.1.1.rw\n",
        "mmap4j.1.1.9999999999.1.1.rw",
        "mmap4j.1.../../1.1.1.1.rw"
      })
  void whatIsNoTokenIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.attach(text));
  }

  @Test
  void namedMemoryHasATokenToo() throws IOException {
    try (SharedMemory made = SharedMemory.create(name, 10);
        Mmap m = made.map()) {
      String token = made.token();
      SharedMemory.unlink(name);
      m.set(0, 3);
      try (SharedMemory attached = SharedMemory.attach(token);
          Mmap other = attached.map()) {
        assertEquals(3, other.get(0));
      }
    }
  }

  @Test
  void thePathOpensTheMemory() throws IOException {
    try (SharedMemory named = SharedMemory.create(name, 10);
        SharedMemory nameless = SharedMemory.anonymous(20)) {
      assertEquals(Path.of("/dev/shm", name), named.path());
      assertEquals(10, Files.size(named.path()));
      assertEquals(20, Files.readAllBytes(nameless.path()).length);
    }
  }

  // ---- seals

  @Test
  void sealedMemoryKeepsItsLength() throws IOException {
    try (SharedMemory made = SharedMemory.anonymous(10);
        Mmap m = made.map()) {
      assertEquals(Set.of(), made.seals());
      made.seal(Seal.SHRINK, Seal.GROW);
      assertTrue(made.isSealed(Seal.SHRINK, Seal.GROW));
      assertFalse(made.isSealed(Seal.SHRINK, Seal.WRITE));
      assertEquals("EPERM", assertThrows(MmapException.class, () -> m.resize(5)).errnoName());
      assertEquals("EPERM", assertThrows(MmapException.class, () -> m.resize(50)).errnoName());
      assertEquals(10, m.length());
      m.set(9, 1);
      try (SharedMemory attached = SharedMemory.attach(made.token())) {
        assertTrue(attached.isSealed(Seal.SHRINK));
      }
    }
  }

  /** A mapping for reading through a descriptor open for writing would prevent the seal. */
  @Test
  void mappingsForReadingDoNotPreventSealing() throws IOException {
    try (SharedMemory made = SharedMemory.anonymous(10);
        Mmap _ = made.map(Access.READ);
        SharedMemory attached = SharedMemory.attach(made.token());
        Mmap _ = attached.map(Access.READ)) {
      made.seal(Seal.WRITE);
      assertTrue(attached.isSealed(Seal.WRITE));
    }
  }

  @Test
  void memorySealedAgainstWritingIsMappedForReading() throws IOException {
    try (SharedMemory made = SharedMemory.anonymous(10)) {
      try (Mmap m = made.map()) {
        m.write(HELLO);
        MmapException e = assertThrows(MmapException.class, () -> made.seal(Seal.WRITE));
        assertEquals("EBUSY", e.errnoName());
        assertTrue(e.getMessage().contains("FUTURE_WRITE"), e.getMessage());
        assertFalse(made.isSealed(Seal.WRITE));
      }
      made.seal(Seal.WRITE);
      try (Mmap m = made.map();
          SharedMemory attached = SharedMemory.attach(made.token());
          Mmap other = attached.map()) {
        assertArrayEquals(HELLO, m.read(5));
        assertArrayEquals(HELLO, other.read(5));
        assertThrows(java.nio.ReadOnlyBufferException.class, () -> other.set(0, 1));
      }
      assertEquals(
          "EPERM", assertThrows(MmapException.class, () -> made.map(Access.WRITE)).errnoName());
    }
  }

  @Test
  void whoMappedBeforeTheSealGoesOnWriting() throws IOException {
    try (SharedMemory made = SharedMemory.anonymous(10);
        Mmap writing = made.map()) {
      made.seal(Seal.FUTURE_WRITE);
      try (SharedMemory attached = SharedMemory.attach(made.token());
          Mmap reading = attached.map()) {
        writing.set(0, 5);
        assertEquals(5, reading.get(0));
        assertThrows(java.nio.ReadOnlyBufferException.class, () -> reading.set(0, 1));
        assertThrows(MmapException.class, () -> attached.map(Access.WRITE));
      }
    }
  }

  @Test
  void noSealFollowsTheSealOfSeals() throws IOException {
    try (SharedMemory made = SharedMemory.anonymous(10)) {
      made.seal(Seal.SEAL);
      MmapException e = assertThrows(MmapException.class, () -> made.seal(Seal.GROW));
      assertEquals("EPERM", e.errnoName());
      assertEquals(Set.of(Seal.SEAL), made.seals());
    }
  }

  @Test
  void namedMemoryCantBeSealed() throws IOException {
    try (SharedMemory made = SharedMemory.create(name, 10)) {
      assertThrows(UnsupportedOperationException.class, () -> made.seal(Seal.SHRINK));
      assertEquals(Set.of(), made.seals());
    }
  }

  // ---- closing

  @Test
  void afterCloseEveryCallThrows() throws IOException {
    SharedMemory made = SharedMemory.anonymous(10);
    made.close();
    assertThrows(IllegalStateException.class, made::map);
    assertThrows(IllegalStateException.class, made::length);
    assertThrows(IllegalStateException.class, made::token);
    assertThrows(IllegalStateException.class, made::path);
    assertThrows(IllegalStateException.class, made::isOwner);
    assertThrows(IllegalStateException.class, made::keep);
    assertThrows(IllegalStateException.class, made::seals);
    assertThrows(IllegalStateException.class, () -> made.seal(Seal.GROW));
    assertThrows(IllegalStateException.class, made::words);
    assertDoesNotThrow(made::close);
  }

  @Test
  void aMappingOutlivesItsMemorysObject() throws IOException {
    SharedMemory made = SharedMemory.anonymous(10);
    try (Mmap m = made.map()) {
      made.close();
      m.set(0, 1);
      m.resize(20);
      assertEquals(20, m.size());
    }
  }
}
