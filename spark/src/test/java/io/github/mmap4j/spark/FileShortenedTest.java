package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes a file between the windows of a walk. */
class FileShortenedTest {
  private static final String LINE = "nine byt\n";
  private static final int LINES = 100;

  @TempDir Path folder;

  private Path write() throws IOException {
    return Files.writeString(folder.resolve("a.log"), LINE.repeat(LINES));
  }

  private static LineWalk walk(LineFile file, Path path, int window) throws IOException {
    FileRange all = new FileRange(path.toString(), 0, file.length());
    return new LineWalk(file, all, Separator.of(null), LinePredicate.ALL, new ReadBuffer(), window);
  }

  private static void truncate(Path file, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  @Test
  void linesBeforeTheLossAreReadAndThenItIsReported() throws IOException {
    for (int left = 0; left < LINES * LINE.length(); left += 5) {
      Path path = write();
      try (LineFile file = LineFile.open(path.toString(), true)) {
        LineWalk walk = walk(file, path, 20);
        assertTrue(walk.next());
        truncate(path, left);
        int lines = 1;
        FileShortenedException loss = null;
        while (loss == null) {
          try {
            assertTrue(walk.next());
            lines++;
          } catch (FileShortenedException e) {
            loss = e;
          }
        }
        // The first window has two lines.
        assertEquals(Math.max(2, left / LINE.length()), lines);
        assertEquals(path.toString(), loss.path());
        assertEquals(LINES * LINE.length(), loss.lengthBefore());
        assertEquals(left, loss.lengthNow());
        String said = loss.getMessage();
        assertTrue(said.startsWith(path + " became shorter while it was read on the host"), said);
        assertTrue(said.contains(", from 900 bytes to " + left + "; "), said);
      }
    }
  }

  /** A short read has seen an end that the file may have lost again before it is asked for. */
  @Test
  void aFileThatHasGrownAgainIsReportedWithTheLengthAtWhichAReadEnded() throws IOException {
    Path path = write();
    try (LineFile file = LineFile.open(path.toString(), true)) {
      Files.writeString(path, LINE.repeat(2 * LINES));
      assertEquals(450, file.shorter(450).lengthNow());
      truncate(path, 100);
      assertEquals(100, file.shorter(450).lengthNow());
    }
  }

  @Test
  void aLossBeforeALongLineIsMappedIsReported() throws IOException {
    Path path = write();
    try (LineFile file = LineFile.open(path.toString(), true)) {
      LineWalk walk = walk(file, path, 4);
      truncate(path, 100);
      assertThrows(FileShortenedException.class, walk::next);
    }
  }

  @Test
  void aCountOfAFileThatLosesLinesFails() throws IOException {
    Path path = write();
    try (LineFile file = LineFile.open(path.toString(), true)) {
      LineWalk walk = walk(file, path, 20);
      truncate(path, 450);
      assertThrows(FileShortenedException.class, walk::count);
    }
  }

  @Test
  void whatIsAppendedAfterTheFileWasOpenedIsNotRead() throws IOException {
    for (String end : new String[] {"", "no separator", "\r"}) {
      Path path = Files.writeString(folder.resolve("a.log"), LINE.repeat(2) + end);
      try (LineFile file = LineFile.open(path.toString(), true)) {
        LineWalk walk = walk(file, path, 10);
        assertTrue(walk.next());
        Files.writeString(path, "\nmore\n", StandardOpenOption.APPEND);
        long length = 0;
        int lines = 1;
        while (walk.next()) {
          length = walk.length();
          lines++;
        }
        assertEquals(end.isEmpty() ? 2 : 3, lines);
        assertEquals(end.isEmpty() ? 8 : end.strip().length(), length);
      }
    }
  }

  /**
   * Reading after the offsets would meet the loss, and so would reading before them: the line there
   * is longer than a window, so it is looked for in a mapping, which a shorter file refuses.
   */
  @Test
  void whatLiesOutsideOffsetsThatAreAskedForIsNotRead() throws IOException {
    String longLine = "x".repeat(LINE.length() * 10 - 1) + "\n";
    Path path = Files.writeString(folder.resolve("a.log"), longLine + LINE.repeat(LINES));
    LinePredicate filter = between(longLine.length() + 1, longLine.length() + 30);
    FileRange all = new FileRange(path.toString(), 0, Files.size(path));
    try (LineFile file = LineFile.open(path.toString(), true)) {
      truncate(path, longLine.length() + 60);
      assertEquals(
          3, new LineWalk(file, all, Separator.of(null), filter, new ReadBuffer(), 20).count());
      for (LinePredicate wider :
          List.of(
              between(0, longLine.length() + 30),
              between(longLine.length() + 1, Long.MAX_VALUE),
              LinePredicate.or(List.of(filter, LinePredicate.not(filter))))) {
        LineWalk walk = new LineWalk(file, all, Separator.of(null), wider, new ReadBuffer(), 20);
        assertThrows(FileShortenedException.class, walk::count, wider.toString());
      }
    }
  }

  private static LinePredicate between(long first, long end) {
    return LinePredicate.and(
        List.of(
            new LinePredicate.Offset(Comparison.AT_LEAST, first),
            new LinePredicate.Offset(Comparison.LESS, end)));
  }

  @Test
  void aLossOutsideTheOffsetsStillFailsTheTask() throws IOException {
    Path path = write();
    LineReaderFactory spec = ReaderSpec.of(between(20, 50));
    try (OpenRange range = new OpenRange(spec, true)) {
      range.open(new FileRange(path.toString(), 0, LINES * LINE.length()));
      truncate(path, 80);
      assertThrows(FileShortenedException.class, range::count);
    }
  }
}
