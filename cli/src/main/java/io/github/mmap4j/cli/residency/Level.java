package io.github.mmap4j.cli.residency;

/**
 * How much of a range is in memory, in the steps that a picture tells apart. From light to dark the
 * colours differ in brightness too, so that they can be told apart by those who see few colours.
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

  /** As 0xRRGGBB. */
  int colour() {
    return colour;
  }

  /** Of the 256 colours that terminals have. */
  int ansi() {
    return ansi;
  }
}
