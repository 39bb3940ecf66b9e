package io.github.mmap4j.search;

import io.github.mmap4j.internal.bytes.ArrayRange;

/**
 * The fields of a line, separated by a delimiter and visited one at a time. {@link #next} moves
 * this object to the next field. Visiting a field creates no object.
 *
 * <p>The fields of a {@link Lines.Cursor} belong to the line that the cursor's last step moved
 * over. After a step of the cursor, {@code next} moves to the first field of the new line. Only one
 * thread at a time may use the cursor and its fields.
 *
 * {@snippet :
 * Lines.Cursor line = Lines.of(m.asSegment()).cursor();
 * Fields fields = line.fields(';');
 * long sum = 0;
 * while (line.next()) {
 *   fields.next(); // the first field
 *   fields.next(); // the second
 *   sum += fields.parseDecimal(1);
 * }
 * }
 */
public final class Fields extends ArrayBytes {
  private static final int MOST_ASCII = 127;
  private static final int NONE = -1;
  private static final byte[] NO_BYTES = {};

  /** The cursor whose line contains the fields, or null if an array contains the line. */
  private final Lines.Cursor line;

  private final long delimiters;

  /** The cursor's step count when {@link #next} last began a line, or {@link #NONE}. */
  private int step = NONE;

  /** The cursor's {@code replaced()} when the line was last located in {@link #array}. */
  private int replaced;

  /** The index of the line's first byte in {@link #array}. */
  private int origin;

  /** The index of the next field's first byte; greater than {@link #end} after the last field. */
  private int rest;

  private int end;

  private Fields(Lines.Cursor line, char delimiter) {
    if (delimiter > MOST_ASCII) {
      throw new IllegalArgumentException(
          "the delimiter %d is above %d".formatted((int) delimiter, MOST_ASCII));
    }
    this.line = line;
    this.delimiters = ArrayRange.repeat((byte) delimiter);
    begin(NO_BYTES, 0, 0);
  }

  static Fields of(Lines.Cursor line, char delimiter) {
    return new Fields(line, delimiter);
  }

  static Fields of(byte[] line, char delimiter) {
    Fields fields = new Fields(null, delimiter);
    fields.begin(line, 0, line.length);
    return fields;
  }

  private void begin(byte[] array, int from, int to) {
    this.array = array;
    origin = from;
    start = from;
    stop = from;
    rest = from;
    end = to;
  }

  /**
   * Moves to the next field of the line.
   *
   * @return whether there is a next field; if not, this object stays at the last field
   * @throws IllegalStateException if the line does not fit in an array, or must be read from memory
   *     that has been closed
   */
  public boolean next() {
    if (line != null && line.steps() != step) {
      line.prepare();
      begin(line.array, line.start, line.stop);
      step = line.steps();
      replaced = line.replaced();
    }
    findAgain();
    if (rest > end) {
      return false;
    }
    start = rest;
    stop = ArrayRange.indexOf(array, start, end, delimiters);
    rest = stop + 1;
    return true;
  }

  /**
   * {@return the number of bytes in the field, or 0 before the first field}
   *
   * @throws IllegalStateException if the cursor has moved to another line since the last call of
   *     {@code next}
   */
  @Override
  public long length() {
    prepare();
    return stop - start;
  }

  @Override
  public Fields fields(char delimiter) {
    return of(bytes(), delimiter);
  }

  /**
   * Checks that the cursor has not left the line, and updates {@link #array} if it was replaced.
   */
  @Override
  void prepare() {
    if (line != null && step != NONE && line.steps() != step) {
      throw new IllegalStateException(
          "the cursor has moved to %d since the last field; call next first"
              .formatted(line.place()));
    }
    findAgain();
  }

  /** If a failed step of the cursor has replaced the array, locates the line in the new array. */
  private void findAgain() {
    if (line != null && step != NONE && line.replaced() != replaced) {
      line.prepare();
      int shift = line.start - origin;
      array = line.array;
      origin += shift;
      start += shift;
      stop += shift;
      rest += shift;
      end += shift;
      replaced = line.replaced();
    }
  }
}
