package io.github.mmap4j.share;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.internal.os.NamedMemory;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SimulatedMac;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/**
 * Tests shared memory on a system that has names and nothing else, such as macOS, which is
 * simulated.
 */
@Timeout(300)
class NamesAloneTest {
  private static final int LENGTH = Mmap.PAGESIZE + 5;

  private final String name = FreshName.next();
  private NamedMemory names;

  @BeforeEach
  void simulate() {
    assumeTrue(NativeAccess.ipcCalls() != null, "simulated over Linux");
    names = new SimulatedMac().names();
  }

  @Test
  void whoOpensTheNameSeesTheSameMemoryInWholePages() throws IOException {
    try (SharedMemory made = SharedMemory.create(names, name, LENGTH);
        SharedMemory opened = SharedMemory.open(names, name, Access.WRITE);
        Mmap one = made.map();
        Mmap other = opened.map()) {
      one.write("Hello".getBytes(US_ASCII));
      assertArrayEquals("Hello".getBytes(US_ASCII), other.read(5));
      assertEquals(LENGTH, made.length());
      assertEquals(LENGTH, one.length());
      assertEquals(2L * Mmap.PAGESIZE, opened.length());
      assertEquals(2L * Mmap.PAGESIZE, other.length());
      assertTrue(made.isOwner());
      assertFalse(opened.isOwner());
    }
    assertFalse(SharedMemory.unlink(names, name));
  }

  @Test
  void whatIsOpenedForReadingCantBeWritten() throws IOException {
    try (SharedMemory made = SharedMemory.create(names, name, LENGTH);
        SharedMemory opened = SharedMemory.open(names, name, Access.READ);
        Mmap reading = opened.map();
        Mmap alsoReading = made.map(Access.READ)) {
      assertThrows(java.nio.ReadOnlyBufferException.class, () -> reading.set(0, 1));
      assertThrows(java.nio.ReadOnlyBufferException.class, () -> alsoReading.set(0, 1));
      assertThrows(MmapException.class, () -> opened.map(Access.WRITE));
    }
  }

  @Test
  void whoComesSecondHasToAskForTheSameLength() throws IOException {
    try (SharedMemory first = SharedMemory.createOrOpen(names, name, LENGTH);
        SharedMemory second = SharedMemory.createOrOpen(names, name, LENGTH);
        Mmap m = second.map()) {
      assertTrue(first.isOwner());
      assertFalse(second.isOwner());
      assertEquals(LENGTH, m.length());
      Executable longer = () -> SharedMemory.createOrOpen(names, name, 2L * LENGTH);
      assertEquals("EEXIST", assertThrows(MmapException.class, longer).errnoName());
    }
  }

  @Test
  void aKeptNameIsUnlinkedByHand() throws IOException {
    SharedMemory made = SharedMemory.create(names, name, LENGTH);
    made.keep();
    made.close();
    assertTrue(SharedMemory.unlink(names, name));
    assertFalse(SharedMemory.unlink(names, name));
  }

  @Test
  void whatTheSystemHasNotIsRefusedWithTheReason() throws IOException {
    try (SharedMemory made = SharedMemory.create(names, name, LENGTH)) {
      assertUnsupported("/proc", made::token);
      assertUnsupported("/proc", made::readOnlyToken);
      assertUnsupported("is not a file", made::path);
      assertUnsupported("has a name", () -> made.seal(Seal.SHRINK));
      assertEquals(Set.of(), made.seals());
      assertUnsupported("macOS has no list", () -> SharedMemory.list(names));
    }
  }

  private static void assertUnsupported(String part, Executable call) {
    String message = assertThrows(UnsupportedOperationException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void whoWaitsLooksByHimself() throws Exception {
    try (SharedMemory made = SharedMemory.create(names, name, LENGTH)) {
      SharedWords words = made.words();
      assertFalse(words.waitWhile(0, 0, Duration.ofMillis(5)));
      CompletableFuture<Boolean> waiting =
          CompletableFuture.supplyAsync(() -> waitWhileZero(words));
      words.setInt(0, 1);
      assertTrue(waiting.get());
      assertEquals(0, words.wake(0));
      words.close();
      assertThrows(IllegalStateException.class, () -> words.wake(0));
      assertThrows(IllegalStateException.class, () -> words.waitWhile(0, 1, Duration.ofMinutes(1)));
    }
  }

  private static boolean waitWhileZero(SharedWords words) {
    try {
      return words.waitWhile(0, 0, Duration.ofMinutes(1));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPipePassesMessages() throws Exception {
    try (SharedMemory made = SharedMemory.create(names, name, 2L * LENGTH);
        SharedMemory opened = SharedMemory.createOrOpen(names, name, 2L * LENGTH);
        SharedPipe sender = SharedPipe.over(made);
        SharedPipe receiver = SharedPipe.over(opened)) {
      CompletableFuture<Integer> received =
          CompletableFuture.supplyAsync(() -> countMessages(receiver));
      for (int i = 0; i < 1000; i++) {
        sender.send(new byte[100]);
      }
      sender.end();
      assertEquals(1000, received.get());
      assertNull(receiver.receive());
    }
  }

  private static int countMessages(SharedPipe pipe) {
    try {
      int count = 0;
      while (pipe.receive() != null) {
        count++;
      }
      return count;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
