package io.github.mmap4j.cli.residency;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.format.ShownName;
import io.github.mmap4j.cli.format.Units;
import io.github.mmap4j.cli.picture.Canvas;
import io.github.mmap4j.cli.picture.Picture;
import java.util.List;

/**
 * A picture of a heat map with a title, rows of cells, axes and a legend. All lengths are in
 * pixels.
 */
public final class HeatPicture extends Picture {
  private static final int ACROSS = 768;
  private static final int TICK = 6;
  private static final int TICKS = 4;
  private static final int LONGEST_LABEL = 32;

  private final HeatMap map;
  private final int left;
  private final int top = MARGIN + 2 * LINE + LINE / 2;
  private final int cellWidth;
  private final int rowHeight;
  private final int width;

  public HeatPicture(HeatMap map) {
    this.map = map;
    int labels = 0;
    int notes = 0;
    for (HeatMap.Row row : map.rows()) {
      labels = Math.max(labels, Canvas.width(label(row), TEXT));
      notes = Math.max(notes, Canvas.width(row.note(), TEXT));
    }
    left = MARGIN + labels + GAP + TICK;
    cellWidth = ACROSS / map.columns();
    rowHeight = rowHeight(map);
    width = left + ACROSS + 2 * GAP + Math.max(notes, 2 * LINE) + MARGIN;
  }

  private static int rowHeight(HeatMap map) {
    return map.labelEvery() > 1 ? 15 : Math.clamp(360 / Math.max(1, map.rows().size()), 24, 40);
  }

  private int bottom() {
    return top + Math.max(1, map.rows().size()) * rowHeight;
  }

  @Override
  protected int width() {
    return width;
  }

  @Override
  protected int height() {
    return bottom() + TICK + 3 * LINE + LINE / 2 + CAPITAL + MARGIN;
  }

  @Override
  protected String title() {
    return map.title();
  }

  /** Returns the left edge of the cells in a column. */
  int cellX(int column) {
    return left + column * cellWidth;
  }

  int cellY(int row) {
    return top + row * rowHeight;
  }

  int cellWidth() {
    return cellWidth - 1;
  }

  int cellHeight() {
    return rowHeight - (map.labelEvery() > 1 ? 1 : 4);
  }

  @Override
  protected void draw(Canvas canvas) {
    drawTitle(canvas);
    canvas.text(MARGIN, MARGIN + LINE + GAP, TEXT, GREY, map.facts());
    for (int row = 0; row < map.rows().size(); row++) {
      row(canvas, row);
    }
    axis(canvas);
    legend(canvas, bottom() + TICK + 2 * LINE + LINE / 2);
  }

  private void row(Canvas canvas, int number) {
    HeatMap.Row row = map.rows().get(number);
    int y = cellY(number);
    int text = y + (cellHeight() - CAPITAL + 1) / 2;
    if (number % map.labelEvery() == 0) {
      String label = label(row);
      int x = left - TICK - GAP - Canvas.width(label, TEXT);
      canvas.text(x, text, TEXT, DARK, label);
      canvas.rectangle(left - TICK - 2, y + cellHeight() / 2, TICK, 1, GREY);
    }
    List<Cell> cells = row.cells();
    for (int column = 0; column < cells.size(); column++) {
      Cell cell = cells.get(column);
      int colour = cell.level().colour();
      canvas.cell(cellX(column), y, cellWidth(), cellHeight(), colour, tip(cell));
    }
    if (!row.note().isEmpty()) {
      canvas.text(left + ACROSS + 2 * GAP, text, TEXT, DARK, row.note());
    }
  }

  private static String label(HeatMap.Row row) {
    return ShownName.cut(row.label(), LONGEST_LABEL);
  }

  private static String tip(Cell cell) {
    return "%s to %s: %d of %d pages in memory"
        .formatted(
            Units.exactly(cell.first() * Mmap.PAGESIZE),
            Units.exactly((cell.first() + cell.pages()) * Mmap.PAGESIZE),
            cell.resident(),
            cell.pages());
  }

  private void axis(Canvas canvas) {
    int y = bottom();
    canvas.rectangle(left, y, ACROSS, 1, GREY);
    for (int tick = 0; tick <= TICKS; tick++) {
      int x = left + tick * ACROSS / TICKS;
      long page = map.columns() / TICKS * tick * map.pagesPerCell();
      canvas.rectangle(x, y, 1, TICK, GREY);
      centred(canvas, x, y + TICK + GAP, Units.exactly(page * Mmap.PAGESIZE));
    }
    centred(canvas, left + ACROSS / 2, y + TICK + GAP + LINE, map.axis());
  }

  private void legend(Canvas canvas, int y) {
    canvas.text(left, y, TEXT, GREY, legend(map.pagesPerCell()));
    int x = left;
    for (Level level : Level.values()) {
      canvas.rectangle(x, y + LINE, CAPITAL, CAPITAL, level.colour());
      x += CAPITAL + GAP;
      canvas.text(x, y + LINE, TEXT, DARK, level.label());
      x += Canvas.width(level.label(), TEXT) + 2 * GAP;
    }
  }

  private static String legend(long pages) {
    return "in memory, of the %s (%s) of a cell:"
        .formatted(Units.exactly(pages * Mmap.PAGESIZE), pages == 1 ? "1 page" : pages + " pages");
  }
}
