package io.github.mmap4j.cli.residency;

import java.util.List;

/**
 * A drawing of a file as one line of blocks. The height of a block shows how much of the
 * corresponding part of the file is in memory.
 */
final class Bar {
  private static final char LEFT = '▕';
  private static final char RIGHT = '▏';
  private static final String BACKGROUND = "\033[48;5;236m";
  private static final String PLAIN = "\033[0m";

  private Bar() {}

  /** Returns a line of {@code columns} columns, including its frame. */
  static String of(FileResidency file, int columns, boolean colour) {
    int inside = columns - 2;
    List<Cell> cells = file.cells(inside);
    StringBuilder bar = new StringBuilder().append(LEFT);
    if (cells.isEmpty()) {
      bar.repeat(' ', inside);
    } else if (colour) {
      coloured(cells, bar);
    } else {
      cells.forEach(cell -> bar.append(cell.block()));
    }
    return bar.append(RIGHT).toString();
  }

  private static void coloured(List<Cell> cells, StringBuilder bar) {
    bar.append(BACKGROUND);
    Level last = Level.NONE; // drawn as a space, so no colour is needed
    for (Cell cell : cells) {
      Level level = cell.level();
      if (level != last && level != Level.NONE) {
        bar.append("\033[38;5;").append(level.ansi()).append('m');
        last = level;
      }
      bar.append(cell.block());
    }
    bar.append(PLAIN);
  }
}
