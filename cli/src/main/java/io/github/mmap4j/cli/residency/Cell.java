package io.github.mmap4j.cli.residency;

/**
 * A part of a file, shown as one cell.
 *
 * @param first the index of its first page
 * @param pages the number of its pages, at least 1
 * @param resident the number of its pages that are in memory
 */
record Cell(long first, long pages, long resident) {
  private static final char NOTHING = ' ';
  private static final String HEIGHTS = "▁▂▃▄▅▆▇";
  private static final char FULL = '█';

  Level level() {
    return Level.of(resident, pages);
  }

  /** Returns a block whose height shows how much of the cell is in memory. */
  char block() {
    if (resident == 0) {
      return NOTHING;
    }
    return resident == pages
        ? FULL
        : HEIGHTS.charAt((int) ((double) resident * HEIGHTS.length() / pages));
  }
}
