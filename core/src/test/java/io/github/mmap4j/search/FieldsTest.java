package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldsTest {
  private static Lines lines(String text) {
    return Lines.of(MemorySegment.ofArray(text.getBytes(ISO_8859_1)));
  }

  private static List<String> rest(Fields fields) {
    List<String> found = new ArrayList<>();
    while (fields.next()) {
      found.add(fields.toString(ISO_8859_1));
      assertEquals(found.getLast().length(), fields.length());
    }
    return found;
  }

  private static List<String> fields(String line) {
    return rest(lines(line).iterator().next().fields(';'));
  }

  @Test
  void thereIsOneFieldMoreThanDelimiters() {
    assertEquals(List.of("a", "bc", "d"), fields("a;bc;d"));
    assertEquals(List.of("", "", ""), fields(";;"));
    assertEquals(List.of("a"), fields("a"));
    assertEquals(List.of(""), fields("\n"));
    assertEquals(List.of("a", ""), fields("a;\r\n"));
  }

  @Test
  void theLastFieldRemainsAfterTheEnd() {
    Fields fields = lines("a;b").iterator().next().fields(';');
    assertEquals(0, fields.length());
    assertTrue(fields.next());
    assertTrue(fields.next());
    assertFalse(fields.next());
    assertEquals("b", fields.toString(US_ASCII));
    assertFalse(fields.next());
  }

  @Test
  void theFieldsFollowTheCursor() {
    Lines.Cursor cursor = lines("a;b\nc;d\n;\n").cursor();
    Fields fields = cursor.fields(';');
    assertTrue(cursor.next());
    assertEquals(List.of("a", "b"), rest(fields));
    assertTrue(cursor.next());
    assertTrue(fields.next());
    assertEquals("c", fields.toString(US_ASCII));
    assertTrue(cursor.next());
    assertEquals(List.of("", ""), rest(fields));
    assertFalse(cursor.next());
    assertFalse(fields.next());
    assertTrue(cursor.previous());
    assertEquals(List.of("", ""), rest(fields));
  }

  @Test
  void aFieldOfALineThatWasLeftIsRefused() {
    Lines.Cursor cursor = lines("a;b\nc;d\n").cursor();
    Fields fields = cursor.fields(';');
    cursor.next();
    fields.next();
    cursor.next();
    IllegalStateException e = assertThrows(IllegalStateException.class, fields::bytes);
    assertEquals("the cursor has moved to 8 since the last field; call next first", e.getMessage());
    assertThrows(IllegalStateException.class, () -> fields.contentEquals(new byte[1]));
    assertThrows(IllegalStateException.class, fields::parseInt);
  }

  @Test
  void aDelimiterThatIsNotAsciiIsRefused() {
    Lines.Cursor cursor = lines("a").cursor();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> cursor.fields('\u00e9'));
    assertEquals("the delimiter 233 is above 127", e.getMessage());
  }

  @Test
  void aFieldHasFieldsItself() {
    Fields fields = lines("a=1;b=22").iterator().next().fields(';');
    fields.next();
    fields.next();
    assertEquals(List.of("b", "22"), rest(fields.fields('=')));
  }

  @Test
  void randomLinesHaveTheFieldsThatSplitHas() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      int length = random.nextInt(1 << random.nextInt(8));
      for (int k = 0; k < length; k++) {
        text.append(random.nextInt(9) == 0 ? ';' : "a:\u00bb0".charAt(random.nextInt(4)));
      }
      text.append('\n');
    }
    Lines lines = lines(text.toString());
    Lines.Cursor cursor = lines.cursor();
    Fields fields = cursor.fields(';');
    for (Line line : lines) {
      assertTrue(cursor.next());
      List<String> expected = Arrays.asList(line.toString(ISO_8859_1).split(";", -1));
      assertEquals(expected, rest(fields), () -> "seed " + seed);
      assertEquals(expected, rest(line.fields(';')), () -> "seed " + seed);
    }
  }

  @Test
  void fieldsAreComparedAndParsed() {
    Lines.Cursor cursor = lines("Oslo;-12.3;7\n").cursor();
    Fields fields = cursor.fields(';');
    cursor.next();
    fields.next();
    assertTrue(fields.contentEquals("Oslo".getBytes(US_ASCII)));
    assertFalse(fields.contentEquals("Oslo;".getBytes(US_ASCII)));
    assertFalse(fields.startsWith("Oslo;".getBytes(US_ASCII)));
    assertFalse(fields.endsWith("\nOslo".getBytes(US_ASCII)));
    fields.next();
    assertEquals(-123, fields.parseDecimal(1));
    fields.next();
    assertEquals(7, fields.parseInt());
  }

  @Test
  void beforeTheFirstOneThereAreNoBytes() {
    Lines.Cursor cursor = lines("a;b\n").cursor();
    Fields fields = cursor.fields(';');
    assertEquals(0, fields.length());
    assertTrue(cursor.next());
    assertEquals(0, fields.length());
    assertEquals("", fields.toString(US_ASCII));
  }

  @Test
  void theFieldsFollowACursorThatMovesBothWays() {
    long seed = System.nanoTime();
    System.out.println("FieldsTest: seed " + seed);
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      text.append(i).append(";x").append(i % 7).append(";\n");
    }
    Lines.Cursor cursor = lines(text.toString()).cursor(text.length() / 2);
    Fields fields = cursor.fields(';');
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(3) == 0 ? cursor.previous() : cursor.next()) {
        String[] expected = cursor.toString(US_ASCII).split(";", -1);
        int read = random.nextInt(expected.length + 1);
        for (int k = 0; k < read; k++) {
          assertTrue(fields.next(), () -> "seed " + seed);
          assertEquals(expected[k], fields.toString(US_ASCII), () -> "seed " + seed);
        }
      }
    }
  }

  @Test
  void aStepThatFailsLeavesLineAndFields() {
    String text = "abc;def;g\n".repeat(3_000);
    Arena arena = Arena.ofShared();
    MemorySegment memory = arena.allocate(text.length());
    memory.copyFrom(MemorySegment.ofArray(text.getBytes(US_ASCII)));
    Lines.Cursor cursor = Lines.of(memory).cursor();
    Fields fields = cursor.fields(';');
    for (int i = 0; i < 20; i++) {
      assertTrue(cursor.next());
    }
    assertEquals("abc;def;g", cursor.toString(US_ASCII)); // copies the lines around
    arena.close();
    assertThrows(
        IllegalStateException.class,
        () -> {
          while (cursor.next()) {
            fields.next();
          }
        });
    long offset = cursor.offset();
    assertTrue(offset > 200);
    assertEquals("abc;def;g", cursor.toString(US_ASCII));
    assertEquals(List.of("def", "g"), rest(fields));
    assertTrue(cursor.previous());
    assertEquals(offset, cursor.offset());
    assertTrue(cursor.previous());
    assertEquals(offset - 10, cursor.offset());
  }
}
