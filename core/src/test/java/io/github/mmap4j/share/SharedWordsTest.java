package io.github.mmap4j.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.ForkedJvm;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedWordsTest {
  private static final int LENGTH = 100;
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private SharedMemory memory;
  private SharedWords words;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(NativeAccess.ipcCalls() != null, NativeAccess.missingIpcCalls());
    memory = SharedMemory.anonymous(LENGTH);
    words = memory.words();
  }

  @AfterEach
  void close() {
    if (memory != null) {
      words.close();
      memory.close();
    }
  }

  @Test
  void intsAreSetAddedAndExchanged() {
    words.setInt(4, Integer.MAX_VALUE);
    assertEquals(Integer.MAX_VALUE, words.getAndAddInt(4, 1));
    assertEquals(Integer.MIN_VALUE, words.getInt(4));
    assertFalse(words.compareAndSetInt(4, 0, 5));
    assertEquals(Integer.MIN_VALUE, words.getInt(4));
    assertTrue(words.compareAndSetInt(4, Integer.MIN_VALUE, -5));
    assertEquals(-5, words.getInt(4));
    assertEquals(0, words.getInt(0));
    assertEquals(0, words.getInt(8));
  }

  @Test
  void longsAreSetAddedAndExchanged() {
    words.setLong(8, Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, words.getAndAddLong(8, 1));
    assertEquals(Long.MIN_VALUE, words.getLong(8));
    assertFalse(words.compareAndSetLong(8, 0, 5));
    assertTrue(words.compareAndSetLong(8, Long.MIN_VALUE, -5));
    assertEquals(-5, words.getLong(8));
    assertEquals(0, words.getLong(0));
    assertEquals(0, words.getLong(16));
  }

  @Test
  void mappingsSeeTheNumbers() throws IOException {
    try (var m = memory.map()) {
      words.setInt(0, 0x01010101);
      assertEquals(1, m.get(3));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 95})
  void anIntsOffsetIsAMultipleOf4(long offset) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> words.getAndAddInt(offset, 1));
    assertTrue(e.getMessage().contains("offset " + offset + " is not a multiple of 4"));
    assertThrows(IllegalArgumentException.class, () -> words.getInt(offset));
    assertThrows(IllegalArgumentException.class, () -> words.setInt(offset, 1));
    assertThrows(IllegalArgumentException.class, () -> words.compareAndSetInt(offset, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> words.wake(offset));
    assertThrows(IllegalArgumentException.class, () -> words.waitWhile(offset, 0, LONG));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4, 12, 91})
  void aLongsOffsetIsAMultipleOf8(long offset) {
    assertThrows(IllegalArgumentException.class, () -> words.getLong(offset));
    assertThrows(IllegalArgumentException.class, () -> words.setLong(offset, 1));
    assertThrows(IllegalArgumentException.class, () -> words.getAndAddLong(offset, 1));
    assertThrows(IllegalArgumentException.class, () -> words.compareAndSetLong(offset, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {-4, -8, 100, 104, Long.MAX_VALUE - 7, Long.MIN_VALUE})
  void anOffsetOutsideTheMemoryIsRefused(long offset) {
    assertThrows(IndexOutOfBoundsException.class, () -> words.getInt(offset));
    assertThrows(IndexOutOfBoundsException.class, () -> words.setInt(offset, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> words.getAndAddInt(offset, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> words.compareAndSetLong(offset, 0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> words.wake(offset));
    assertThrows(IndexOutOfBoundsException.class, () -> words.waitWhile(offset, 0));
  }

  @Test
  void theLastNumberThatFitsIsTaken() {
    words.setInt(96, 1);
    assertThrows(IndexOutOfBoundsException.class, () -> words.setLong(96, 1));
  }

  @Test
  void waitingForAnotherValueThanThatThereIsEndsAtOnce() throws Exception {
    assertTrue(words.waitWhile(0, 1, LONG));
    words.waitWhile(0, 1);
    assertTrue(words.waitWhile(0, 1, Duration.ofSeconds(Long.MAX_VALUE)));
  }

  @Test
  void waitingInVainEndsWithTheTimeout() throws Exception {
    long start = System.nanoTime();
    assertFalse(words.waitWhile(0, 0, Duration.ofMillis(120)));
    assertTrue(System.nanoTime() - start >= 120_000_000);
    assertFalse(words.waitWhile(0, 0, Duration.ZERO));
    assertFalse(words.waitWhile(0, 0, Duration.ofSeconds(-1)));
  }

  @Test
  void whoWaitsGoesOnAfterTheWake() {
    CompletableFuture<Void> waiter =
        CompletableFuture.runAsync(
            () -> {
              try {
                words.waitWhile(0, 0);
              } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
              }
            });
    assertTimeoutPreemptively(
        LONG,
        () -> {
          while (words.wake(0) == 0) {
            Thread.onSpinWait(); // until it waits; it goes on, as the value is unchanged
          }
          words.setInt(0, 1);
          words.wake(0);
          waiter.get();
        });
  }

  /** The process that changed the number may have been killed before it could wake the waiter. */
  @Test
  void whoIsNotWokenLooksByHimself() throws Exception {
    CompletableFuture<Boolean> waiter =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return words.waitWhile(0, 0, LONG);
              } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
              }
            });
    while (words.wake(0) == 0) {
      Thread.onSpinWait();
    }
    Thread.sleep(10); // until it waits again
    words.setInt(0, 1);
    assertTrue(waiter.get(LONG.toMillis() / 2, TimeUnit.MILLISECONDS));
  }

  @Test
  void whoIsInterruptedStopsWaiting() throws Exception {
    AtomicReference<Throwable> end = new AtomicReference<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread waiter =
        new Thread(
            () -> {
              begun.countDown();
              try {
                words.waitWhile(0, 0);
              } catch (IOException | InterruptedException e) {
                end.set(e);
              }
            });
    waiter.start();
    begun.await();
    waiter.interrupt();
    waiter.join(LONG.toMillis());
    assertEquals(InterruptedException.class, end.get().getClass());
  }

  @Test
  void whoWaitsIsToldOfTheClose() throws Exception {
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread waiter =
        new Thread(
            () -> {
              try {
                words.waitWhile(0, 0);
              } catch (IOException | InterruptedException | IllegalStateException e) {
                end.set(e);
              }
            });
    waiter.start();
    while (words.wake(0) == 0) {
      Thread.onSpinWait();
    }
    words.close();
    waiter.join(LONG.toMillis());
    assertEquals(IllegalStateException.class, end.get().getClass());
  }

  @Test
  void afterCloseEveryCallThrows() {
    words.close();
    words.close();
    assertThrows(IllegalStateException.class, () -> words.getInt(0));
    assertThrows(IllegalStateException.class, () -> words.setLong(0, 1));
    assertThrows(IllegalStateException.class, () -> words.getAndAddInt(0, 1));
    assertThrows(IllegalStateException.class, () -> words.wake(0));
    assertThrows(IllegalStateException.class, () -> words.waitWhile(0, 0));
  }

  /** Each mode runs in a JVM of its own, which may crash. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
  void memoryThatBecameShorterIsATypedFault(String mode) throws Exception {
    ForkedJvm.run(
        folder, ForkedJvm.onClassPath(mode), ShortenedWordsProgram.class, FreshName.next());
  }
}
