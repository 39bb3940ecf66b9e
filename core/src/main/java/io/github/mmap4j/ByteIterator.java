package io.github.mmap4j;

import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/** Walks over a mapping's bytes, one way or the other. */
final class ByteIterator implements PrimitiveIterator.OfInt {
  private final Mmap mmap;
  private final int step;
  private long next;

  private ByteIterator(Mmap mmap, int step, long next) {
    this.mmap = mmap;
    this.step = step;
    this.next = next;
  }

  static ByteIterator forwards(Mmap mmap) {
    mmap.length(); // refuses a closed mapping now
    return new ByteIterator(mmap, 1, 0);
  }

  static ByteIterator backwards(Mmap mmap) {
    return new ByteIterator(mmap, -1, mmap.length() - 1);
  }

  @Override
  public boolean hasNext() {
    return next >= 0 && next < mmap.length();
  }

  @Override
  public int nextInt() {
    if (!hasNext()) {
      throw new NoSuchElementException("no byte at " + next);
    }
    int value = mmap.get(next);
    next += step;
    return value;
  }
}
