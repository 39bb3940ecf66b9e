package io.github.mmap4j.cli.residency;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.Residency;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file, with a record of which of its pages were in memory.
 *
 * @param path the path of the file
 * @param residency what the system reported; empty for an empty file
 */
public record FileResidency(Path path, Optional<Residency> residency) {
  private static final Path SELF = Path.of("/proc/self");

  static FileResidency of(Path path) throws IOException, Refusal {
    RegularFile target = RegularFile.of(path);
    if (target.isEmpty()) {
      return new FileResidency(path, Optional.empty());
    }
    requireReported(path);
    try (Mmap m = target.map(Access.READ)) {
      return new FileResidency(path, Optional.of(m.residency()));
    }
  }

  /** Refuses a file whose residency the system does not report. */
  public static void requireReported(Path path) throws IOException, Refusal {
    if (!isReported(path)) {
      throw new Refusal(
          "belongs to another user and is not writable, so the system does not report what"
              + " of it is in memory");
    }
  }

  /**
   * Returns whether the system reports which pages are in memory. For another user's file that is
   * not writable, Linux reports all pages as in memory, so as not to reveal what that user reads.
   */
  public static boolean isReported(Path path) throws IOException {
    return Files.isWritable(path)
        || !Files.exists(SELF)
        || Files.getOwner(path).equals(Files.getOwner(SELF));
  }

  /** Returns how much of the file was in memory. */
  public PageFraction fraction() {
    return residency.map(PageFraction::of).orElse(PageFraction.NOTHING);
  }

  List<Residency.Run> runs() {
    return residency.map(Residency::runs).orElse(List.of());
  }

  /**
   * Returns a cell of the pages from {@code first} to {@code end} (exclusive); the file must have
   * at least one of these pages.
   */
  Cell cell(long first, long end) {
    Residency pages = residency.orElseThrow();
    long last = Math.min(end, pages.totalPages());
    long from = first * pages.pageSize();
    // The offset after the last page may not fit into a long.
    long length = Math.min((last - first) * pages.pageSize(), pages.length() - from);
    return new Cell(first, last - first, pages.resident(from, length));
  }

  /**
   * Returns the whole file as {@code count} cells, or no cells if the file is empty. If the file
   * has fewer than {@code count} pages, a page fills several cells.
   */
  List<Cell> cells(int count) {
    long pages = fraction().pages();
    List<Cell> cells = new ArrayList<>(count);
    for (int i = 0; i < count && pages > 0; i++) {
      long first = pages * i / count;
      cells.add(cell(first, Math.max(first + 1, pages * (i + 1) / count)));
    }
    return cells;
  }
}
