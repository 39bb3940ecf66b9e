package io.github.mmap4j.cli.picture;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Encodes images with at most 256 colours as PNG (ISO/IEC 15948). */
final class PngWriter {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int BITS = 8;
  private static final int INDEXED = 3;
  private static final int NO_FILTER = 0;

  private PngWriter() {}

  /**
   * Encodes {@code pixels}, which are given row by row. Each is one byte, an index into {@code
   * palette}.
   */
  static byte[] write(int width, int height, int[] palette, byte[] pixels) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream png = new DataOutputStream(bytes);
    png.writeLong(SIGNATURE);
    chunk(
        png,
        "IHDR",
        data -> {
          data.writeInt(width);
          data.writeInt(height);
          data.write(
              new byte[] {BITS, INDEXED, 0, 0, 0}); // deflate, standard filters, not interlaced
        });
    chunk(
        png,
        "PLTE",
        data -> {
          for (int colour : palette) {
            data.write(new byte[] {(byte) (colour >> 16), (byte) (colour >> 8), (byte) colour});
          }
        });
    chunk(png, "IDAT", data -> data.write(deflated(width, height, pixels)));
    chunk(png, "IEND", _ -> {});
    return bytes.toByteArray();
  }

  private interface Content {
    void to(DataOutputStream data) throws IOException;
  }

  private static void chunk(DataOutputStream png, String type, Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.write(type.getBytes(StandardCharsets.US_ASCII));
    content.to(data);
    CRC32 sum = new CRC32(); // covers the chunk's type too
    sum.update(bytes.toByteArray());
    png.writeInt(bytes.size() - type.length());
    bytes.writeTo(png);
    png.writeInt((int) sum.getValue());
  }

  private static byte[] deflated(int width, int height, byte[] pixels) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Deflater best = new Deflater(Deflater.BEST_COMPRESSION);
        DeflaterOutputStream deflater = new DeflaterOutputStream(bytes, best)) {
      for (int row = 0; row < height; row++) {
        deflater.write(NO_FILTER);
        deflater.write(pixels, row * width, width);
      }
    }
    return bytes.toByteArray();
  }
}
