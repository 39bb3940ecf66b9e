package io.github.mmap4j.cli.picture;

import io.github.mmap4j.cli.format.ShownName;
import java.io.IOException;

/** A picture with a title and lines of text. All lengths are in pixels. */
public abstract class Picture {
  protected static final int MARGIN = 28;
  protected static final int TEXT = 2;
  protected static final int TITLE = 3;
  protected static final int LINE = 28; // from one line of text to the next
  protected static final int CAPITAL = Font.CAPITAL * TEXT;
  protected static final int GAP = 10;
  protected static final int DARK = 0x202020;
  protected static final int GREY = 0x606060;

  /** Returns the picture as PNG. */
  public final byte[] png() throws IOException {
    Bitmap bitmap = new Bitmap(width(), height());
    draw(bitmap);
    return bitmap.png();
  }

  /** Returns the picture as SVG. */
  public final byte[] svg() {
    SvgWriter svg = new SvgWriter(width(), height(), title());
    draw(svg);
    return svg.bytes();
  }

  protected abstract String title();

  protected abstract int width();

  protected abstract int height();

  protected abstract void draw(Canvas canvas);

  /** Draws the title, cut to the width of the picture. */
  protected final void drawTitle(Canvas canvas) {
    int room = (width() - 2 * MARGIN) / (Font.ADVANCE * TITLE);
    canvas.text(MARGIN, MARGIN, TITLE, DARK, ShownName.cut(title(), room));
  }

  /** Draws text centred at {@code x}. */
  protected static void centred(Canvas canvas, int x, int y, String text) {
    canvas.text(x - Canvas.width(text, TEXT) / 2, y, TEXT, DARK, text);
  }
}
