package io.github.mmap4j.cli.grep;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mmap4j.cli.names.RawText;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;

/**
 * Prints what comes before and around lines: names, numbers and separators, perhaps in colour. The
 * escape sequences are those of GNU grep.
 */
final class LineHead {
  static final char SELECTED = ':';
  static final char CONTEXT = '-';

  private static final byte[] NAME = "\33[35m\33[K".getBytes(US_ASCII);
  private static final byte[] NUMBER = "\33[32m\33[K".getBytes(US_ASCII);
  private static final byte[] SEPARATOR = "\33[36m\33[K".getBytes(US_ASCII);
  private static final byte[] MATCH = "\33[01;31m\33[K".getBytes(US_ASCII);
  private static final byte[] END = "\33[m\33[K".getBytes(US_ASCII);
  private static final byte[] NEWLINE = {'\n'};
  private static final byte[] ZERO = {0};

  private final Output out;
  private final byte[] name;
  private final boolean zeroAfterName;
  private final boolean colour;

  /**
   * Prepares the output for one file.
   *
   * @param name the file's name
   */
  LineHead(Output out, String name, boolean zeroAfterName, boolean colour) {
    this.out = out;
    this.name = RawText.encode(name);
    this.zeroAfterName = zeroAfterName;
    this.colour = colour;
  }

  boolean hasColour() {
    return colour;
  }

  /** Prints the file's name on a line of its own. */
  void nameAlone() throws OutputException {
    coloured(NAME, name);
    out.write(zeroAfterName ? ZERO : NEWLINE);
  }

  /** Prints the file's name and a separator. */
  void name(char separator) throws OutputException {
    coloured(NAME, name);
    if (zeroAfterName) {
      out.write(ZERO);
    } else {
      separator(separator);
    }
  }

  /** Prints a number, with spaces before it up to {@code width}, and a separator. */
  void number(long number, int width, char separator) throws OutputException {
    if (colour) {
      out.write(NUMBER);
    }
    if (width > 1) {
      out.write(" ".repeat(Math.max(0, width - Long.toString(number).length())).getBytes(US_ASCII));
    }
    out.number(number);
    if (colour) {
      out.write(END);
    }
    separator(separator);
  }

  private void separator(char separator) throws OutputException {
    coloured(SEPARATOR, new byte[] {(byte) separator});
  }

  /** Prints the line between two groups of lines. */
  void betweenGroups(String text) throws OutputException {
    coloured(SEPARATOR, text.getBytes(UTF_8));
    out.write(NEWLINE);
  }

  void beginMatch() throws OutputException {
    if (colour) {
      out.write(MATCH);
    }
  }

  void endMatch() throws OutputException {
    if (colour) {
      out.write(END);
    }
  }

  private void coloured(byte[] begin, byte[] text) throws OutputException {
    if (colour) {
      out.write(begin);
      out.write(text);
      out.write(END);
    } else {
      out.write(text);
    }
  }
}
