package io.github.mmap4j.cli.picture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A dot-matrix font of the printable ASCII characters and the ellipsis. The dots are in {@code
 * font.txt}, sixteen characters to a row.
 */
public final class Font {
  /** The width of a character, in dots. */
  public static final int WIDTH = 5;

  /** The distance from the start of one character to the start of the next, in dots. */
  public static final int ADVANCE = WIDTH + 1;

  /** The height of a capital letter above the baseline, in dots. */
  public static final int CAPITAL = 7;

  /** The height of a character with its descender, in dots. */
  public static final int HEIGHT = 9;

  private static final int FIRST = ' ';
  private static final int LAST = '~';
  private static final int LEFT_OUT = LAST + 1 - FIRST;
  private static final int OTHERS = LEFT_OUT + 1;
  private static final int SIDE_BY_SIDE = 16;

  private final List<String> lines;

  private Font(List<String> lines) {
    this.lines = lines;
  }

  /** Loads the font from its resource. */
  public static Font load() throws IOException {
    try (InputStream in = Font.class.getResourceAsStream("font.txt")) {
      return new Font(new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList());
    }
  }

  /**
   * Returns whether a character has a dot at these coordinates. A character missing from the font
   * is shown as a box.
   */
  public boolean hasDot(int character, int x, int y) {
    int glyph = glyph(character);
    int line = glyph / SIDE_BY_SIDE * (HEIGHT + 1) + y;
    return lines.get(line).charAt(glyph % SIDE_BY_SIDE * ADVANCE + x) == '#';
  }

  private static int glyph(int character) {
    if (character >= FIRST && character <= LAST) {
      return character - FIRST;
    }
    return character == '…' ? LEFT_OUT : OTHERS;
  }
}
