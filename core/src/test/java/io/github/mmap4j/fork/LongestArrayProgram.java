package io.github.mmap4j.fork;

import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import java.io.IOException;

/**
 * Copies as many bytes as an array can hold. The memory is private, and almost all of it is never
 * written.
 */
final class LongestArrayProgram {
  private static final int LENGTH = Integer.MAX_VALUE - 8;

  private LongestArrayProgram() {}

  public static void main(String[] arguments) throws IOException {
    try (Mmap m =
        Mmap.builder()
            .anonymous()
            .length(1L << 31)
            .flags(MapFlag.PRIVATE, MapFlag.NORESERVE)
            .map()) {
      m.set(LENGTH - 1, 7);
      byte[] copy = m.getSlice(0, LENGTH);
      Check.same((long) LENGTH, (long) copy.length, "the length");
      Check.same(7L, (long) copy[LENGTH - 1], "the last byte");
    }
  }
}
