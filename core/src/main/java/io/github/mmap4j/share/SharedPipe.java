package io.github.mmap4j.share;

import java.io.IOException;
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
 * IllegalStateException}, but for {@link #longest}.
 */
public final class SharedPipe implements AutoCloseable {
  /** Instead of a message, where none came in time. */
  private static final byte[] LATE = new byte[0];

  private final SharedWords words;
  private final PipeHeader header;
  private final PipeRing ring;

  private SharedPipe(SharedWords words) {
    this.words = words;
    this.header = new PipeHeader(words);
    this.ring = new PipeRing(header, words.memory());
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
      if (length < PipeRing.SHORTEST) {
        throw new IllegalArgumentException(
            "memory of %d bytes is too short for a pipe: %d at least"
                .formatted(length, PipeRing.SHORTEST));
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

  /** {@return how many bytes the longest message can have; also after close} */
  public int longest() {
    return ring.longest();
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
    PipeRing.Put put = ring.put(message);
    while (put == PipeRing.Put.FULL) {
      boolean there =
          header.await(
              PipeHeader.SENDER_WAITS,
              () -> ring.hasAmpleRoom(message.length),
              () -> ring.hasRoom(message.length),
              nanos);
      if (!there) {
        return false;
      }
      put = ring.put(message);
    }
    switch (put) {
      case DONE_AND_AWAITED -> header.wakeIfWaiting(PipeHeader.RECEIVER_WAITS);
      case ENDED -> throw new IllegalStateException("the sender has ended");
      case BROKEN -> throw ring.broken();
      default -> {}
    }
    return true;
  }

  /**
   * Says that no message follows: after the last, {@link #receive} returns null. Again it does
   * nothing.
   *
   * @throws IOException if the system refuses
   */
  public void end() throws IOException {
    header.set(PipeHeader.ENDED, 1);
    header.wakeIfWaiting(PipeHeader.RECEIVER_WAITS);
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
    return receive(true, Long.MAX_VALUE);
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
    byte[] message = receive(true, SharedWords.saturated(timeout));
    if (message == LATE) {
      throw new TimeoutException("no message came");
    }
    return message;
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
    return receive(false, Long.MAX_VALUE);
  }

  /** A message, or null at the end, or {@link #LATE}. */
  private byte[] receive(boolean removes, long nanos) throws IOException, InterruptedException {
    byte[] there = ring.take(removes);
    byte[] message = there == null ? receiveLater(removes, nanos) : there;
    if (removes) {
      wakeSender();
    }
    return message;
  }

  private byte[] receiveLater(boolean removes, long nanos)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      boolean hasEnded = header.get(PipeHeader.ENDED) != 0; // before the look at what was sent
      byte[] message = ring.take(removes);
      if (message != null || hasEnded) {
        return message;
      }
      if (!awaitMessage(nanos - (System.nanoTime() - start))) {
        return LATE;
      }
    }
  }

  /**
   * Removes the next message.
   *
   * @throws IllegalStateException if there is none
   * @throws IOException if the system refuses
   */
  public void remove() throws IOException {
    if (!ring.remove()) {
      throw new IllegalStateException("there is no message to remove");
    }
    wakeSender();
  }

  private void wakeSender() throws IOException {
    if (ring.isSenderToWake()) {
      header.wakeIfWaiting(PipeHeader.SENDER_WAITS);
    }
  }

  private boolean awaitMessage(long nanos) throws IOException, InterruptedException {
    BooleanSupplier isThere = this::hasMessageOrEnd;
    return header.await(PipeHeader.RECEIVER_WAITS, isThere, isThere, nanos);
  }

  /** The end is looked at first: what was sent before it is seen then. */
  private boolean hasMessageOrEnd() {
    return header.get(PipeHeader.ENDED) != 0 || ring.hasMessage();
  }

  /** Lets go of this side. What is in the memory stays. */
  @Override
  public void close() {
    words.close();
  }
}
