package io.github.mmap4j.share;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * The ring buffer of messages in a pipe's memory. One side puts messages in and the other takes
 * them out; neither operation waits. Only one thread on each side uses the ring.
 *
 * <p>Each transfer of a message is one guarded operation. The operation checks for faults before it
 * publishes a count, so that zeros read from lost pages, or bytes written to them, are never
 * published. Before the check for faults, the operation throws no exception of its own, because the
 * bytes that it has read may be invalid.
 */
final class PipeRing {
  /** The result of an attempt to put in a message. */
  enum Put {
    DONE,
    /** The message was put in, and the receiver is waiting for it. */
    DONE_AND_AWAITED,
    FULL,
    ENDED,
    BROKEN
  }

  /** The alignment of messages, each of which starts with its length. */
  private static final long ALIGNMENT = Long.BYTES;

  /** The minimum length of a pipe's memory in bytes. */
  static final long SHORTEST = PipeHeader.LENGTH + 2 * ALIGNMENT;

  /**
   * The number of consecutive messages, sent while no receiver is waiting, that count as a stream.
   */
  private static final long STREAM = 64;

  private static final long UNSIGNED = 0xffff_ffffL;
  private static final long NONE = -1;
  private static final long IMPOSSIBLE = -2;
  private static final byte[] BROKEN = new byte[0];

  private final PipeHeader header;
  private final MemorySegment memory;
  private final long capacity;

  /**
   * The other side's count as last read. The count is read again only if this value does not
   * suffice, because the count's cache line must come from the other side's processor.
   */
  private long seenSent;

  private long seenReceived;

  /** The number of consecutive messages sent while no receiver was waiting. */
  private long unawaited;

  private boolean isSenderToWake;

  /**
   * The largest multiple of the capacity that does not exceed the last count given to {@link
   * #place}.
   */
  private long lap;

  PipeRing(PipeHeader header, MemorySegment memory) {
    this.header = header;
    this.memory = memory;
    this.capacity = (memory.byteSize() - PipeHeader.LENGTH) & -ALIGNMENT;
  }

  int longest() {
    return (int) Math.min(Integer.MAX_VALUE - Long.BYTES, capacity - Integer.BYTES);
  }

  // ---- sending

  Put put(byte[] message) {
    long mark = header.begin();
    Put put = put(message, mark);
    header.check(mark);
    return put;
  }

  private Put put(byte[] message, long mark) {
    if (header.load(PipeHeader.ENDED) != 0) {
      return Put.ENDED;
    }
    long needed = room(message.length);
    long sent = header.load(PipeHeader.SENT);
    long filled = sent - seenReceived;
    if (sent < 0 || filled < 0 || (sent & (ALIGNMENT - 1)) != 0) {
      return Put.BROKEN;
    }
    if (capacity - filled < needed) {
      return Put.FULL;
    }
    long start = place(sent);
    memory.set(JAVA_INT, start, message.length);
    long first = start + Integer.BYTES;
    int untilEnd = (int) Math.min(message.length, PipeHeader.LENGTH + capacity - first);
    MemorySegment.copy(message, 0, memory, JAVA_BYTE, first, untilEnd);
    if (untilEnd < message.length) {
      int rest = message.length - untilEnd;
      MemorySegment.copy(message, untilEnd, memory, JAVA_BYTE, PipeHeader.LENGTH, rest);
    }
    header.check(mark);
    header.publish(PipeHeader.SENT, sent + needed, unawaited < STREAM);
    if (header.load(PipeHeader.RECEIVER_WAITS) != 0) {
      unawaited = 0;
      return Put.DONE_AND_AWAITED;
    }
    unawaited++;
    return Put.DONE;
  }

  boolean hasRoom(int length) {
    return hasBytes(room(length));
  }

  /**
   * Returns whether there is room for the message and at least half of the ring is free. If the
   * sender continued with just enough room, both sides would run in lockstep, and each message
   * would cost a round trip between processors.
   */
  boolean hasAmpleRoom(int length) {
    return hasBytes(Math.max(room(length), capacity / 2));
  }

  private boolean hasBytes(long needed) {
    long received = header.get(PipeHeader.RECEIVED);
    long filled = checked(header.get(PipeHeader.SENT), received);
    seenReceived = received;
    return capacity - filled >= needed;
  }

  private static long room(long length) {
    return (Integer.BYTES + length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  // ---- receiving

  /**
   * Returns the next message, or null if there is none.
   *
   * @param removes whether to remove the message as well
   */
  byte[] take(boolean removes) {
    long mark = header.begin();
    byte[] message = take(removes, mark);
    header.check(mark);
    if (message == BROKEN) {
      throw broken();
    }
    return message;
  }

  private byte[] take(boolean removes, long mark) {
    long received = header.load(PipeHeader.RECEIVED);
    long length = nextLength(received, mark);
    if (length < 0) {
      return length == NONE ? null : BROKEN;
    }
    byte[] message = new byte[(int) length];
    long first = place(received) + Integer.BYTES;
    int untilEnd = (int) Math.min(length, PipeHeader.LENGTH + capacity - first);
    MemorySegment.copy(memory, JAVA_BYTE, first, message, 0, untilEnd);
    if (untilEnd < length) {
      int rest = (int) length - untilEnd;
      MemorySegment.copy(memory, JAVA_BYTE, PipeHeader.LENGTH, message, untilEnd, rest);
    }
    if (removes) {
      remove(received, length, mark);
    }
    return message;
  }

  /** Removes the next message without reading it; returns whether there was one. */
  boolean remove() {
    long mark = header.begin();
    long received = header.load(PipeHeader.RECEIVED);
    long length = nextLength(received, mark);
    if (length >= 0) {
      remove(received, length, mark);
    }
    header.check(mark);
    if (length == IMPOSSIBLE) {
      throw broken();
    }
    return length != NONE;
  }

  private void remove(long received, long length, long mark) {
    header.check(mark);
    long next = received + room(length);
    header.publish(PipeHeader.RECEIVED, next, next == seenSent);
    long waits = header.load(PipeHeader.SENDER_WAITS);
    isSenderToWake =
        waits != 0
            && (waits != PipeHeader.WAITS_FOR_BETTER
                || header.load(PipeHeader.SENT) - next <= capacity / 2);
  }

  /**
   * Returns the length of the next message, {@link #NONE} if there is no message, or {@link
   * #IMPOSSIBLE} if the memory's contents are invalid.
   */
  private long nextLength(long received, long mark) {
    if (seenSent - received <= 0) {
      long sent = header.load(PipeHeader.SENT);
      header.check(mark);
      if (sent == received) {
        return NONE;
      }
      seenSent = header.gathered(sent);
    }
    long filled = seenSent - received;
    if (!isPossible(filled, received)) {
      return IMPOSSIBLE;
    }
    long length = memory.get(JAVA_INT, place(received)) & UNSIGNED;
    return length > longest() || room(length) > filled ? IMPOSSIBLE : length;
  }

  boolean hasMessage() {
    long received = header.get(PipeHeader.RECEIVED);
    return checked(header.get(PipeHeader.SENT), received) != 0;
  }

  /**
   * Returns whether the sender must be woken, because it waits for the room that removing the last
   * message has freed.
   */
  boolean isSenderToWake() {
    return isSenderToWake;
  }

  // ---- both sides

  /**
   * Converts a running count of bytes to an offset in the pipe's memory, usually without a
   * division.
   */
  private long place(long count) {
    long offset = count - lap;
    if (offset < 0 || offset >= capacity) {
      offset = count % capacity;
      lap = count - offset;
    }
    return PipeHeader.LENGTH + offset;
  }

  private boolean isPossible(long filled, long received) {
    return filled >= 0
        && filled <= capacity
        && ((received | filled) & (ALIGNMENT - 1)) == 0
        && received >= 0;
  }

  private long checked(long sent, long received) {
    if (!isPossible(sent - received, received)) {
      throw broken();
    }
    return sent - received;
  }

  IllegalStateException broken() {
    return new IllegalStateException(
        "%d bytes sent and %d received in a pipe of %d, or the next message, are wrong: others have"
                .formatted(header.get(PipeHeader.SENT), header.get(PipeHeader.RECEIVED), capacity)
            + " written here");
  }
}
