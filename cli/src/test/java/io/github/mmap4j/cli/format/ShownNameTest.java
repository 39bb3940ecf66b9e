package io.github.mmap4j.cli.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ShownNameTest {
  @Test
  void charactersThatMoveTheCursorAreEscaped() {
    assertEquals("a b", ShownName.of("a b"));
    assertEquals("a\\nb\\rc\\td", ShownName.of("a\nb\rc\td"));
    assertEquals("\\x1b[31m\\x7f\\x9b", ShownName.of("\033[31m\177\u009b"));
    assertEquals("\\u2028", ShownName.of("\u2028"));
    assertEquals("Grüße 日本 😀", ShownName.of("Grüße 日本 😀"));
  }

  @Test
  void theEndOfALongNameIsKept() {
    assertEquals("abcdef", ShownName.cut("abcdef", 6));
    assertEquals("…cdef", ShownName.cut("abcdef", 5));
    assertEquals("…", ShownName.cut("abcdef", 1));
  }

  @Test
  void aWideCharacterTakesTwoColumns() {
    assertEquals("日本", ShownName.cut("日本", 4));
    assertEquals("…本", ShownName.cut("日本", 3));
    assertEquals("…", ShownName.cut("日本", 2));
    assertEquals("…😀", ShownName.cut("a😀😀", 4));
  }

  @Test
  void aCombiningMarkTakesNoColumn() {
    assertEquals("a\u0301b", ShownName.cut("a\u0301b", 2));
  }
}
