package io.github.mmap4j.cli.picture;

import java.io.IOException;
import java.util.Arrays;

/** A bitmap of at most 256 colours, initially white. */
final class Bitmap implements Canvas {
  private static final int MOST_COLOURS = 256;
  private static final int WHITE = 0xFFFFFF;

  private final Font font = Font.load();
  private final int width;
  private final int height;
  private final byte[] pixels;
  private int[] palette = {WHITE};

  Bitmap(int width, int height) throws IOException {
    this.width = width;
    this.height = height;
    this.pixels = new byte[Math.multiplyExact(width, height)];
  }

  @Override
  public void rectangle(int x, int y, int width, int height, int colour) {
    byte index = index(colour);
    for (int row = y; row < y + height; row++) {
      Arrays.fill(pixels, row * this.width + x, row * this.width + x + width, index);
    }
  }

  @Override
  public void cell(int x, int y, int width, int height, int colour, String tip) {
    rectangle(x, y, width, height, colour);
  }

  @Override
  public void text(int x, int y, int size, int colour, String text) {
    int at = x;
    for (int character : text.codePoints().toArray()) {
      character(character, at, y, size, colour);
      at += Font.ADVANCE * size;
    }
  }

  private void character(int character, int left, int top, int size, int colour) {
    for (int y = 0; y < Font.HEIGHT; y++) {
      for (int x = 0; x < Font.WIDTH; x++) {
        if (font.hasDot(character, x, y)) {
          rectangle(left + x * size, top + y * size, size, size, colour);
        }
      }
    }
  }

  private byte index(int colour) {
    for (int i = 0; i < palette.length; i++) {
      if (palette[i] == colour) {
        return (byte) i;
      }
    }
    if (palette.length == MOST_COLOURS) {
      throw new IllegalStateException("there are more than " + MOST_COLOURS + " colours");
    }
    palette = Arrays.copyOf(palette, palette.length + 1);
    palette[palette.length - 1] = colour;
    return (byte) (palette.length - 1);
  }

  byte[] png() throws IOException {
    return PngWriter.write(width, height, palette, pixels);
  }
}
