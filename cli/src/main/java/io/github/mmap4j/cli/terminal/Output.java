package io.github.mmap4j.cli.terminal;

import io.github.mmap4j.cli.names.RawText;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output with a buffer, which is written when full and by {@link #flush}. */
public final class Output {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_NUMBER = 19;

  private final OutputStream out;
  private final Progress progress;
  private final boolean terminal;
  private final byte[] buffer = new byte[BUFFER];
  private final byte[] digits = new byte[LONGEST_NUMBER];
  private int filled;

  /**
   * Creates an output that writes to {@code out}. If {@code terminal} is true, {@code progress}
   * makes way for the output.
   */
  public Output(OutputStream out, Progress progress, boolean terminal) {
    this.out = out;
    this.progress = progress;
    this.terminal = terminal;
  }

  /** Returns whether the output goes to a terminal. */
  boolean isTerminal() {
    return terminal;
  }

  public void write(byte[] bytes) throws OutputException {
    write(bytes, bytes.length);
  }

  /** Writes the first {@code count} bytes. */
  public void write(byte[] bytes, int count) throws OutputException {
    write(bytes, 0, count);
  }

  /**
   * Writes {@code count} bytes from {@code from} on. They are never split between two system calls
   * if they fit into the buffer.
   */
  public void write(byte[] bytes, int from, int count) throws OutputException {
    if (count > BUFFER - filled) {
      flush();
    }
    if (count > BUFFER) {
      send(bytes, from, count);
    } else {
      append(bytes, from, count);
    }
  }

  /** Writes a line of text as UTF-8, with the bytes that {@link RawText} keeps. */
  public void line(String text) throws OutputException {
    write(RawText.encode(text + "\n"));
  }

  /** Writes {@code number}, which must not be negative, in decimal. */
  public void number(long number) throws OutputException {
    if (BUFFER - filled < LONGEST_NUMBER) {
      flush();
    }
    int first = LONGEST_NUMBER;
    long rest = number;
    do {
      digits[--first] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    append(digits, first, LONGEST_NUMBER - first);
  }

  /** Flushes the output if it goes to a terminal, as the next piece of work may take long. */
  public void pieceDone() throws OutputException {
    if (terminal) {
      flush();
    }
  }

  /** Writes the content of the buffer. */
  public void flush() throws OutputException {
    int count = filled;
    filled = 0; // even if the write fails, as it is not retried
    send(buffer, 0, count);
  }

  private void append(byte[] bytes, int from, int count) {
    System.arraycopy(bytes, from, buffer, filled, count);
    filled += count;
  }

  private void send(byte[] bytes, int from, int count) throws OutputException {
    if (terminal && count > 0) {
      progress.makeWay(bytes[from + count - 1] == '\n');
    }
    try {
      out.write(bytes, from, count);
      out.flush();
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }
}
