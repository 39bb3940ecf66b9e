package io.github.mmap4j.internal.access;

import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/** An iterator over a mapping's bytes, forwards or backwards. */
public final class ByteIterator implements PrimitiveIterator.OfInt {
  private final LiveMemory memory;
  private final int step;
  private long next;

  private ByteIterator(LiveMemory memory, int step, long next) {
    this.memory = memory;
    this.step = step;
    this.next = next;
  }

  public static ByteIterator forwards(LiveMemory memory) {
    memory.live(); // throws immediately if the mapping is closed
    return new ByteIterator(memory, 1, 0);
  }

  public static ByteIterator backwards(LiveMemory memory) {
    return new ByteIterator(memory, -1, memory.live().byteSize() - 1);
  }

  @Override
  public boolean hasNext() {
    return next >= 0 && next < memory.live().byteSize();
  }

  @Override
  public int nextInt() {
    if (!hasNext()) {
      throw new NoSuchElementException("no byte at " + next);
    }
    int value = memory.get(next);
    next += step;
    return value;
  }
}
