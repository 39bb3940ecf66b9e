package io.github.mmap4j.cli.dump;

import java.util.stream.IntStream;

/** The layout of a dump's lines. Columns are counted from the end of the offset's digits. */
public enum DumpForm {
  /** The layout of {@code hexdump -C}: {@code 00000000 61 ... 61 |a...a|}. */
  CANONICAL("  ", "|", 53) {
    @Override
    int hexAt(int i) {
      return 2 + 3 * i + i / 8;
    }
  },

  /** The layout of {@code xxd}: {@code 00000000: 6161 ... 6161 a...a}. */
  XXD(": ", "", 43) {
    @Override
    int hexAt(int i) {
      return 2 + 5 * (i / 2) + 2 * (i % 2);
    }
  };

  /** The number of bytes per line. */
  static final int BYTES = 16;

  private final String separator;
  private final String border;
  private final int textAt;

  DumpForm(String separator, String border, int textAt) {
    this.separator = separator;
    this.border = border;
    this.textAt = textAt;
  }

  /** Returns the column of the two digits of byte {@code i}. */
  abstract int hexAt(int i);

  int[] hexAt() {
    return IntStream.range(0, BYTES).map(this::hexAt).toArray();
  }

  /** Returns the column of the first byte's character. */
  int textAt() {
    return textAt;
  }

  /** Returns the border on each side of the characters. */
  String border() {
    return border;
  }

  /** Returns the text between the offset and the first character, with spaces for the digits. */
  String blank() {
    String blank = separator + " ".repeat(textAt - separator.length() - border.length());
    return blank + border;
  }
}
