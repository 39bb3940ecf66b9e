package io.github.mmap4j.fork;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Writes bytes that no other thread writes. It checks by a system call that each written byte is in
 * the file, unless the file has been truncated since.
 */
final class RacedWriter {
  /** The number of bytes in each page that belong to one writer. */
  private static final int OWN = 64;

  private final Race race;
  private final RandomGenerator random;
  private final int first;
  private final Mmap mmap;
  private final FileChannel file;
  private byte value;

  RacedWriter(Race race, int number, RandomGenerator random) throws IOException {
    this.race = race;
    this.random = random;
    this.first = number * OWN;
    Check.that(first + OWN <= PatternFile.PAGE, "too many writers");
    this.mmap = race.open(race.written);
    this.file = FileChannel.open(race.written, StandardOpenOption.READ);
  }

  void close() {
    mmap.close();
  }

  void write() throws IOException {
    int at = random.nextInt(PatternFile.LENGTH / PatternFile.PAGE) * PatternFile.PAGE + first;
    byte[] bytes = new byte[random.nextInt(OWN) + 1];
    Arrays.fill(bytes, ++value);
    long truncations = race.progress.truncations();
    boolean isWhole = race.progress.isWholeSince(truncations);
    write(at, bytes);
    ByteBuffer found = ByteBuffer.allocate(bytes.length);
    file.read(found, at);
    boolean mustBeThere =
        at < PatternFile.LEFT || isWhole && race.progress.isWholeSince(truncations);
    if (mustBeThere) {
      Check.that(
          Arrays.equals(bytes, found.array()),
          "%d bytes of %d written to %d are %s in the file"
              .formatted(bytes.length, value, at, Arrays.toString(found.array())));
      race.writes.incrementAndGet();
    }
  }

  private void write(int at, byte[] bytes) throws IOException {
    switch (random.nextInt(6)) {
      case 0 -> {
        for (int i = 0; i < bytes.length; i++) {
          mmap.set(at + i, bytes[i] & 0xff);
        }
      }
      case 1 -> mmap.setSlice(at, at + bytes.length, bytes);
      case 2 -> {
        mmap.seek(at);
        mmap.write(bytes);
      }
      case 3 -> {
        SeekableByteChannel channel = mmap.asChannel();
        channel.position(at);
        channel.write(ByteBuffer.wrap(bytes));
      }
      case 4 -> {
        // A move reads and writes.
        mmap.setSlice(at, at + bytes.length, bytes);
        mmap.move(at, at, bytes.length);
      }
      default ->
          mmap.guarded(
              s -> {
                s.asSlice(at, bytes.length).fill(bytes[0]);
                return null;
              });
    }
  }
}
