package io.github.mmap4j.share;

import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A pipe in shared memory that carries messages from one process to another. Messages arrive whole
 * and in order. The pipe makes no system calls while both sides are busy.
 *
 * {@snippet :
 * SharedPipe pipe = SharedPipe.over(memory);  // both processes
 * pipe.send("hello".getBytes(UTF_8));         // one of them
 * byte[] message = pipe.receive();            // the other; null at the end
 * }
 *
 * <p>At any time, at most one thread may send and one may receive; each can be in any process.
 * Zeroed memory is an empty pipe, so no setup is needed. All state is in the memory, so after a
 * process is killed, its messages remain, and another process can take its place. A message that
 * was only partly sent is lost. A message that was {@linkplain #peek peeked at} but not {@linkplain
 * #remove removed} is received again.
 *
 * <p>A pipe validates what it reads. If a pipe finds that others have overwritten its memory, its
 * methods throw {@link IllegalStateException}. As with all shared memory, any process that can
 * write to the memory can forge messages. If the memory is truncated, methods throw {@link
 * io.github.mmap4j.MappingFaultException}. After close, all methods except {@link #longest} and
 * {@link #close} throw {@link IllegalStateException}.
 */
public final class SharedPipe implements AutoCloseable {
  /** The value returned instead of a message if none arrived in time. */
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
   * Opens one end of the pipe in {@code memory}. The pipe creates its own mapping of the memory.
   *
   * @param memory memory that is zeroed or contains a pipe; at least 336 bytes, and more for long
   *     or many messages
   * @return the pipe, which the caller must close
   * @throws IllegalArgumentException if the memory is too short
   * @throws ReadOnlyBufferException if the memory is read-only
   * @throws IllegalStateException if the memory is closed
   * @throws IOException if the memory can't be mapped
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

  /** {@return the maximum length of a message in bytes} This method works after close too. */
  public int longest() {
    return ring.longest();
  }

  // ---- sending

  /**
   * Sends a message, waiting while there is no room for it.
   *
   * @param message 0 to {@link #longest} bytes
   * @throws IllegalArgumentException if the message is longer than {@link #longest}
   * @throws IllegalStateException if {@link #end} has been called
   * @throws InterruptedException if this thread is interrupted; then nothing is sent
   * @throws IOException if the system refuses
   */
  public void send(byte[] message) throws IOException, InterruptedException {
    send(message, Long.MAX_VALUE);
  }

  /**
   * Works like {@link #send(byte[])}, but waits at most {@code timeout}.
   *
   * @param message 0 to {@link #longest} bytes
   * @param timeout the longest time to wait
   * @throws TimeoutException if there was no room in time; then nothing is sent
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
   * Marks the end of the messages, so that {@link #receive} returns null after the last one.
   * Calling {@code end} again has no effect.
   *
   * @throws IOException if the system refuses
   */
  public void end() throws IOException {
    header.set(PipeHeader.ENDED, 1);
    header.wakeIfWaiting(PipeHeader.RECEIVER_WAITS);
  }

  // ---- receiving

  /**
   * {@return the next message, or null at the end} Waits while the pipe is empty.
   *
   * @throws IllegalStateException if the memory holds no valid message
   * @throws InterruptedException if this thread is interrupted
   * @throws IOException if the system refuses
   */
  public byte[] receive() throws IOException, InterruptedException {
    return receive(true, Long.MAX_VALUE);
  }

  /**
   * {@return the next message, or null at the end} Works like {@link #receive()}, but waits at most
   * {@code timeout}.
   *
   * @param timeout the longest time to wait
   * @throws TimeoutException if no message arrived in time
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
   * Works like {@link #receive()}, but leaves the message in the pipe until it is {@linkplain
   * #remove removed}. Thus no message is lost if the receiver is killed while processing it.
   *
   * @return the message, or null at the end
   * @throws IllegalStateException if the memory holds no valid message
   * @throws InterruptedException if this thread is interrupted
   * @throws IOException if the system refuses
   */
  public byte[] peek() throws IOException, InterruptedException {
    return receive(false, Long.MAX_VALUE);
  }

  /** Returns a message, null at the end, or {@link #LATE} after the timeout. */
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
    BooleanSupplier isThere = () -> header.get(PipeHeader.ENDED) != 0 || ring.hasMessage();
    while (true) {
      boolean hasEnded = header.get(PipeHeader.ENDED) != 0; // must be read before the messages
      byte[] message = ring.take(removes);
      if (message != null || hasEnded) {
        return message;
      }
      long left = nanos - (System.nanoTime() - start);
      if (!header.await(PipeHeader.RECEIVER_WAITS, isThere, isThere, left)) {
        return LATE;
      }
    }
  }

  /**
   * Removes the next message.
   *
   * @throws IllegalStateException if there is no message
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

  /** Closes this end of the pipe. The messages stay in the memory. */
  @Override
  public void close() {
    words.close();
  }
}
