package io.github.mmap4j.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A file of rows with a station and a temperature, such as {@code oslo;-12.3}. The content depends
 * only on the number of rows. A few more bytes follow the rows.
 */
final class Rows implements AutoCloseable {
  /** The number of bytes after the rows that a program may read. */
  static final int PADDING = 16;

  private static final long SEED = 20240702;
  private static final int STATIONS = 413;

  private final Mmap mmap;
  private final long expected;

  private Rows(Mmap mmap, long expected) {
    this.mmap = mmap;
    this.expected = expected;
  }

  static Rows ofCount(long count) throws IOException {
    Path path = Files.createTempFile("rows", ".txt");
    try {
      long expected;
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
        expected = write(out, count);
      }
      return new Rows(Mmap.open(path, Access.READ), expected);
    } finally {
      Files.delete(path);
    }
  }

  /** Writes the rows and returns the checksum of the correct answer. */
  private static long write(OutputStream out, long count) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[][] names = new byte[STATIONS][];
    double[] means = new double[STATIONS];
    long[][] known = new long[STATIONS][];
    for (int i = 0; i < STATIONS; i++) {
      names[i] = name(random);
      means[i] = random.nextDouble(-10, 35);
      known[i] = new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 0, 0};
    }
    for (long row = 0; row < count; row++) {
      int i = random.nextInt(STATIONS);
      long tenths = Math.round(10 * random.nextGaussian(means[i], 10));
      long size = Math.abs(tenths);
      out.write(names[i]);
      out.write(
          (";" + (tenths < 0 ? "-" : "") + size / 10 + "." + size % 10 + "\n").getBytes(US_ASCII));
      known[i][0] = Math.min(known[i][0], tenths);
      known[i][1] = Math.max(known[i][1], tenths);
      known[i][2] += tenths;
      known[i][3]++;
    }
    long checksum = 0;
    for (int i = 0; i < STATIONS; i++) {
      long[] of = known[i];
      if (of[3] > 0) {
        checksum += Stations.checksum(names[i], of[0], of[1], of[2], of[3]);
      }
    }
    out.write(new byte[PADDING]);
    return checksum;
  }

  /** Returns a name of 3 to 16 letters; most have about 9. */
  private static byte[] name(SplittableRandom random) {
    byte[] name = new byte[3 + random.nextInt(7) + random.nextInt(8)];
    for (int i = 0; i < name.length; i++) {
      name[i] = (byte) ('a' + random.nextInt(26));
    }
    return name;
  }

  /** {@return the rows and, after them, {@value #PADDING} bytes} */
  MemorySegment segment() {
    return mmap.asSegment();
  }

  long expected() {
    return expected;
  }

  @Override
  public void close() {
    mmap.close();
  }
}
