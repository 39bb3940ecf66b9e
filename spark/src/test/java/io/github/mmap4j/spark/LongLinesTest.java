package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongLinesTest {
  private static final long HUGE = 3L << 30;

  @TempDir Path folder;

  private static LinePredicate contains(String literal) {
    return new LinePredicate.Contains(new LineLiteral(literal.getBytes(UTF_8)));
  }

  private static LineWalk walk(LineFile text, Path file, LinePredicate filter) throws IOException {
    FileRange all = new FileRange(file.toString(), 0, text.length());
    return new LineWalk(text, all, Separator.of(null), filter, new ReadBuffer());
  }

  @Test
  void aLineLongerThanAWindowIsReadWhole() throws IOException {
    String line = "x".repeat(1 << 20) + "needle" + "y".repeat(1 << 20);
    Path file = Files.writeString(folder.resolve("long.log"), "a\n" + line + "\r\nb\n");
    try (LineFile text = LineFile.open(file.toString(), true)) {
      for (LinePredicate filter : List.of(contains("needle"), contains("x"), LinePredicate.ALL)) {
        LineWalk walk = walk(text, file, filter);
        assertTrue(walk.next());
        if (filter.equals(LinePredicate.ALL)) {
          assertTrue(walk.next());
        }
        byte[] bytes = walk.array();
        assertEquals(line, new String(bytes, walk.index(), (int) walk.length(), UTF_8));
      }
      assertEquals(3, walk(text, file, LinePredicate.ALL).count());
    }
  }

  /** Writes "first\n", then a line of zeros that ends in "last" after 3 GiB, then "end\n". */
  private Path sparse() throws IOException {
    Path file = folder.resolve("sparse.log");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap("first\n".getBytes(UTF_8)), 0);
      channel.write(ByteBuffer.wrap("last\nend\n".getBytes(UTF_8)), HUGE);
    }
    return file;
  }

  @Test
  void aLineOfMoreThan2GiBIsFoundAndCountedButHasNoValue() throws IOException {
    Path file = sparse();
    try (LineFile text = LineFile.open(file.toString(), true)) {
      assertEquals(3, walk(text, file, LinePredicate.ALL).count());
      LineWalk walk = walk(text, file, contains("last"));
      assertTrue(walk.next());
      assertEquals(6, walk.offset());
      assertEquals(HUGE + 4 - 6, walk.length());
      String said = assertThrows(IllegalStateException.class, walk::array).getMessage();
      assertTrue(said.contains(file + " has " + walk.length() + " bytes"), said);
      assertFalse(walk.next());
      LinePredicate ends = new LinePredicate.EndsWith(new LineLiteral("last".getBytes(UTF_8)));
      assertEquals(1, walk(text, file, ends).count());
      assertEquals(0, walk(text, file, contains("\0last\0")).count());
    }
  }

  @Test
  void aSplitWithinALineOfMoreThan2GiBHasNoLines() throws IOException {
    Path file = sparse();
    try (LineFile text = LineFile.open(file.toString(), true)) {
      FileRange middle = new FileRange(file.toString(), 1 << 20, 2L << 30);
      assertFalse(
          new LineWalk(text, middle, Separator.of(null), LinePredicate.ALL, new ReadBuffer())
              .next());
    }
  }
}
