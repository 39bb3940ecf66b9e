package io.github.mmap4j;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.search.Line;
import io.github.mmap4j.search.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MmapLinesTest {
  private static final long TWO = 1L << 31;
  private static final long FOUR = 1L << 32;

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("text"), text, US_ASCII);
  }

  @Test
  void linesAreTheWholeMappingsWhereverThePositionIs() throws IOException {
    try (Mmap m = Mmap.open(file("one\r\ntwo\nthree"), Access.READ)) {
      m.seek(6);
      List<String> lines = m.lines().stream().map(line -> line.toString(US_ASCII)).toList();
      assertEquals(List.of("one", "two", "three"), lines);
      assertEquals(6, m.tell());
    }
  }

  @Test
  void afterCloseNothingIsReadAnyMore() throws IOException {
    Mmap m = Mmap.open(file("one\ntwo\n"), Access.READ);
    Lines lines = m.lines();
    Line line = lines.iterator().next();
    Lines.Cursor cursor = lines.cursor();
    cursor.next();
    m.close();
    assertThrows(IllegalStateException.class, m::lines);
    assertThrows(IllegalStateException.class, lines::count);
    assertThrows(IllegalStateException.class, line::bytes);
    assertThrows(IllegalStateException.class, line::toString);
    assertThrows(IllegalStateException.class, cursor::next);
    assertThrows(IllegalStateException.class, cursor::bytes);
    assertThrows(IllegalStateException.class, () -> cursor.toString(US_ASCII));
    assertThrows(IllegalStateException.class, () -> lines.stream().toList());
  }

  @Test
  void afterResizeLinesAreAskedForAnew() throws IOException {
    try (Mmap m = Mmap.open(file("one\ntwo\n"))) {
      Lines lines = m.lines();
      m.resize(4);
      assertThrows(IllegalStateException.class, () -> lines.cursor().next());
      assertEquals(1, m.lines().count());
    }
  }

  @Test
  void readLineFindsTheEndOfALineAtAnyDistance() throws IOException {
    for (int length = 0; length < 1100; length++) {
      String line = "a".repeat(length) + "\n";
      try (Mmap m = Mmap.open(file("xyz\n" + line + "rest"), Access.READ)) {
        assertEquals("xyz\n", m.readLine(US_ASCII));
        assertEquals(line, m.readLine(UTF_8));
        assertEquals("rest", m.readLine(UTF_8));
        assertEquals("", m.readLine(UTF_8));
      }
    }
  }

  @Test
  void readLineEndsAfterTheFirstNewlineWhateverTheBytesAroundItAre() throws IOException {
    byte[] near = {'\n', '\n' + 1, '\n' - 1, (byte) ('\n' | 0x80), 0, -1};
    long seed = System.nanoTime();
    System.out.println("MmapLinesTest: seed " + seed);
    Random random = new Random(seed);
    byte[] text = new byte[100_000];
    for (int i = 0; i < text.length; i++) {
      text[i] = near[random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(near.length - 1)];
    }
    Path path = Files.write(folder.resolve("bytes"), text);
    try (Mmap m = Mmap.open(path, Access.READ)) {
      int from = 0;
      while (from < text.length) {
        int to = from;
        while (to < text.length && text[to] != '\n') {
          to++;
        }
        byte[] line = Arrays.copyOfRange(text, from, Math.min(text.length, to + 1));
        assertArrayEquals(line, m.readLine(), "seed " + seed);
        m.seek(from);
        assertEquals(new String(line, UTF_8), m.readLine(UTF_8), "seed " + seed);
        from += line.length;
        assertEquals(from, m.tell());
      }
    }
  }

  @Test
  void linesLieAcrossTwoAndFourGigabytes() throws IOException {
    try (Mmap m = Mmap.open(sparse(), Access.READ)) {
      Lines lines = Lines.of(m.asSegment(), TWO - 9000, FOUR + 9000);
      Lines.Cursor cursor = lines.cursor(TWO + 1);
      assertTrue(cursor.next());
      assertEquals(List.of(TWO - 1, FOUR - TWO, FOUR + 1), told(cursor));
      assertTrue(cursor.next());
      assertEquals(List.of(FOUR + 1, 8999L, FOUR + 9000), told(cursor));
      assertFalse(cursor.next());
      assertEquals(List.of(FOUR, FOUR + 1), List.of(cursor.offset() - 1, cursor.offset()));
      assertEquals(3, lines.count());
    }
  }

  private static List<Long> told(Lines.Cursor cursor) {
    return List.of(cursor.offset(), cursor.length(), cursor.end());
  }

  /** Creates a file with a newline just before 2 GiB and a line end around 4 GiB. */
  private Path sparse() throws IOException {
    Path path = folder.resolve("sparse");
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}), TWO - 2);
      channel.write(ByteBuffer.wrap(new byte[] {'\r', '\n'}), FOUR - 1);
      channel.write(ByteBuffer.wrap(new byte[1]), FOUR + 9999);
    }
    return path;
  }
}
