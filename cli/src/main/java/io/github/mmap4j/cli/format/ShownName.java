package io.github.mmap4j.cli.format;

import io.github.mmap4j.cli.names.RawPath;
import java.nio.file.Path;

/** Formats file names for people: a name takes one line, whatever characters it contains. */
public final class ShownName {
  private ShownName() {}

  /**
   * Escapes control characters (a newline becomes {@code \n}), so that a name cannot move the
   * cursor.
   */
  public static String of(Object path) {
    StringBuilder shown = new StringBuilder();
    String name = path instanceof Path file ? RawPath.name(file) : path.toString();
    name.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> append(shown, c);
              }
            });
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL -> shown.append("\\x%02x".formatted(c));
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          shown.append("\\u%04x".formatted(c));
      default -> shown.appendCodePoint(c);
    }
  }

  /**
   * Cuts {@code name} to at most {@code columns} columns. The end is kept because it is the most
   * informative part.
   */
  public static String cut(String name, int columns) {
    int[] characters = name.codePoints().toArray();
    int width = 0;
    for (int c : characters) {
      width += columns(c);
    }
    if (width <= columns) {
      return name;
    }
    int first = 0;
    while (first < characters.length && width > columns - 1) {
      width -= columns(characters[first++]);
    }
    return "…" + new String(characters, first, characters.length - first);
  }

  /** Returns the number of columns that the character takes on a terminal. */
  private static int columns(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  /**
   * Returns whether {@code c} is a wide East Asian character or an emoji, which takes two columns.
   */
  private static boolean isWide(int c) {
    return c >= 0x1100 && c <= 0x115F
        || c >= 0x2E80 && c <= 0xA4CF
        || c >= 0xAC00 && c <= 0xD7A3
        || c >= 0xF900 && c <= 0xFAFF
        || c >= 0xFE30 && c <= 0xFE6F
        || c >= 0xFF00 && c <= 0xFF60
        || c >= 0xFFE0 && c <= 0xFFE6
        || c >= 0x1F300 && c <= 0x1FAFF
        || c >= 0x20000 && c <= 0x3FFFD;
  }
}
