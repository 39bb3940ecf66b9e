package io.github.mmap4j.share;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Messages from one process to another, in order, through shared memory: a pipe that keeps each
 * message whole, and takes no call into the system while both sides are busy.
 *
 * {@snippet :
 * SharedPipe pipe = SharedPipe.over(memory);  // both processes
 * pipe.send("hello".getBytes(UTF_8));         // one of them
 * byte[] message = pipe.receive();            // the other; null at the end
 * }
 *
 * <p>One thread sends and one receives at a time, in whatever process. Memory of zeros is an empty
 * pipe, so nobody has to make one. All that a pipe knows lies in the memory: a process that was
 * killed leaves what was sent, and another goes on where it stopped. A message that was being sent
 * then is not seen; one that was being received is received again, if it had been {@linkplain #peek
 * looked at} and not yet {@linkplain #remove removed}.
 *
 * <p>What the memory says is checked before it is believed; where somebody else has written over
 * it, {@link IllegalStateException}. As with all shared memory, whoever can write it can put in
 * whatever message he likes. Where somebody makes it shorter, {@link
 * io.github.mmap4j.MappingFaultException}. After close all methods throw {@link
 * IllegalStateException}.
 */
public final class SharedPipe implements AutoCloseable {
  // The memory begins with these, each in a cache line of its own as each has its own writer. The
  // counts are of all bytes ever sent and received; they differ by what is in the ring.
  private static final long SENT = 0;
  private static final long ENDED = 64;
  private static final long RECEIVED = 128;
  private static final long RECEIVER_WAITS = 192;
  private static final long SENDER_WAITS = 256;
  private static final long RING = 320;

  /** A message begins with its length, and each begins at a multiple of this. */
  private static final long ALIGNMENT = Long.BYTES;

  /** The share of the ring that a sender would rather have free before it goes on. */
  private static final long SHARE_OF_ROOM = 4;

  private static final long UNSIGNED = 0xffff_ffffL;

  private final SharedWords words;
  private final PipeHeader header;
  private final MemorySegment memory;
  private final long capacity;

  /**
   * The other side's count as it was seen last. It is looked at anew only where it does not
   * suffice, because its cache line has to come from the other side's processor.
   */
  private long seenSent;

  private long seenReceived;

  private SharedPipe(SharedWords words) {
    this.words = words;
    this.header = new PipeHeader(words);
    this.memory = words.memory();
    this.capacity = (memory.byteSize() - RING) & -ALIGNMENT;
  }

  /**
   * A side of the pipe that a piece of shared memory is. The pipe maps the memory for itself.
   *
   * @param memory of zeros, or a pipe already; at least 336 bytes, and as many more as are to be on
   *     their way at a time
   * @return the pipe, to be closed
   * @throws IllegalArgumentException if the memory is shorter
   * @throws ReadOnlyBufferException if the memory may only be read
   * @throws IllegalStateException if the memory is closed
   * @throws IOException if it can't be mapped
   */
  public static SharedPipe over(SharedMemory memory) throws IOException {
    SharedWords words = memory.words();
    try {
      long length = words.length();
      if (length < RING + 2 * ALIGNMENT) {
        throw new IllegalArgumentException(
            "memory of %d bytes is too short for a pipe: %d at least"
                .formatted(length, RING + 2 * ALIGNMENT));
      }
      if (words.memory().isReadOnly()) {
        throw new ReadOnlyBufferException();
      }
      return new SharedPipe(words);
    } catch (RuntimeException e) {
      words.close();
      throw e;
    }
  }

  /** {@return how many bytes the longest message can have} */
  public int longest() {
    return (int) Math.min(Integer.MAX_VALUE - Long.BYTES, capacity - Integer.BYTES);
  }

  // ---- sending

  /**
   * Sends a message, and waits while there is no room for it.
   *
   * @param message 0 to {@link #longest} bytes
   * @throws IllegalArgumentException if it is longer
   * @throws IllegalStateException if the sender has {@linkplain #end ended}
   * @throws InterruptedException if this thread is interrupted; then nothing is sent
   * @throws IOException if the system refuses
   */
  public void send(byte[] message) throws IOException, InterruptedException {
    send(message, Long.MAX_VALUE);
  }

  /**
   * As {@link #send(byte[])}, but waits so long at most.
   *
   * @param message 0 to {@link #longest} bytes
   * @param timeout how long at most
   * @throws TimeoutException if there was no room; then nothing is sent
   * @throws InterruptedException if this thread is interrupted; then nothing is sent
   * @throws IOException if the system refuses
   */
  public void send(byte[] message, Duration timeout)
      throws IOException, InterruptedException, TimeoutException {
    if (!send(message, SharedWords.saturated(timeout))) {
      throw new TimeoutException("no room for a message of " + message.length + " bytes");
    }
  }

  private boolean send(byte[] message, long nanos) throws IOException, InterruptedException {
    if (message.length > longest()) {
      throw new IllegalArgumentException(
          "a message of " + message.length + " bytes is longer than " + longest());
    }
    if (header.get(ENDED) != 0) {
      throw new IllegalStateException("the sender has ended");
    }
    long needed = room(message.length);
    long sent = header.get(SENT);
    if (capacity - filled(sent, seenReceived) < needed) {
      // While it only looks, it looks for more room than it needs: else both sides would work in
      // lockstep, and each message would cost the way between two processors.
      long better = Math.max(needed, capacity / SHARE_OF_ROOM);
      boolean there =
          header.await(
              RECEIVED,
              SENDER_WAITS,
              () -> hasRoom(sent, better),
              () -> hasRoom(sent, needed),
              nanos);
      if (!there) {
        return false;
      }
    }
    header.guard(() -> put(sent, message));
    header.set(SENT, sent + needed);
    header.wakeIfWaiting(RECEIVER_WAITS, SENT);
    return true;
  }

  private boolean hasRoom(long sent, long needed) {
    seenReceived = header.get(RECEIVED);
    return capacity - filled(sent, seenReceived) >= needed;
  }

  private static long room(long length) {
    return (Integer.BYTES + length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private long put(long at, byte[] message) {
    long start = RING + at % capacity;
    memory.set(JAVA_INT, start, message.length);
    long first = start + Integer.BYTES;
    int untilEnd = (int) Math.min(message.length, RING + capacity - first);
    MemorySegment.copy(message, 0, memory, JAVA_BYTE, first, untilEnd);
    MemorySegment.copy(message, untilEnd, memory, JAVA_BYTE, RING, message.length - untilEnd);
    return 0;
  }

  /**
   * Says that no message follows: after the last, {@link #receive} returns null. Again it does
   * nothing.
   *
   * @throws IOException if the system refuses
   */
  public void end() throws IOException {
    header.set(ENDED, 1);
    header.wakeIfWaiting(RECEIVER_WAITS, SENT);
  }

  // ---- receiving

  /**
   * Receives a message, and waits while there is none.
   *
   * @return the message, or null if none follows
   * @throws IllegalStateException if what the memory holds is no message
   * @throws InterruptedException if this thread is interrupted
   * @throws IOException if the system refuses
   */
  public byte[] receive() throws IOException, InterruptedException {
    byte[] message = peek();
    if (message != null) {
      removeUpTo(header.get(RECEIVED) + room(message.length));
    }
    return message;
  }

  /**
   * As {@link #receive()}, but waits so long at most.
   *
   * @param timeout how long at most
   * @return the message, or null if none follows
   * @throws TimeoutException if there was none
   * @throws InterruptedException if this thread is interrupted
   * @throws IOException if the system refuses
   */
  public byte[] receive(Duration timeout)
      throws IOException, InterruptedException, TimeoutException {
    if (!awaitMessage(header.get(RECEIVED), SharedWords.saturated(timeout))) {
      throw new TimeoutException("no message came");
    }
    return receive();
  }

  /**
   * As {@link #receive()}, but the message stays, and is the next until it is {@linkplain #remove
   * removed}: so that none is lost where a process is killed while it works on one.
   *
   * @return the message, or null if none follows
   * @throws IllegalStateException if what the memory holds is no message
   * @throws InterruptedException if this thread is interrupted
   * @throws IOException if the system refuses
   */
  public byte[] peek() throws IOException, InterruptedException {
    long received = header.get(RECEIVED);
    long filled = filled(received);
    if (filled == 0) {
      awaitMessage(received, Long.MAX_VALUE);
      filled = filled(received);
      if (filled == 0) {
        return null;
      }
    }
    int length = length(received, filled);
    byte[] message = new byte[length];
    header.guard(() -> take(received, message));
    return message;
  }

  /**
   * Removes the next message.
   *
   * @throws IllegalStateException if there is none
   * @throws IOException if the system refuses
   */
  public void remove() throws IOException {
    long received = header.get(RECEIVED);
    long filled = filled(received);
    if (filled == 0) {
      throw new IllegalStateException("there is no message to remove");
    }
    removeUpTo(received + room(length(received, filled)));
  }

  private void removeUpTo(long next) throws IOException {
    header.set(RECEIVED, next);
    // A sender that waits for room goes on when half of the ring is free, and not for each message.
    if (header.get(SENDER_WAITS) != 0 && filled(header.get(SENT), next) <= capacity / 2) {
      header.wakeIfWaiting(SENDER_WAITS, RECEIVED);
    }
  }

  private boolean awaitMessage(long received, long nanos) throws IOException, InterruptedException {
    BooleanSupplier isThere = () -> hasMessageOrEnd(received);
    return filled(received) != 0 || header.await(SENT, RECEIVER_WAITS, isThere, isThere, nanos);
  }

  /** The end is looked at first: what was sent before it is seen then. */
  private boolean hasMessageOrEnd(long received) {
    return header.get(ENDED) != 0 || filled(received) != 0;
  }

  /** Bytes that are there to receive: as many as were seen before, where some were. */
  private long filled(long received) {
    if (seenSent - received <= 0) {
      seenSent = header.get(SENT);
    }
    return filled(seenSent, received);
  }

  private int length(long at, long filled) {
    long length = header.guard(() -> memory.get(JAVA_INT, RING + at % capacity) & UNSIGNED);
    if (length > longest() || room(length) > filled) {
      throw new IllegalStateException(
          "a message of %d bytes, where %d are filled: others have written here"
              .formatted(length, filled));
    }
    return (int) length;
  }

  private long take(long at, byte[] message) {
    long first = RING + at % capacity + Integer.BYTES;
    int untilEnd = (int) Math.min(message.length, RING + capacity - first);
    MemorySegment.copy(memory, JAVA_BYTE, first, message, 0, untilEnd);
    MemorySegment.copy(memory, JAVA_BYTE, RING, message, untilEnd, message.length - untilEnd);
    return 0;
  }

  // ---- what both sides do

  /** Bytes in the ring, by both counts. */
  private long filled(long sent, long received) {
    long filled = sent - received;
    if (filled < 0 || filled > capacity || (received | filled) % ALIGNMENT != 0 || received < 0) {
      throw new IllegalStateException(
          "%d bytes sent and %d received can't be of a pipe of %d: others have written here"
              .formatted(sent, received, capacity));
    }
    return filled;
  }

  /** Lets go of this side. What is in the memory stays. */
  @Override
  public void close() {
    words.close();
  }
}
