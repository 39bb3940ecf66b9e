package io.github.mmap4j.cli.residency;

/**
 * A part of a file in a picture.
 *
 * @param first its first page
 * @param pages how many pages it has, at least 1
 * @param resident how many of them are in memory
 */
record Cell(long first, long pages, long resident) {
  private static final char NOTHING = ' ';
  private static final String HEIGHTS = "▁▂▃▄▅▆▇";
  private static final char FULL = '█';

  Level level() {
    return Level.of(resident, pages);
  }

  /** Returns a block whose height shows how much is in memory. */
  char block() {
    if (resident == 0) {
      return NOTHING;
    }
    return resident == pages
        ? FULL
        : HEIGHTS.charAt((int) ((double) resident * HEIGHTS.length() / pages));
  }
}
