package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.internal.bytes.ArrayRange;
import io.github.mmap4j.internal.bytes.DecimalText;
import java.nio.charset.Charset;
import java.util.Arrays;

/** The bytes of a line or field, held in an array. */
abstract sealed class ArrayBytes implements LineBytes permits LineSteps, Fields {
  // Once prepare has returned, the bytes are in [start, stop) of the array.
  byte[] array;
  int start;
  int stop;

  /** Ensures that {@link #array} contains the bytes of the line or field. */
  abstract void prepare();

  @Override
  public byte[] bytes() {
    prepare();
    return Arrays.copyOfRange(array, start, stop);
  }

  @Override
  public String toString(Charset charset) {
    prepare();
    return new String(array, start, stop - start, charset);
  }

  @Override
  public String toString() {
    return toString(UTF_8);
  }

  @Override
  public boolean contentEquals(byte[] other) {
    if (length() != other.length) {
      return false;
    }
    prepare();
    return ArrayRange.equals(array, start, stop, other);
  }

  @Override
  public boolean startsWith(byte[] prefix) {
    if (length() < prefix.length) {
      return false;
    }
    prepare();
    return ArrayRange.startsWith(array, start, stop, prefix);
  }

  @Override
  public boolean endsWith(byte[] suffix) {
    if (length() < suffix.length) {
      return false;
    }
    prepare();
    return ArrayRange.endsWith(array, start, stop, suffix);
  }

  @Override
  public int compareTo(byte[] other) {
    prepare();
    return Arrays.compareUnsigned(array, start, stop, other, 0, other.length);
  }

  @Override
  public int compareTo(LineBytes other) {
    if (other instanceof ArrayBytes bytes) {
      prepare();
      bytes.prepare();
      return Arrays.compareUnsigned(array, start, stop, bytes.array, bytes.start, bytes.stop);
    }
    return compareTo(other.bytes());
  }

  @Override
  public int contentHash() {
    prepare();
    return ArrayRange.hash(array, start, stop);
  }

  @Override
  public int parseInt() {
    prepare();
    return (int) DecimalText.integer(array, start, stop, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  @Override
  public long parseLong() {
    prepare();
    return DecimalText.integer(array, start, stop, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Override
  public long parseDecimal(int places) {
    prepare();
    return DecimalText.fixedPoint(array, start, stop, places);
  }
}
