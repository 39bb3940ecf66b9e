package io.github.mmap4j.cli.residency;

import io.github.mmap4j.Residency;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.format.Units;
import java.util.Locale;

/**
 * The part of one or more files that is in memory.
 *
 * @param pages the number of pages; the last page of a file may be partly filled
 * @param residentPages the number of pages in memory
 * @param bytes the number of bytes
 * @param residentBytes the number of bytes in memory
 */
public record PageFraction(long pages, long residentPages, long bytes, long residentBytes) {
  static final PageFraction NOTHING = new PageFraction(0, 0, 0, 0);

  /** Counts the resident pages and bytes. */
  public static PageFraction of(Residency residency) {
    long length = residency.length();
    long bytes = residency.residentPages() * residency.pageSize();
    if (length > 0 && residency.resident(length - 1, 1) > 0) {
      bytes -= residency.totalPages() * residency.pageSize() - length;
    }
    return new PageFraction(residency.totalPages(), residency.residentPages(), length, bytes);
  }

  PageFraction plus(PageFraction other) {
    return new PageFraction(
        pages + other.pages,
        residentPages + other.residentPages,
        bytes + other.bytes,
        residentBytes + other.residentBytes);
  }

  /** Returns whether all pages are in memory. */
  public boolean isAll() {
    return residentPages == pages;
  }

  /**
   * Returns the percentage of pages in memory. It is shown as 0 only if no page is in memory, and
   * as 100 only if all are, however large the file is.
   */
  String percent() {
    if (pages == 0) {
      return "-";
    }
    double exact = 100.0 * residentPages / pages;
    double some = Math.clamp(exact, 0.1, 99.9);
    return String.format(Locale.ROOT, "%.1f %%", residentPages == 0 || isAll() ? exact : some);
  }

  /** Writes the numbers into the open JSON object. */
  void write(JsonWriter json) {
    json.name("pages").value(pages).name("residentPages").value(residentPages);
    json.name("bytes").value(bytes).name("residentBytes").value(residentBytes);
  }

  /** Returns a string such as "3 pages, 12.0 KiB, 75.0 %". */
  String resident() {
    return "%d %s, %s, %s"
        .formatted(
            residentPages,
            residentPages == 1 ? "page" : "pages",
            Units.about(residentBytes),
            percent());
  }

  /** Returns a string such as "3 of 4 pages, 12.0 KiB of 16.0 KiB, 75.0 %". */
  @Override
  public String toString() {
    return "%d of %d pages, %s of %s, %s"
        .formatted(residentPages, pages, Units.about(residentBytes), Units.about(bytes), percent());
  }
}
