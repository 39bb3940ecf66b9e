package io.github.mmap4j;

import java.util.AbstractList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Which pages of a mapping were in memory when the system was asked: what {@link Mmap#residency()}
 * found. It never changes, and stays as it is after the mapping has been closed. What it says may
 * be out of date at once, as the system takes pages away and brings them back all the time; only
 * {@linkplain Mmap#lock() locked} pages stay.
 *
 * <p>It holds runs of pages, so its own size follows their number, not the mapping's length. Safe
 * for any number of threads.
 */
public final class Residency {
  private final int pageSize;
  private final long length;
  private final PageRuns runs;

  /** {@code length}: bytes of the mapping. {@code runs} is not changed any more. */
  Residency(int pageSize, long length, PageRuns runs) {
    this.pageSize = pageSize;
    this.length = length;
    this.runs = runs;
  }

  /**
   * Pages in memory, side by side, between pages that are not.
   *
   * @param offset where the first begins in the mapping, in bytes
   * @param length bytes; whole pages, but for a last one that the mapping does not fill
   */
  public record Run(long offset, long length) {}

  /** {@return bytes in a page: {@link Mmap#PAGESIZE}} */
  public int pageSize() {
    return pageSize;
  }

  /** {@return how many bytes were mapped} */
  public long length() {
    return length;
  }

  /** {@return how many pages were mapped; the last may be mapped in part} */
  public long totalPages() {
    return pagesUpTo(length);
  }

  /** {@return how many of all pages were in memory} */
  public long residentPages() {
    return runs.pages();
  }

  /**
   * {@return how many of the pages that hold a range were in memory} Its cost grows with the number
   * of runs in the range, and with the logarithm of their number in all.
   *
   * @param offset where the range begins in the mapping
   * @param length bytes; in none there are 0 pages
   * @throws IndexOutOfBoundsException if the mapping had no such range
   */
  public long resident(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, this.length);
    return length == 0 ? 0 : runs.pagesIn(offset / pageSize, pagesUpTo(offset + length));
  }

  private long pagesUpTo(long end) {
    return end / pageSize + (end % pageSize == 0 ? 0 : 1);
  }

  /** {@return the runs of pages in memory, from first to last; the list can't be changed} */
  public List<Run> runs() {
    return new Runs();
  }

  /** Made as it is asked for, as a list of objects would be several times the size of the runs. */
  private final class Runs extends AbstractList<Run> implements RandomAccess {
    @Override
    public int size() {
      return runs.count();
    }

    @Override
    public Run get(int index) {
      Objects.checkIndex(index, size());
      long start = runs.start(index) * pageSize;
      return new Run(start, Math.min(runs.end(index) * pageSize, length) - start);
    }
  }

  /**
   * {@return a bit for each page, set where it was in memory} Its size follows the last page in
   * memory: 2 MiB for 64 GiB of 4 KiB pages.
   *
   * @throws UnsupportedOperationException if a set can't hold as many bits: from 2<sup>31</sup>
   *     pages on
   */
  public BitSet toBitSet() {
    if (totalPages() > Integer.MAX_VALUE) {
      throw new UnsupportedOperationException(
          "a BitSet can't hold " + totalPages() + " pages; take runs()");
    }
    BitSet set = new BitSet();
    for (int i = 0; i < runs.count(); i++) {
      set.set((int) runs.start(i), (int) runs.end(i));
    }
    return set;
  }

  /** {@return the counts, for people} */
  @Override
  public String toString() {
    return "Residency[%d of %d pages of %d bytes, in %d runs]"
        .formatted(residentPages(), totalPages(), pageSize, runs.count());
  }
}
