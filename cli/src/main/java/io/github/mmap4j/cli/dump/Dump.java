package io.github.mmap4j.cli.dump;

import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A dump that prints bytes in lines of 16, regardless of the chunks in which they arrive. With
 * squeezing, an asterisk replaces lines that repeat the previous one.
 */
final class Dump {
  private static final int BYTES = DumpForm.BYTES;
  private static final byte[] SAME = "*\n".getBytes(StandardCharsets.US_ASCII);
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Output out;
  private final boolean squeezing;
  private final DumpLine line;
  private final DumpColours colours;
  private final byte[] begun = new byte[BYTES];
  private int beginning; // bytes in the unfinished line
  private long offset;

  // The previous full line, if any.
  private boolean any;
  private boolean squeezed;
  private long first;
  private long second;

  Dump(Output out, DumpForm form, boolean squeezing, boolean colour) {
    this.out = out;
    this.squeezing = squeezing;
    this.line = new DumpLine(form);
    this.colours = colour ? new DumpColours(form) : null;
  }

  /** Adds {@code count} to the offset of the first byte. Must be called before bytes are added. */
  void skip(long count) {
    offset += count;
  }

  /** Adds the first {@code count} of {@code bytes}. */
  void add(byte[] bytes, int count) throws OutputException {
    int at = beginning == 0 ? 0 : begin(bytes, 0, count);
    for (; at <= count - BYTES; at += BYTES) {
      full(bytes, at);
    }
    begin(bytes, at, count);
  }

  /**
   * Fills the unfinished line as far as possible and returns the index at which the rest starts.
   */
  private int begin(byte[] bytes, int from, int to) throws OutputException {
    int count = Math.min(BYTES - beginning, to - from);
    System.arraycopy(bytes, from, begun, beginning, count);
    beginning += count;
    if (beginning == BYTES) {
      beginning = 0;
      full(begun, 0);
    }
    return from + count;
  }

  private void full(byte[] bytes, int from) throws OutputException {
    long one = (long) WORD.get(bytes, from);
    long other = (long) WORD.get(bytes, from + Long.BYTES);
    if (squeezing && any && one == first && other == second) {
      if (!squeezed) {
        squeezed = true;
        out.write(SAME);
      }
    } else {
      any = true;
      squeezed = false;
      first = one;
      second = other;
      print(bytes, from, BYTES);
    }
    offset += BYTES;
  }

  private void print(byte[] bytes, int from, int count) throws OutputException {
    line.set(offset, bytes, from, count);
    if (colours == null) {
      out.write(line.bytes(), line.length());
    } else {
      colours.set(line, bytes, from, count);
      out.write(colours.bytes(), colours.length());
    }
  }

  /** Prints the unfinished line and returns the end offset (exclusive). */
  long end() throws OutputException {
    if (beginning > 0) {
      print(begun, 0, beginning);
      offset += beginning;
      beginning = 0;
    }
    return offset;
  }
}
