package io.github.mmap4j;

import static io.github.mmap4j.harness.Kind.CONFINED;
import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.COPIES;
import static io.github.mmap4j.harness.Kinds.READ_ONLY;
import static io.github.mmap4j.harness.Kinds.RESIZABLE;
import static io.github.mmap4j.harness.Kinds.WRITABLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;

/** Checks that a mapping's channel keeps the promises of SeekableByteChannel. */
class ChannelContractTest extends Contract {
  private static final int ROUNDS = 20;
  private static final int THREADS = 4;

  private SeekableByteChannel channel;

  @BeforeEach
  void open() {
    m.seek(17);
    channel = m.asChannel();
  }

  @ForKinds(ALL)
  void readsFromTheFirstByteOn() throws IOException {
    ByteBuffer target = ByteBuffer.allocate(100).position(10).limit(60);
    assertEquals(50, channel.read(target));
    assertEquals(60, target.position());
    assertEquals(50, channel.position());
    assertEquals(ByteBuffer.wrap(expected, 0, 50), target.slice(10, 50));
    assertEquals(17, m.tell());
  }

  @ForKinds(ALL)
  void readsIntoDirectMemoryAndOverTheLastByteNothing() throws IOException {
    channel.position(LENGTH - 5);
    ByteBuffer target = ByteBuffer.allocateDirect(8);
    assertEquals(5, channel.read(target));
    assertEquals(-1, channel.read(target));
    assertEquals(LENGTH, channel.position());
    assertEquals(ByteBuffer.wrap(expected, LENGTH - 5, 5), target.flip());
  }

  @ForKinds(ALL)
  void aPositionPastTheEndIsLegalAndReadsNothing() throws IOException {
    assertEquals(channel, channel.position(LENGTH + 10L));
    assertEquals(LENGTH + 10, channel.position());
    ByteBuffer target = ByteBuffer.allocate(8);
    assertEquals(-1, channel.read(target));
    assertEquals(0, target.position());
    assertEquals(LENGTH, channel.size());
    channel.position(Long.MAX_VALUE);
    assertEquals(-1, channel.read(target));
  }

  @ForKinds(ALL)
  void aNegativePositionIsRefused() throws IOException {
    assertThrows(IllegalArgumentException.class, () -> channel.position(-1));
    assertEquals(0, channel.position());
  }

  @ForKinds(ALL)
  void aFullBufferReadsNothingAndAReadOnlyOneIsRefused() throws IOException {
    assertEquals(0, channel.read(ByteBuffer.allocate(0)));
    ByteBuffer readOnly = ByteBuffer.allocate(1).asReadOnlyBuffer();
    assertThrows(IllegalArgumentException.class, () -> channel.read(readOnly));
  }

  @ForKinds(WRITABLE)
  void writesAtItsPosition() throws IOException {
    channel.position(PAGE - 2);
    ByteBuffer source = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 4, 9}).position(1).limit(5);
    assertEquals(4, channel.write(source));
    assertEquals(5, source.position());
    assertEquals(PAGE + 2, channel.position());
    System.arraycopy(new byte[] {1, 2, 3, 4}, 0, expected, PAGE - 2, 4);
    assertMemoryAsExpected();
    assertEquals(17, m.tell());
  }

  @ForKinds(WRITABLE)
  void aWriteThatDoesNotFitWritesWhatFits() throws IOException {
    channel.position(LENGTH - 3);
    ByteBuffer source = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 4, 9}).position(1).limit(5);
    assertEquals(3, channel.write(source));
    assertEquals(4, source.position());
    assertEquals(5, source.limit());
    assertEquals(LENGTH, channel.position());
    System.arraycopy(new byte[] {1, 2, 3}, 0, expected, LENGTH - 3, 3);
    assertMemoryAsExpected();
    assertThrows(IOException.class, () -> channel.write(source));
    assertEquals(4, source.position());
  }

  @ForKinds(WRITABLE)
  void aWriteOfWhichNothingFitsIsRefusedAndNamesPositionAndLength() throws IOException {
    for (long at : new long[] {LENGTH, LENGTH + 1, Long.MAX_VALUE}) {
      channel.position(at);
      ByteBuffer source = ByteBuffer.wrap(new byte[] {1, 2, 3, 4});
      IOException e = assertThrows(IOException.class, () -> channel.write(source));
      assertTrue(e.getMessage().contains("at " + at + ": "), e.getMessage());
      assertTrue(e.getMessage().contains("ends at " + LENGTH), e.getMessage());
      assertEquals(0, source.position());
      assertEquals(at, channel.position());
    }
    assertMemoryAsExpected();
  }

  @ForKinds(WRITABLE)
  void writingNothingWorksAnywhere() throws IOException {
    channel.position(LENGTH + 5);
    assertEquals(0, channel.write(ByteBuffer.allocate(0)));
    assertEquals(LENGTH + 5, channel.position());
  }

  @ForKinds(READ_ONLY)
  void aReadOnlyMappingIsNotAWritableChannel() throws IOException {
    ByteBuffer source = ByteBuffer.allocate(1);
    assertThrows(NonWritableChannelException.class, () -> channel.write(source));
    assertThrows(NonWritableChannelException.class, () -> channel.write(ByteBuffer.allocate(0)));
    assertThrows(NonWritableChannelException.class, () -> channel.truncate(1));
    assertThrows(NonWritableChannelException.class, () -> channel.truncate(LENGTH));
    assertEquals(0, source.position());
  }

  @ForKinds(RESIZABLE)
  void truncateMakesMappingAndFileShorter() throws IOException {
    channel.position(LENGTH);
    assertEquals(channel, channel.truncate(PAGE + 1));
    assertEquals(PAGE + 1, m.length());
    assertEquals(PAGE + 1, channel.position());
    assertEquals(PAGE + 1, channel.size());
    assertEquals(PAGE + 1, kind.isFile() ? mapped.fileLength() : m.size());
    expected = Arrays.copyOf(expected, PAGE + 1);
    assertMemoryAsExpected();
  }

  @ForKinds(WRITABLE)
  void truncateToMoreOnlyMovesThePosition() throws IOException {
    channel.position(LENGTH + 100);
    channel.truncate(LENGTH + 50);
    assertEquals(LENGTH + 50, channel.position());
    channel.position(3).truncate(LENGTH);
    assertEquals(3, channel.position());
    assertEquals(LENGTH, m.length());
  }

  @ForKinds(WRITABLE)
  void truncateToLessThanNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> channel.truncate(-1));
    assertEquals(LENGTH, m.length());
  }

  @ForKinds(RESIZABLE)
  void truncateToNothingFailsAsAMappingHasAtLeastOneByte() throws IOException {
    channel.position(5);
    assertThrows(IOException.class, () -> channel.truncate(0));
    assertEquals(5, channel.position());
    assertMemoryAsExpected();
  }

  @ForKinds(COPIES)
  void truncateOfACopyIsRefused() {
    assertThrows(NonWritableChannelException.class, () -> channel.truncate(1));
    assertEquals(LENGTH, m.length());
  }

  @ForKinds(ALL)
  void aClosedChannelRefusesAllAndTheMappingStaysOpen() throws IOException {
    assertTrue(channel.isOpen());
    channel.close();
    channel.close();
    assertAllRefused();
    assertMemoryAsExpected();
    assertTrue(m.asChannel().isOpen());
  }

  @ForKinds(ALL)
  void theMappingsCloseClosesIt() throws IOException {
    m.close();
    assertAllRefused();
    channel.close();
  }

  private void assertAllRefused() {
    assertFalse(channel.isOpen());
    ByteBuffer buffer = ByteBuffer.allocate(1);
    assertThrows(ClosedChannelException.class, () -> channel.read(buffer));
    assertThrows(ClosedChannelException.class, () -> channel.write(buffer));
    assertThrows(ClosedChannelException.class, channel::position);
    assertThrows(ClosedChannelException.class, () -> channel.position(-1));
    assertThrows(ClosedChannelException.class, channel::size);
    assertThrows(ClosedChannelException.class, () -> channel.truncate(-1));
  }

  @ForKinds(RESIZABLE)
  void itFollowsAResize() throws IOException {
    channel.position(LENGTH - 1);
    m.resize(LENGTH + PAGE);
    assertEquals(LENGTH + PAGE, channel.size());
    assertEquals(PAGE + 1, channel.read(ByteBuffer.allocate(2 * PAGE)));
    m.resize(PAGE);
    assertEquals(LENGTH + PAGE, channel.position());
    assertEquals(-1, channel.read(ByteBuffer.allocate(1)));
    channel.position(0);
    byte[] page = new byte[PAGE];
    assertEquals(PAGE, channel.read(ByteBuffer.wrap(page)));
    assertArrayEquals(part(0, PAGE), page);
  }

  @ForKinds(ALL)
  void channelsHavePositionsOfTheirOwn() throws IOException {
    channel.position(99);
    assertEquals(0, m.asChannel().position());
    m.seek(5);
    assertEquals(99, channel.position());
  }

  private interface Part {
    int run(int number) throws Exception;
  }

  /** Runs {@code part} in several threads at once and returns the results. */
  private static int[] inThreads(Part part) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return part.run(number);
                }));
      }
      int[] results = new int[THREADS];
      for (int i = 0; i < THREADS; i++) {
        results[i] = running.get(i).get();
      }
      return results;
    }
  }

  @ForKinds(value = WRITABLE, but = CONFINED)
  void threadsWriteDisjointBytes() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      channel.position(0);
      int[] written = inThreads(this::fill);
      int[] found = new int[THREADS];
      for (byte b : m.getSlice(0)) {
        found[b]++;
      }
      assertArrayEquals(written, found);
    }
  }

  /** Writes the thread's number until nothing fits, and returns how often it was written. */
  private int fill(int number) throws Exception {
    byte[] bytes = new byte[3];
    Arrays.fill(bytes, (byte) number);
    int written = 0;
    while (true) {
      try {
        written += channel.write(ByteBuffer.wrap(bytes));
      } catch (IOException _) {
        return written;
      }
    }
  }

  @ForKinds(value = ALL, but = CONFINED)
  void threadsReadDisjointBytes() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      channel.position(0);
      assertEquals(LENGTH, Arrays.stream(inThreads(_ -> drain())).sum());
    }
  }

  /** Reads to the end, and returns the number of bytes. */
  private int drain() throws Exception {
    int read = 0;
    ByteBuffer target = ByteBuffer.allocate(3);
    for (int count = 0; count >= 0; count = channel.read(target.clear())) {
      read += count;
    }
    return read;
  }
}
