package io.github.mmap4j;

import io.github.mmap4j.fork.Check;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Truncates a file while a private copy of it is moved in parts. */
final class MovedInPartsProgram {
  private MovedInPartsProgram() {}

  /**
   * Runs the program.
   *
   * @param args the file
   */
  public static void main(String[] args) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(args[0], "rw");
        Mmap m =
            Internals.map(
                Mmap.builder().path(Path.of(args[0])).access(Access.COPY),
                MovedInPartsTest.refusing(() -> truncates(opened)))) {
      m.set(5, 77);
      long longer = 2 * m.length();
      opened.setLength(longer);
      Check.same(longer, m.refresh(), "the new length");
      Check.same(77, m.get(5), "a byte that was written");
      Check.thrown(MappingFaultException.class, () -> m.get(-1));
      Check.same(77, m.get(5), "the byte after the fault");
    }
  }

  private static boolean truncates(RandomAccessFile opened) {
    try {
      opened.setLength(Mmap.PAGESIZE);
      return true;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
