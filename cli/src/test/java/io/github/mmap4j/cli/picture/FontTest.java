package io.github.mmap4j.cli.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FontTest {
  private static final String BOX =
      """
      #####
      #...#
      #...#
      #...#
      #...#
      #...#
      #####
      .....
      .....
      """;

  private static String dots(int character) throws IOException {
    Font font = Font.load();
    StringBuilder dots = new StringBuilder();
    for (int y = 0; y < Font.HEIGHT; y++) {
      for (int x = 0; x < Font.WIDTH; x++) {
        dots.append(font.hasDot(character, x, y) ? '#' : '.');
      }
      dots.append('\n');
    }
    return dots.toString();
  }

  @Test
  void eachCharacterHasItsOwnShape() throws IOException {
    Set<String> shapes = new HashSet<>();
    for (int c = ' '; c <= '~'; c++) {
      assertTrue(shapes.add(dots(c)), "like another: " + (char) c);
    }
    assertTrue(shapes.add(dots('…')));
    assertTrue(shapes.add(BOX));
  }

  @Test
  void charactersAreWhereTheyAreLookedUp() throws IOException {
    assertEquals(".....\n".repeat(9), dots(' '));
    assertEquals(
        """
        ####.
        #...#
        #...#
        ####.
        #.#..
        #..#.
        #...#
        .....
        .....
        """,
        dots('R'));
    assertEquals(
        """
        .....
        .....
        ####.
        #...#
        #...#
        #...#
        ####.
        #....
        #....
        """,
        dots('p'));
  }

  @Test
  void otherCharactersAreABox() throws IOException {
    assertEquals(BOX, dots('é'));
    assertEquals(BOX, dots(0x1F600));
    assertEquals(BOX, dots(0x7F));
    assertNotEquals(BOX, dots('~'));
  }
}
