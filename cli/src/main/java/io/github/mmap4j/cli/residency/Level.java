package io.github.mmap4j.cli.residency;

/**
 * The steps in which pictures show how much of a range is in memory. The colours get darker step by
 * step, so that colour-blind readers can distinguish them too.
 */
enum Level {
  NONE("none", 0xE8E8E8, 0),
  LITTLE("1-24 %", 0xFCC272, 222),
  LESS("25-49 %", 0xEF8E45, 209),
  MORE("50-74 %", 0xD05458, 167),
  MOST("75-99 %", 0x8C2D76, 133),
  ALL("all", 0x2F1163, 99);

  private final String label;
  private final int colour;
  private final int ansi;

  Level(String label, int colour, int ansi) {
    this.label = label;
    this.colour = colour;
    this.ansi = ansi;
  }

  static Level of(long resident, long pages) {
    if (resident == 0) {
      return NONE;
    }
    if (resident == pages) {
      return ALL;
    }
    return values()[1 + (int) (4.0 * resident / pages)];
  }

  String label() {
    return label;
  }

  /** Returns the colour as 0xRRGGBB. */
  int colour() {
    return colour;
  }

  /** Returns the colour's index in the 256-colour palette of terminals. */
  int ansi() {
    return ansi;
  }
}
