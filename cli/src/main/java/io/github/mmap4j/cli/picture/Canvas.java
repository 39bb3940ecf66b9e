package io.github.mmap4j.cli.picture;

/** What a picture is drawn on, in pixels from the left and the top. Colours are 0xRRGGBB. */
public interface Canvas {
  void rectangle(int x, int y, int width, int height, int colour);

  /** A rectangle that tells {@code tip} where somebody points at it and the format knows that. */
  void cell(int x, int y, int width, int height, int colour, String tip);

  /**
   * A line of text.
   *
   * @param x where it begins
   * @param y the top of its capital letters
   * @param size pixels for a dot of {@link Font}
   */
  void text(int x, int y, int size, int colour, String text);

  /** How wide a text is, less the space behind it. */
  static int width(String text, int size) {
    int characters = text.codePointCount(0, text.length());
    return characters == 0 ? 0 : (characters * Font.ADVANCE - 1) * size;
  }
}
