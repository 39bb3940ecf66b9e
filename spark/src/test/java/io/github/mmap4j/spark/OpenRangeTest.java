package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.spark.LinePredicate.Offset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenRangeTest {
  private static final FileRange FIRST = new FileRange("a.log", 0, 10);
  private static final FileRange SECOND = new FileRange("a.log", 10, 20);

  @TempDir Path folder;

  private final List<String> opened = new ArrayList<>();

  private LineFile open(String path) throws IOException {
    opened.add(path);
    return LineFile.open(
        Files.writeString(folder.resolve(path), "line\n".repeat(4)).toString(), true);
  }

  private OpenRange range(LinePredicate filter, String lineSep) {
    byte[] bytes = lineSep == null ? null : lineSep.getBytes(UTF_8);
    return new OpenRange(ReaderSpec.of(Separator.of(bytes), filter), this::open);
  }

  private static LinePredicate file(String path) {
    return new LinePredicate.OfFile(
        new LinePredicate.EqualTo(new LineLiteral(path.getBytes(UTF_8))));
  }

  /** Returns how many lines of both ranges pass, by counting or stepping. */
  private long count(LinePredicate filter, String lineSep, boolean steps) throws IOException {
    long count = 0;
    try (OpenRange range = range(filter, lineSep)) {
      for (FileRange each : List.of(FIRST, SECOND)) {
        range.open(each);
        if (!steps) {
          count += range.count();
        }
        while (steps && range.next()) {
          count++;
        }
      }
    }
    return count;
  }

  @Test
  void aFileOfWhichNoLineCanPassIsNotOpened() throws IOException {
    List<LinePredicate> excluding =
        List.of(
            LinePredicate.NONE,
            file("b.log"),
            new Offset(Comparison.LESS, 0),
            new Offset(Comparison.LESS, Long.MIN_VALUE),
            new Offset(Comparison.AT_LEAST, 20),
            new Offset(Comparison.GREATER, Long.MAX_VALUE),
            LinePredicate.and(
                List.of(new Offset(Comparison.LESS, 5), new Offset(Comparison.GREATER, 5))));
    for (LinePredicate filter : excluding) {
      assertEquals(0, count(filter, null, true), filter.toString());
      assertEquals(0, count(filter, null, false), filter.toString());
      assertEquals(List.of(), opened, filter.toString());
    }
  }

  @Test
  void onlyTheRangeInWhichLinesCanPassIsOpened() throws IOException {
    for (boolean steps : new boolean[] {true, false}) {
      opened.clear();
      assertEquals(2, count(new Offset(Comparison.LESS, 10), null, steps));
      assertEquals(2, count(new Offset(Comparison.AT_LEAST, 10), null, steps));
      assertEquals(4, count(file("a.log"), null, steps));
      assertEquals(List.of("a.log", "a.log", "a.log"), opened);
    }
  }

  @Test
  void aSeparatorThatCanOverlapIsLookedForFromTheStart() throws IOException {
    try (OpenRange range = range(new Offset(Comparison.GREATER, 30), "aa")) {
      range.open(FIRST);
      assertFalse(range.next());
      assertEquals(List.of("a.log"), opened);
    }
  }

  @Test
  void afterARangeThatCouldNotBeOpenedThereIsNoLine() throws IOException {
    try (OpenRange range = range(LinePredicate.ALL, null)) {
      range.open(FIRST);
      assertTrue(range.next());
      Files.writeString(folder.resolve("a.log"), "line\n");
      assertThrows(FileShortenedException.class, () -> range.open(SECOND));
      assertFalse(range.next()); // not the second line of the first range
      assertEquals(0, range.count());
    }
  }

  @Test
  void aFileThatCouldNotBeOpenedIsOpenedAgain() throws IOException {
    LineReaderFactory spec = ReaderSpec.of(LinePredicate.ALL);
    LineFile.Opener failsFirst =
        path -> {
          LineFile file = open(path);
          if (opened.size() == 1) {
            file.close();
            throw new IOException("the first attempt");
          }
          return file;
        };
    try (OpenRange range = new OpenRange(spec, failsFirst)) {
      assertThrows(IOException.class, () -> range.open(FIRST));
      range.open(FIRST);
      assertTrue(range.next());
    }
  }
}
