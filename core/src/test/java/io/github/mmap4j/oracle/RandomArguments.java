package io.github.mmap4j.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mmap4j.Mmap;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Makes numbers and bytes for operations: mostly legal, often just at a border. */
final class RandomArguments {
  private static final int LONGEST_LITERAL = 40;
  private static final byte[] FEW = "aab\nb\n\0'\\".getBytes(ISO_8859_1);

  /** Returns a length that is refused or clipped everywhere, as no system can map so much. */
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

  /** Returns true once in {@code n} times. */
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

  /** Returns an offset in a mapping of {@code length}, its end included. */
  long place(long length) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> length;
      case 2 -> Math.max(0, length - 1);
      case 3 -> Math.min(length, besidePage());
      default -> upTo(length);
    };
  }

  /** The border of one of the first pages, or a neighbour of it. */
  long besidePage() {
    return (1L + random.nextInt(3)) * Mmap.PAGESIZE - 1 + random.nextInt(3);
  }

  /** A place, or one counted from the end, or one a little or far outside. */
  long near(long length) {
    return switch (random.nextInt(16)) {
      case 0 -> wild();
      case 1 -> length + 1 + random.nextInt(3);
      case 2 -> -length - 1 - random.nextInt(3);
      case 3, 4, 5 -> -place(length);
      default -> place(length);
    };
  }

  /** One that counts from either end; a little or far outside at times. */
  long index(long length) {
    if (length == 0 || once(8)) {
      return near(length);
    }
    long index = Math.min(length - 1, place(length));
    return once(3) ? index - length : index;
  }

  /** An end of a slice. */
  String end(long length) {
    return once(5) ? "~" : "" + near(length);
  }

  int byteValue() {
    return once(10)
        ? oneOf(256, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, -128)
        : once(2) ? FEW[random.nextInt(FEW.length)] : random.nextInt(256);
  }

  // ---- bytes

  /** What a file is to repeat. */
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

  /** {@code count} bytes in the language of judge.py. */
  String literal(long count) {
    return PythonBytes.literal(bytes(Math.toIntExact(count)));
  }

  /** {@code count} bytes, of a mapping's own memory if they are many. */
  String payload(long count, long length) {
    boolean own = count <= length && (count > LONGEST_LITERAL || once(4));
    return own ? "own:" + upTo(length - count) + ":" + count : literal(count);
  }

  /** How many bytes to write or to read where there is room for {@code room}. */
  long amount(long room) {
    return once(6) ? upTo(room) : Math.min(room, random.nextInt(12));
  }

  /** What a search may well find. */
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
