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
 * A file, and which of its pages were in memory.
 *
 * @param path where it is
 * @param residency what the system told; nothing of an empty file
 */
public record FileResidency(Path path, Optional<Residency> residency) {
  private static final Path SELF = Path.of("/proc/self");

  static FileResidency of(Path path) throws IOException, Refusal {
    RegularFile target = RegularFile.of(path);
    if (target.isEmpty()) {
      return new FileResidency(path, Optional.empty());
    }
    requireTold(path);
    try (Mmap m = target.map(Access.READ)) {
      return new FileResidency(path, Optional.of(m.residency()));
    }
  }

  public static void requireTold(Path path) throws IOException, Refusal {
    if (!isTold(path)) {
      throw new Refusal(
          "is neither yours nor yours to write, so the system does not tell what of it is in"
              + " memory");
    }
  }

  /** Of other files Linux says that all is in memory, as the truth would show what others read. */
  public static boolean isTold(Path path) throws IOException {
    return Files.isWritable(path)
        || !Files.exists(SELF)
        || Files.getOwner(path).equals(Files.getOwner(SELF));
  }

  public PageFraction share() {
    return residency.map(PageFraction::of).orElse(PageFraction.NOTHING);
  }

  List<Residency.Run> runs() {
    return residency.map(Residency::runs).orElse(List.of());
  }

  /** The pages from {@code first} to before {@code end}, of which the file has one at least. */
  Cell cell(long first, long end) {
    Residency pages = residency.orElseThrow();
    long last = Math.min(end, pages.totalPages());
    long from = first * pages.pageSize();
    // Not the bytes up to last: the last page may be past what a long can count.
    long length = Math.min((last - first) * pages.pageSize(), pages.length() - from);
    return new Cell(first, last - first, pages.resident(from, length));
  }

  /**
   * The whole file in {@code count} cells, none if it is empty; where it has fewer pages, one fills
   * several of them.
   */
  List<Cell> cells(int count) {
    long pages = share().pages();
    List<Cell> cells = new ArrayList<>(count);
    for (int i = 0; i < count && pages > 0; i++) {
      long first = pages * i / count;
      cells.add(cell(first, Math.max(first + 1, pages * (i + 1) / count)));
    }
    return cells;
  }
}
