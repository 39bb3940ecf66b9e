package io.github.mmap4j.search;

import io.github.mmap4j.internal.bytes.ArrayRange;

/**
 * The fields of a line, separated by a delimiter and visited one at a time. {@link #next} moves
 * this object to the next field. No object is created for each field.
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

  /** The cursor whose line contains the fields, or null if an array contains the line. */
  private final Lines.Cursor line;

  private final long delimiters;

  /** The cursor's position when {@link #next} last began a line. */
  private long place = -1;

  /** The value of the cursor's {@code forgotten} when {@link #next} last began a line. */
  private int forgotten;

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
    start = from;
    stop = from;
    rest = from;
    end = to;
  }

  /**
   * Moves to the next field of the line.
   *
   * @return whether there is a next field; if not, this object stays at the last field
   * @throws IllegalStateException if the line does not fit in an array, or must be read after the
   *     memory has been closed
   */
  public boolean next() {
    if (hasLeft()) {
      line.prepare();
      begin(line.array, line.start, line.stop);
      place = line.place();
      forgotten = line.forgotten();
    }
    if (rest > end) {
      return false;
    }
    start = rest;
    stop = ArrayRange.indexOf(array, start, end, delimiters);
    rest = stop + 1;
    return true;
  }

  /**
   * {@return the number of bytes in the field, or 0 before the first one}
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

  /** Checks that the cursor has neither left the line nor overwritten the copy of it. */
  @Override
  void prepare() {
    if (hasLeft()) {
      throw new IllegalStateException(
          "the cursor has moved to %d since the last field; call next first"
              .formatted(line.place()));
    }
  }

  /** Returns whether the cursor has left the line or overwritten the copy of it. */
  private boolean hasLeft() {
    return line != null && (line.place() != place || line.forgotten() != forgotten);
  }
}
