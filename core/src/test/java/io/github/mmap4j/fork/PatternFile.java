package io.github.mmap4j.fork;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A file of four pages whose bytes are known and never zero. Its only newline and its only {@link
 * #NEEDLE} are in the last page. It is truncated to two pages and grows again.
 *
 * <p>It grows by writing a page at a time. The kernel makes a page accessible only when its bytes
 * are there, so a mapping may meet a fault, but never a wrong byte.
 */
public final class PatternFile implements AutoCloseable {
  public static final int PAGE = Mmap.PAGESIZE;
  public static final int LENGTH = 4 * PAGE;

  /** The number of bytes left after truncation. */
  public static final int LEFT = 2 * PAGE;

  /** An offset in the truncated part. */
  public static final int GONE = LEFT + 100;

  /** The start of a range that begins before the truncated length and ends after it. */
  static final int FROM = PAGE + 50;

  static final int TO = 3 * PAGE + 50;

  static final int NEWLINE_AT = 3 * PAGE + 1000;
  static final int NEEDLE_AT = 3 * PAGE + 2000;
  static final byte[] NEEDLE = {(byte) 251, (byte) 252, (byte) 253};

  /** A byte that occurs nowhere. */
  static final int ABSENT = 254;

  private static final byte[] BYTES = pattern();

  private final FileChannel channel;

  public PatternFile(Path path) throws IOException {
    channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    grow();
  }

  private static byte[] pattern() {
    byte[] bytes = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      bytes[i] = (byte) (11 + i % 239);
    }
    bytes[NEWLINE_AT] = '\n';
    System.arraycopy(NEEDLE, 0, bytes, NEEDLE_AT, NEEDLE.length);
    return bytes;
  }

  static int at(long offset) {
    return BYTES[(int) offset] & 0xff;
  }

  static byte[] bytes(int from, int to) {
    return Arrays.copyOfRange(BYTES, from, to);
  }

  static boolean are(byte[] actual, int from, int to) {
    return Arrays.equals(actual, 0, actual.length, BYTES, from, to);
  }

  public void truncate() throws IOException {
    channel.truncate(LEFT);
  }

  /** Truncates the file to a random number of pages, at least those that are always left. */
  public void truncate(RandomGenerator random) throws IOException {
    channel.truncate(random.nextInt(LEFT / PAGE, LENGTH / PAGE) * (long) PAGE);
  }

  public void grow() throws IOException {
    for (long at = channel.size(); at < LENGTH; at += PAGE) {
      channel.write(ByteBuffer.wrap(BYTES, (int) at, PAGE), at);
    }
  }

  /**
   * Reads the file without a mapping, and checks its bytes.
   *
   * @throws AssertionError if a byte has changed
   */
  public void check() throws IOException {
    ByteBuffer now = ByteBuffer.allocate(LENGTH);
    int count = channel.read(now, 0);
    int wrong = Arrays.mismatch(now.array(), 0, count, BYTES, 0, count);
    if (wrong >= 0) {
      throw new AssertionError(
          "byte %d is %d, not %d".formatted(wrong, now.get(wrong), BYTES[wrong]));
    }
  }

  /** Reads a byte of the file without a mapping. */
  int get(long offset) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    channel.read(one, offset);
    return one.get(0) & 0xff;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
