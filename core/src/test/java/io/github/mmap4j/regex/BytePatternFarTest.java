package io.github.mmap4j.regex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.search.Line;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests offsets beyond the range of {@code int}, in a sparse file. */
class BytePatternFarTest {
  private static final long FAR = 5L << 30;
  private static final long NEAR_FAR = FAR - 1000;

  private final Arena arena = Arena.ofConfined();
  @TempDir private Path folder;
  private MemorySegment text;

  @BeforeEach
  void write() throws IOException {
    try (FileChannel file =
        FileChannel.open(folder.resolve("far"), CREATE_NEW, SPARSE, READ, WRITE)) {
      file.write(ByteBuffer.wrap("\nkey=12 aab\n".getBytes(ISO_8859_1)), FAR);
      text = file.map(MapMode.READ_ONLY, 0, file.size() + (2L << 30), arena);
    }
  }

  @AfterEach
  void unmap() {
    arena.close();
  }

  private Match find(String regex, long from) {
    return BytePattern.compile(regex).find(text, from).orElseThrow();
  }

  @Test
  void groupsHaveTheirOffsetsInTheWholeText() {
    Match match = find("key=([0-9]+) (?<word>a+)", NEAR_FAR);
    assertEquals(
        List.of(FAR + 1, FAR + 5, FAR + 8),
        List.of(match.start(), match.start(1), match.start("word")));
  }

  @Test
  void patternWithoutALiteralIsFoundToo() {
    assertEquals(FAR + 7, find("(?<=([0-9])) (?=(a)\\2)", NEAR_FAR).start());
    assertEquals(FAR + 8, find("(a)\\1", NEAR_FAR).start());
  }

  @Test
  void caretDoesNotMatchAtTheStartOfAWindow() {
    assertTrue(BytePattern.compile("^").find(text, NEAR_FAR, FAR).isEmpty());
    assertTrue(BytePattern.compile("\\A").matchAt(text, FAR).isEmpty());
  }

  @Test
  void lineHasItsOffsetInTheWholeText() {
    Line line = BytePattern.compile("^key.*b$").lines(text, FAR + 1, FAR + 13).toList().getFirst();
    assertEquals(new Line(text, FAR + 1, 10), line);
  }

  @Test
  void matchThatNeedsMoreThanAWindowIsGivenUp() {
    BytePattern endless = BytePattern.compile("(?s)\\x00++x").withLimit(1L << 40);
    BytePattern small =
        endless.with(new Tuning(64, 64, 1 << 12, 1 << 10, 512, 32, 4096, 512, 64, 64));
    PatternLimitException e =
        assertThrows(PatternLimitException.class, () -> small.matchAt(text, 100));
    assertEquals(100, e.offset());
  }
}
