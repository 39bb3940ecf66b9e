package io.github.mmap4j;

import io.github.mmap4j.internal.os.Pages;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The pages of a mapping, or of a range of it, that were in memory when {@link Mmap#residency()}
 * queried the system. All offsets count from the start of the mapping. The result is immutable and
 * can be used after the mapping is closed. The result may be out of date at once, because the
 * system evicts and loads pages all the time; only {@linkplain Mmap#lock() locked} pages are sure
 * to stay.
 *
 * {@snippet :
 * Residency pages = m.residency();
 * System.out.println(pages.residentPages() + " of " + pages.totalPages() + " pages are in memory");
 * for (Residency.Run run : pages.runs()) {
 *   System.out.println(run.length() + " bytes from " + run.offset());
 * }
 * }
 *
 * <p>The result stores runs of pages, so its size depends on the number of runs, not on the
 * mapping's length. Any number of threads may use the result.
 */
public final class Residency {
  private final Pages pages;
  private final long offset;
  private final long length;
  private final long mapped;
  private final PageRuns runs;

  /**
   * Takes over {@code runs}, which must not change afterwards.
   *
   * @param offset the start of the range that was queried
   * @param length the length of the range
   * @param mapped the length of the mapping
   */
  Residency(Pages pages, long offset, long length, long mapped, PageRuns runs) {
    this.pages = pages;
    this.offset = offset;
    this.length = length;
    this.mapped = mapped;
    this.runs = runs;
  }

  /**
   * A run of adjacent pages in memory.
   *
   * @param offset the offset of the first page in the mapping, in bytes
   * @param length the length in bytes, a multiple of the page size unless the mapping ends within
   *     the last page
   */
  public record Run(long offset, long length) {}

  /** {@return the size of a page in bytes, {@link Mmap#PAGESIZE}} */
  public int pageSize() {
    return (int) pages.size();
  }

  /** {@return the offset of the range that was queried: 0 if it was the whole mapping} */
  public long offset() {
    return offset;
  }

  /** {@return the number of bytes that were queried: those mapped if it was the whole mapping} */
  public long length() {
    return length;
  }

  /** {@return the number of pages that hold the bytes queried, the last of which may be partial} */
  public long totalPages() {
    return length == 0 ? 0 : pages.count(offset + length) - pages.number(offset);
  }

  /** {@return the number of pages that were in memory} */
  public long residentPages() {
    return runs.pages();
  }

  /**
   * {@return how many of the pages that cover a range were in memory} The cost is linear in the
   * number of runs in the range, and logarithmic in the total number of runs.
   *
   * @param offset where the range begins in the mapping
   * @param length the length of the range in bytes; an empty range has no pages
   * @throws IndexOutOfBoundsException if the mapping had no such range, or the range was not
   *     queried
   */
  public long resident(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, this.offset + this.length);
    if (offset < this.offset) {
      throw new IndexOutOfBoundsException(
          "offset %d is before %d, the start of the range that was queried"
              .formatted(offset, this.offset));
    }
    return length == 0 ? 0 : runs.pagesIn(pages.number(offset), pages.count(offset + length));
  }

  /** {@return the runs of pages in memory, from first to last; the list can't be changed} */
  public List<Run> runs() {
    return new Runs();
  }

  /**
   * Creates each element on demand, because a list of objects would take several times the memory
   * of the runs.
   */
  private final class Runs extends AbstractList<Run> implements RandomAccess {
    @Override
    public int size() {
      return runs.count();
    }

    @Override
    public Run get(int index) {
      Objects.checkIndex(index, size());
      long start = runs.start(index) * pages.size();
      return new Run(start, Math.min(runs.end(index) * pages.size(), mapped) - start);
    }
  }

  /**
   * {@return a set with a bit for each page that was in memory; bit 0 is the mapping's first page}
   * The set's size depends on the last page in memory: 2 MiB for 64 GiB of 4 KiB pages.
   *
   * @throws UnsupportedOperationException if there are 2<sup>31</sup> pages or more, which is more
   *     than a set can hold
   */
  public BitSet toBitSet() {
    if (pages.count(offset + length) > Integer.MAX_VALUE) {
      throw new UnsupportedOperationException(
          "a BitSet can't hold " + pages.count(offset + length) + " pages; take runs()");
    }
    BitSet set = new BitSet();
    for (int i = 0; i < runs.count(); i++) {
      set.set((int) runs.start(i), (int) runs.end(i));
    }
    return set;
  }

  /** {@return the counts, as readable text} */
  @Override
  public String toString() {
    return "Residency[%d of %d pages of %d bytes, in %d runs]"
        .formatted(residentPages(), totalPages(), pages.size(), runs.count());
  }

  /** A set of page numbers, stored as runs. A run takes 16 bytes, however many pages it has. */
  static final class PageRuns {
    /** The start and the end (exclusive) of each run, in ascending order. */
    private long[] bounds = new long[16];

    private int size;
    private long pages;

    /** Adds a page, whose number must be higher than all earlier ones. */
    void add(long page) {
      if (size > 0 && bounds[size - 1] == page) {
        bounds[size - 1]++;
      } else {
        if (size == bounds.length) {
          bounds = Arrays.copyOf(bounds, 2 * size);
        }
        bounds[size++] = page;
        bounds[size++] = page + 1;
      }
      pages++;
    }

    int count() {
      return size / 2;
    }

    long start(int run) {
      return bounds[2 * run];
    }

    long end(int run) {
      return bounds[2 * run + 1];
    }

    long pages() {
      return pages;
    }

    /** Returns the number of pages in {@code [from, to)}. */
    long pagesIn(long from, long to) {
      long found = 0;
      int at = Arrays.binarySearch(bounds, 0, size, from);
      // The first run that ends after from; a run that ends exactly at from is skipped.
      int first = at < 0 ? ~at / 2 : (at + 1) / 2;
      for (int run = first; run < count() && start(run) < to; run++) {
        found += Math.min(end(run), to) - Math.max(start(run), from);
      }
      return found;
    }
  }
}
