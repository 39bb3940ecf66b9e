package io.github.mmap4j.cli.picture;

import java.nio.charset.StandardCharsets;

/** A canvas that writes SVG, in a font that the viewer chooses. */
final class SvgWriter implements Canvas {
  /** The height of capital letters relative to the font size, in most fonts. */
  private static final double CAPITAL = 0.7;

  private final StringBuilder svg = new StringBuilder();

  SvgWriter(int width, int height, String title) {
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="monospace">
        <title>%3$s</title>
        """
            .formatted(width, height, escaped(title)));
    rectangle(0, 0, width, height, 0xFFFFFF);
  }

  @Override
  public void rectangle(int x, int y, int width, int height, int colour) {
    begin(x, y, width, height, colour);
    svg.append("/>\n");
  }

  @Override
  public void cell(int x, int y, int width, int height, int colour, String tip) {
    begin(x, y, width, height, colour);
    svg.append("><title>").append(escaped(tip)).append("</title></rect>\n");
  }

  private void begin(int x, int y, int width, int height, int colour) {
    svg.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\""
            .formatted(x, y, width, height, colour));
  }

  /**
   * Draws text as wide as on a bitmap, whatever the font, so that it does not overlap its
   * neighbours.
   */
  @Override
  public void text(int x, int y, int size, int colour, String text) {
    int capital = Font.CAPITAL * size;
    svg.append(
        """
        <text x="%d" y="%d" font-size="%d" fill="#%06x" textLength="%d" lengthAdjust="spacingAndGlyphs" xml:space="preserve">%s</text>
        """
            .formatted(
                x,
                y + capital,
                Math.round(capital / CAPITAL),
                colour,
                Canvas.width(text, size),
                escaped(text)));
  }

  byte[] bytes() {
    return (svg + "</svg>\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(c -> append(c, escaped));
    return escaped.toString();
  }

  private static void append(int c, StringBuilder escaped) {
    switch (c) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      default -> escaped.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
    }
  }

  /**
   * Returns whether the character may be written. XML 1.0 forbids most of the rejected characters,
   * even if escaped.
   */
  private static boolean isAllowed(int c) {
    return c >= ' ' && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c > 0xFFFF;
  }
}
