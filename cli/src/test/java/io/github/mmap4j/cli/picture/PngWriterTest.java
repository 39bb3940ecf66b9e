package io.github.mmap4j.cli.picture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class PngWriterTest {
  public static BufferedImage decoded(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 2, 2", "64, 1, 256", "1, 64, 17", "300, 200, 256"})
  void decodingGivesWhatWasEncoded(int width, int height, int colours) throws IOException {
    Random random = new Random(width * 31L + height);
    int[] palette = random.ints(colours, 0, 1 << 24).toArray();
    byte[] pixels = new byte[width * height];
    int[] expected = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int index = random.nextInt(colours);
      pixels[i] = (byte) index;
      expected[i] = 0xFF000000 | palette[index];
    }
    BufferedImage image = decoded(PngWriter.write(width, height, palette, pixels));
    assertEquals(width, image.getWidth());
    assertEquals(height, image.getHeight());
    assertArrayEquals(expected, image.getRGB(0, 0, width, height, null, 0, width));
  }

  /** Decoders need not check it. */
  @Test
  void eachPartEndsWithItsChecksum() throws IOException {
    byte[] png = PngWriter.write(2, 1, new int[] {0x123456, 0xFFFFFF}, new byte[] {0, 1});
    ByteBuffer parts = ByteBuffer.wrap(png, 8, png.length - 8);
    List<String> types = new ArrayList<>();
    while (parts.hasRemaining()) {
      byte[] typeAndData = new byte[4 + parts.getInt()];
      parts.get(typeAndData);
      CRC32 sum = new CRC32();
      sum.update(typeAndData);
      types.add(new String(typeAndData, 0, 4, US_ASCII));
      assertEquals((int) sum.getValue(), parts.getInt(), types.toString());
    }
    assertEquals(List.of("IHDR", "PLTE", "IDAT", "IEND"), types);
  }
}
