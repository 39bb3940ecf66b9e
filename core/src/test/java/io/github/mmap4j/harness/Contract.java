package io.github.mmap4j.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.util.Arrays;

/** Checks what holds for mappings of all kinds, or of a set of them. */
public abstract class Contract extends EachKind {
  protected static final int PAGE = Mmap.PAGESIZE;

  /** The length of the mappings, which is not a whole number of pages. */
  protected static final int LENGTH = 3 * PAGE + 123;

  /** The bytes that the memory must hold; a test that writes changes them too. */
  protected byte[] expected = Kind.content(LENGTH);

  @Override
  protected final Mapped make() throws IOException {
    return kind.map(directory, expected);
  }

  /** Writes {@code bytes} to memory and file, also under a read-only mapping. */
  protected final void put(int at, byte[] bytes) throws IOException {
    if (kind.isReadOnly()) {
      mapped.writeFile(at, bytes);
    } else {
      m.setSlice(at, at + bytes.length, bytes);
    }
    System.arraycopy(bytes, 0, expected, at, bytes.length);
  }

  protected final void assertMemoryAsExpected() {
    assertEquals(-1, Arrays.mismatch(expected, m.getSlice(0)), "first byte that differs");
  }

  protected final byte[] part(int from, int to) {
    return Arrays.copyOfRange(expected, from, to);
  }
}
