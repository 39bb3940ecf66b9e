package io.github.mmap4j.fork;

import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.Residency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Touches some pages of a huge sparse file and finds them in the residency report. Argument: the
 * file.
 */
final class SparseResidencyProgram {
  static final long LENGTH = 64L << 30;
  private static final int RUNS = 4096;
  private static final long STRIDE = LENGTH / RUNS;

  private SparseResidencyProgram() {}

  public static void main(String[] args) throws IOException {
    try (Mmap mmap = Mmap.open(Path.of(args[0]))) {
      mmap.madvise(Advice.RANDOM);
      withoutHugePages(mmap);
      Check.same(1L, mmap.residency().residentPages(), "the page written with the file");
      int sum = 0;
      for (int run = 0; run < RUNS; run++) {
        sum += mmap.get(run * STRIDE) + mmap.get(run * STRIDE + Mmap.PAGESIZE);
      }
      Check.same(0, sum, "a hole");
      Residency residency = mmap.residency();
      Check.same(RUNS + 1, residency.runs().size(), "runs");
      Check.same(2L * RUNS + 1, residency.residentPages(), "pages");
      Check.same(
          new Residency.Run(5 * STRIDE, 2L * Mmap.PAGESIZE), residency.runs().get(5), "a run");
      Check.same(2L, residency.resident(9 * STRIDE, STRIDE), "pages of one stride");
      Check.same(2 * RUNS + 1, residency.toBitSet().cardinality(), "bits");
    }
  }

  /**
   * Keeps khugepaged, if the kernel has it, from reading all of a huge page whose first pages were
   * touched. It did so in a file on ext4 under Linux 7.2.
   */
  private static void withoutHugePages(Mmap mmap) throws IOException {
    if (Files.exists(Path.of("/sys/kernel/mm/transparent_hugepage"))) {
      mmap.madvise(Advice.NOHUGEPAGE);
    }
  }
}
