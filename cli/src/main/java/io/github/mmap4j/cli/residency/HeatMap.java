package io.github.mmap4j.cli.residency;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.format.ShownName;
import io.github.mmap4j.cli.format.Units;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a heat map: rows of cells, each cell standing for the same number of pages.
 *
 * @param title the name of the file or the number of files
 * @param facts the text that describes how much is in memory
 * @param axis the caption of the axis
 * @param rows the rows: one for each file, or the parts of a single file
 * @param labelEvery the interval, in rows, at which labels are shown
 * @param columns the number of cells per row, a power of two
 * @param pagesPerCell the number of pages per cell, a power of two; the last cell of a file may
 *     have fewer
 */
record HeatMap(
    String title,
    String facts,
    String axis,
    List<Row> rows,
    int labelEvery,
    int columns,
    long pagesPerCell) {
  private static final int FEWEST_COLUMNS = 8;
  private static final int MOST_COLUMNS = 64;
  private static final int MOST_ROWS_OF_A_FILE = 32;
  private static final int MOST_LABELS_OF_A_FILE = 16;

  /**
   * A row of cells.
   *
   * @param label the text before the cells
   * @param cells the cells, from the left
   * @param note the text after the cells
   */
  record Row(String label, List<Cell> cells, String note) {}

  /** Returns the map of the files {@code shown}, which are all files or the largest ones. */
  static HeatMap of(List<FileResidency> shown, Survey.Total total) {
    return total.files() == 1 ? of(shown.getFirst()) : ofMany(shown, total);
  }

  private static HeatMap of(FileResidency file) {
    long pages = file.fraction().pages();
    long perCell = perCell(pages, (long) MOST_COLUMNS * MOST_ROWS_OF_A_FILE);
    int columns = columns(pages, perCell);
    long perRow = columns * perCell;
    List<Row> rows = new ArrayList<>();
    for (long first = 0; first < pages; first += perRow) {
      String label = Units.exactly(first * Mmap.PAGESIZE);
      rows.add(new Row(label, cells(file, first, first + perRow, perCell), ""));
    }
    String axis =
        rows.size() > 1
            ? "offset in the row; each has " + Units.exactly(perRow * Mmap.PAGESIZE)
            : "offset in the file";
    int labelEvery = (rows.size() - 1) / MOST_LABELS_OF_A_FILE + 1;
    return new HeatMap(
        ShownName.of(file.path()),
        facts(file.fraction()),
        axis,
        rows,
        labelEvery,
        columns,
        perCell);
  }

  private static HeatMap ofMany(List<FileResidency> shown, Survey.Total total) {
    long longest = shown.stream().mapToLong(file -> file.fraction().pages()).max().orElse(0);
    long perCell = perCell(longest, MOST_COLUMNS);
    List<Row> rows = new ArrayList<>();
    for (FileResidency file : shown) {
      PageFraction fraction = file.fraction();
      String note = fraction.percent() + " of " + Units.about(fraction.bytes());
      rows.add(new Row(ShownName.of(file.path()), cells(file, 0, fraction.pages(), perCell), note));
    }
    String title = total.files() + " files";
    if (shown.size() < total.files()) {
      title += ", the largest " + shown.size();
    }
    return new HeatMap(
        title,
        facts(total.fraction()),
        "offset in the file",
        rows,
        1,
        columns(longest, perCell),
        perCell);
  }

  private static String facts(PageFraction fraction) {
    return "in memory: " + fraction;
  }

  private static long perCell(long pages, long cells) {
    long perCell = 1;
    while (pages > perCell * cells) {
      perCell *= 2;
    }
    return perCell;
  }

  private static int columns(long pages, long perCell) {
    int columns = FEWEST_COLUMNS;
    while (columns < MOST_COLUMNS && pages > columns * perCell) {
      columns *= 2;
    }
    return columns;
  }

  private static List<Cell> cells(FileResidency file, long from, long to, long perCell) {
    long end = Math.min(to, file.fraction().pages());
    List<Cell> cells = new ArrayList<>();
    for (long first = from; first < end; first += perCell) {
      cells.add(file.cell(first, Math.min(first + perCell, end)));
    }
    return cells;
  }
}
