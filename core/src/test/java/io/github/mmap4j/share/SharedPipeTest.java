package io.github.mmap4j.share;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.harness.ForkedJvm;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedPipeTest {
  /** A header of 320 bytes and a ring of 64. */
  private static final int LENGTH = 384;

  private static final Duration SOON = Duration.ofMillis(70);

  @TempDir private Path folder;

  private SharedMemory memory;
  private SharedPipe sender;
  private SharedPipe receiver;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(NativeAccess.ipcCalls() != null, NativeAccess.missingIpcCalls());
    memory = SharedMemory.anonymous(LENGTH);
    sender = SharedPipe.over(memory);
    receiver = SharedPipe.over(memory);
  }

  @AfterEach
  void close() {
    if (memory != null) {
      sender.close();
      receiver.close();
      memory.close();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  @Test
  void messagesArriveWholeAndInOrder() throws Exception {
    sender.send(bytes("one"));
    sender.send(bytes(""));
    sender.send(bytes("three"));
    assertArrayEquals(bytes("one"), receiver.receive());
    assertArrayEquals(bytes(""), receiver.receive());
    assertArrayEquals(bytes("three"), receiver.receive());
  }

  @Test
  void afterTheLastMessageComesNull() throws Exception {
    sender.send(bytes("last"));
    sender.end();
    sender.end();
    assertThrows(IllegalStateException.class, () -> sender.send(bytes("more")));
    assertArrayEquals(bytes("last"), receiver.receive());
    assertNull(receiver.receive());
    assertNull(receiver.receive(SOON));
    assertNull(receiver.peek());
  }

  @Test
  void aMessageOfTheWholeRingIsTaken() throws Exception {
    byte[] longest = new byte[sender.longest()];
    longest[longest.length - 1] = 1;
    assertEquals(60, longest.length);
    for (int i = 0; i < 3; i++) {
      sender.send(longest);
      assertArrayEquals(longest, receiver.receive());
    }
    sender.send(bytes("x")); // so that the next begins elsewhere
    receiver.receive();
    sender.send(longest);
    assertArrayEquals(longest, receiver.receive());
  }

  @Test
  void aLongerMessageIsRefusedWithTheLimit() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> sender.send(new byte[61]));
    assertEquals("a message of 61 bytes is longer than 60", e.getMessage());
  }

  @Test
  void whereThereIsNoRoomTheSenderWaits() throws Exception {
    sender.send(new byte[28]);
    sender.send(new byte[20], SOON);
    assertThrows(TimeoutException.class, () -> sender.send(new byte[20], SOON));
    receiver.receive();
    sender.send(new byte[20], SOON);
    assertEquals(20, receiver.receive().length);
    assertEquals(20, receiver.receive().length);
    assertThrows(TimeoutException.class, () -> receiver.receive(SOON));
  }

  /** A waiting sender prefers half of the ring to be free, but goes on with less after a while. */
  @Test
  void aSenderGoesOnWhereThereIsRoomThoughMostIsFilled() throws Exception {
    for (int i = 0; i < 4; i++) {
      sender.send(new byte[12]);
    }
    Thread receiving =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    Thread.sleep(SOON);
                    receiver.receive();
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    sender.send(new byte[12], Duration.ofSeconds(60));
    receiving.join();
    for (int i = 0; i < 4; i++) {
      assertEquals(12, receiver.receive(SOON).length);
    }
  }

  /** The count that each side has last seen from the other is out of date by then. */
  @Test
  void sidesMayTakeTurnsWithOthers() throws Exception {
    SharedPipe[] sides = {sender, receiver};
    for (int i = 0; i < 100; i++) {
      sides[i / 10 % 2].send(bytes("message " + i));
      assertArrayEquals(bytes("message " + i), sides[i / 7 % 2].receive());
    }
  }

  @Test
  void aMessageThatIsLookedAtStaysUntilItIsRemoved() throws Exception {
    sender.send(bytes("one"));
    sender.send(bytes("two"));
    assertArrayEquals(bytes("one"), receiver.peek());
    assertArrayEquals(bytes("one"), receiver.peek());
    receiver.remove();
    assertArrayEquals(bytes("two"), receiver.peek());
    receiver.remove();
    assertThrows(IllegalStateException.class, receiver::remove);
  }

  @Test
  void anotherReceiverGoesOnWhereOneStopped() throws Exception {
    sender.send(bytes("one"));
    sender.send(bytes("two"));
    receiver.receive();
    receiver.close();
    try (SharedPipe next = SharedPipe.over(memory)) {
      assertArrayEquals(bytes("two"), next.receive());
    }
  }

  @Test
  void whoWaitsForAMessageGetsIt() throws Exception {
    CompletableFuture<byte[]> received =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return receiver.receive();
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    Thread.sleep(20); // longer than a receiver polls before it sleeps
    sender.send(bytes("hello"));
    assertArrayEquals(bytes("hello"), received.get(1, TimeUnit.MINUTES));
  }

  @Test
  void allMessagesArriveBetweenTwoThreads() throws Exception {
    long seed = RandomGenerator.getDefault().nextLong();
    System.out.println("seed of the messages: " + seed);
    int count = 200_000;
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () -> {
              RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
              try {
                for (int i = 0; i < count; i++) {
                  sender.send(message(random));
                }
                sender.end();
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
    for (int i = 0; i < count; i++) {
      assertArrayEquals(message(random), receiver.receive(), "message " + i);
    }
    assertNull(receiver.receive());
    sending.get();
  }

  private static byte[] message(RandomGenerator random) {
    byte[] message = new byte[random.nextInt(61)];
    random.nextBytes(message);
    return message;
  }

  @Test
  void whoIsInterruptedSendsNothing() throws Exception {
    sender.send(new byte[60]);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> sender.send(bytes("more")));
    receiver.receive();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, receiver::receive);
    assertThrows(TimeoutException.class, () -> receiver.receive(SOON));
  }

  /** Each argument is an offset in the memory and an impossible count or length to store there. */
  @ParameterizedTest
  @ValueSource(strings = {"0:1", "0:72", "0:-8", "128:8", "128:-8", "320:61", "320:-1", "320:20"})
  void whatOthersHaveWrittenOverIsNotBelieved(String where) throws Exception {
    sender.send(bytes("hello"));
    int colon = where.indexOf(':');
    long offset = Long.parseLong(where.substring(0, colon));
    long value = Long.parseLong(where.substring(colon + 1));
    try (SharedWords words = memory.words()) {
      if (offset == 320) {
        words.setInt(offset, (int) value);
      } else if (offset == 128 && value > 0) {
        words.setLong(offset, words.getLong(0) + value);
      } else {
        words.setLong(offset, value);
      }
    }
    IllegalStateException e = assertThrows(IllegalStateException.class, receiver::receive, where);
    assertTrue(e.getMessage().contains("others have written here"), e.getMessage());
  }

  @Test
  void aCountThatCouldNotBeIsNotUsedLater() throws Exception {
    try (SharedWords words = memory.words()) {
      words.setLong(0, 1L << 40);
      words.setLong(128, -64);
      assertThrows(IllegalStateException.class, () -> sender.send(new byte[4]));
      words.setLong(0, -8);
      assertThrows(IllegalStateException.class, () -> sender.send(new byte[] {1, 2, 3, 4}));
      for (long offset = 192; offset < 320; offset += 8) {
        assertEquals(0, words.getLong(offset), "written at " + offset);
      }
    }
  }

  @Test
  void aTimeThatIsOverIsNoTimeToWait() throws Exception {
    Duration over = Duration.ofSeconds(Long.MIN_VALUE);
    assertThrows(TimeoutException.class, () -> receiver.receive(over));
    sender.send(bytes("one"), over);
    assertArrayEquals(bytes("one"), receiver.receive(over));
  }

  /** Each mode runs in a JVM of its own, which may crash. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
  void memoryThatBecameShorterIsATypedFault(String mode) throws Exception {
    ForkedJvm.run(
        folder, ForkedJvm.onClassPath(mode), ShortenedPipeProgram.class, FreshName.next());
  }

  @Test
  void memoryThatIsTooShortIsRefused() throws IOException {
    try (SharedMemory little = SharedMemory.anonymous(335)) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> SharedPipe.over(little));
      assertTrue(e.getMessage().contains("335 bytes"), e.getMessage());
    }
    try (SharedMemory least = SharedMemory.anonymous(336);
        SharedPipe pipe = SharedPipe.over(least)) {
      assertEquals(12, pipe.longest());
    }
  }

  @Test
  void memoryThatMayOnlyBeReadIsRefused() throws IOException {
    try (SharedMemory reading = SharedMemory.attach(memory.readOnlyToken())) {
      assertThrows(ReadOnlyBufferException.class, () -> SharedPipe.over(reading));
    }
  }

  @Test
  void afterCloseEveryCallThrows() {
    sender.close();
    sender.close();
    assertThrows(IllegalStateException.class, () -> sender.send(new byte[1]));
    assertThrows(IllegalStateException.class, sender::end);
    assertThrows(IllegalStateException.class, sender::receive);
    assertThrows(IllegalStateException.class, sender::peek);
    assertThrows(IllegalStateException.class, sender::remove);
  }

  @Test
  void whatIsInThePipeOutlivesItsSides() throws Exception {
    sender.send(bytes("hello"));
    sender.close();
    receiver.close();
    try (Mmap m = memory.map(Access.READ)) {
      assertEquals('h', m.get(324));
    }
    try (SharedPipe next = SharedPipe.over(memory)) {
      assertArrayEquals(bytes("hello"), next.receive());
    }
  }
}
