package io.github.mmap4j.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mmap4j.Mmap;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Makes numbers and bytes for operations, mostly legal and often exactly at a boundary. */
final class RandomArguments {
  private static final int LONGEST_LITERAL = 40;
  private static final byte[] FEW = "aab\nb\n\0'\\".getBytes(ISO_8859_1);

  /** Numbers that are refused or clipped everywhere, because no system can map so much. */
  private static final long[] WILD = {
    -1,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    Long.MAX_VALUE,
    Long.MAX_VALUE - 1,
    1L << 62,
    -(1L << 32)
  };

  private final SplittableRandom random;
  private byte[] unit = FEW; // what the file's content repeats

  RandomArguments(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Returns true with a probability of 1 in {@code n}. */
  boolean once(int n) {
    return random.nextInt(n) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Returns a number from 0 to {@code limit} (inclusive). */
  long upTo(long limit) {
    return random.nextLong(limit + 1);
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  // ---- numbers

  long wild() {
    return WILD[random.nextInt(WILD.length)];
  }

  /** Returns an offset in a mapping of {@code length} bytes, up to and including its end. */
  long place(long length) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> length;
      case 2 -> Math.max(0, length - 1);
      case 3 -> Math.min(length, besidePage());
      default -> upTo(length);
    };
  }

  /** Returns an offset at or next to the end of one of the first pages. */
  long besidePage() {
    return (1L + random.nextInt(3)) * Mmap.PAGESIZE - 1 + random.nextInt(3);
  }

  /**
   * Returns an offset that counts from the start or the end, and may be a little or far outside.
   */
  long near(long length) {
    return switch (random.nextInt(16)) {
      case 0 -> wild();
      case 1 -> length + 1 + random.nextInt(3);
      case 2 -> -length - 1 - random.nextInt(3);
      case 3, 4, 5 -> -place(length);
      default -> place(length);
    };
  }

  /**
   * Returns an index that counts from the start or the end, and is sometimes a little or far
   * outside.
   */
  long index(long length) {
    if (length == 0 || once(8)) {
      return near(length);
    }
    long index = Math.min(length - 1, place(length));
    return once(3) ? index - length : index;
  }

  /** Returns a bound of a slice. */
  String end(long length) {
    return once(5) ? "~" : "" + near(length);
  }

  int byteValue() {
    return once(10)
        ? oneOf(256, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, -128)
        : once(2) ? FEW[random.nextInt(FEW.length)] : random.nextInt(256);
  }

  // ---- bytes

  /** Returns new bytes for a file to repeat. */
  byte[] newUnit() {
    unit = bytes(1 + random.nextInt(LONGEST_LITERAL));
    return unit;
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    boolean few = !once(4);
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (few ? FEW[random.nextInt(FEW.length)] : random.nextInt(256));
    }
    return bytes;
  }

  /** Returns {@code count} bytes in the language of judge.py. */
  String literal(long count) {
    return PythonBytes.literal(bytes(Math.toIntExact(count)));
  }

  /** Returns {@code count} bytes, which are in the mapping's own memory if they are many. */
  String payload(long count, long length) {
    boolean own = count <= length && (count > LONGEST_LITERAL || once(4));
    return own ? "own:" + upTo(length - count) + ":" + count : literal(count);
  }

  /** Returns the number of bytes to read or write, at most {@code room}. */
  long amount(long room) {
    return once(6) ? upTo(room) : Math.min(room, random.nextInt(12));
  }

  /** Returns a needle that a search is likely to find. */
  String needle(long length) {
    return switch (random.nextInt(6)) {
      case 0 -> "own:" + place(length) + ":" + amount(length);
      case 1 -> literal(random.nextInt(5));
      default -> {
        int from = random.nextInt(unit.length);
        int to = Math.min(unit.length, from + random.nextInt(once(4) ? unit.length + 1 : 4));
        yield PythonBytes.literal(Arrays.copyOfRange(unit, from, to));
      }
    };
  }
}
