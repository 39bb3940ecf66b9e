package io.github.mmap4j.cli.picture;

/** A surface to draw on. Coordinates are pixels from the left and the top; colours are 0xRRGGBB. */
public interface Canvas {
  void rectangle(int x, int y, int width, int height, int colour);

  /** Draws a rectangle, with a tooltip if the format supports it. */
  void cell(int x, int y, int width, int height, int colour, String tip);

  /**
   * Draws a line of text.
   *
   * @param x the left edge of the text
   * @param y the top of the capital letters
   * @param size the number of pixels per dot of the {@link Font}
   */
  void text(int x, int y, int size, int colour, String text);

  /** Returns the width of a text without the space after its last character. */
  static int width(String text, int size) {
    int characters = text.codePointCount(0, text.length());
    return characters == 0 ? 0 : (characters * Font.ADVANCE - 1) * size;
  }
}
