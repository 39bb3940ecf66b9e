package io.github.mmap4j.cli.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;

/** Makes files of which some pages are in memory and others only on disk. */
public final class PartlyLoaded {
  private static final int MOST_TRIES = 5;

  private PartlyLoaded() {}

  /** Makes a file of random bytes of which exactly {@code pages} are in memory. */
  public static Path file(Path file, long length, BitSet pages) throws IOException {
    assumeTrue(Advice.PAGEOUT.isSupported(), "nothing here throws pages out of memory");
    assumeFalse(
        Files.getFileStore(file.getParent()).type().equals("tmpfs"),
        "tmpfs has only memory for its files");
    byte[] bytes = new byte[Math.toIntExact(length)];
    new Random(length).nextBytes(bytes);
    Files.write(file, bytes);
    BitSet loaded = load(file, pages);
    for (int i = 1; i < MOST_TRIES && !loaded.equals(pages); i++) {
      loaded = load(file, pages); // the system has evicted or loaded a page meanwhile
    }
    assertEquals(pages, loaded);
    return file;
  }

  private static BitSet load(Path file, BitSet pages) throws IOException {
    Result.of("evict", file); // if a page stays, the result has one more
    try (Mmap m = Mmap.open(file, Access.READ)) {
      m.madvise(Advice.RANDOM); // prevents read-ahead
      pages.stream().forEach(page -> m.get((long) page * Mmap.PAGESIZE));
      return m.residency().toBitSet();
    }
  }

  public static BitSet range(int from, int to) {
    BitSet pages = new BitSet();
    pages.set(from, to);
    return pages;
  }
}
