package io.github.mmap4j.cli.dump;

import java.util.stream.IntStream;

/** Where things stand in a line of a dump, counted from behind the digits of its offset. */
public enum DumpForm {
  /** As {@code hexdump -C} has it: {@code 00000000 61 ... 61 |a...a|}. */
  CANONICAL("  ", "|", 53) {
    @Override
    int hexAt(int i) {
      return 2 + 3 * i + i / 8;
    }
  },

  /** As {@code xxd} has it: {@code 00000000: 6161 ... 6161 a...a}. */
  XXD(": ", "", 43) {
    @Override
    int hexAt(int i) {
      return 2 + 5 * (i / 2) + 2 * (i % 2);
    }
  };

  /** How many bytes a line shows. */
  static final int BYTES = 16;

  private final String separator;
  private final String border;
  private final int textAt;

  DumpForm(String separator, String border, int textAt) {
    this.separator = separator;
    this.border = border;
    this.textAt = textAt;
  }

  /** Where the two digits of byte {@code i} stand. */
  abstract int hexAt(int i);

  int[] hexAt() {
    return IntStream.range(0, BYTES).map(this::hexAt).toArray();
  }

  /** Where the first byte stands as a character. */
  int textAt() {
    return textAt;
  }

  /** What stands around the characters. */
  String border() {
    return border;
  }

  /** All that stands before the first character, but for the digits. */
  String blank() {
    String blank = separator + " ".repeat(textAt - separator.length() - border.length());
    return blank + border;
  }
}
