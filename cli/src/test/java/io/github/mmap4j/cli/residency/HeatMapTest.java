package io.github.mmap4j.cli.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.format.Units;
import io.github.mmap4j.cli.input.Refusal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeatMapTest {
  private static final int PAGE = Mmap.PAGESIZE;

  @TempDir Path folder;

  private FileResidency sparse(String name, long length) throws IOException, Refusal {
    Path file = folder.resolve(name);
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(length);
    }
    return FileResidency.of(file);
  }

  private static HeatMap map(FileResidency... files) {
    Survey.Total total = Survey.Total.NONE;
    for (FileResidency file : files) {
      total = total.plus(file.fraction());
    }
    return HeatMap.of(List.of(files), total);
  }

  private static long pages(HeatMap.Row row) {
    return row.cells().stream().mapToLong(Cell::pages).sum();
  }

  @Test
  void aSmallFileHasACellForEachPage() throws Exception {
    HeatMap map = map(sparse("f", 3L * PAGE - 1));
    assertEquals(1, map.pagesPerCell());
    assertEquals(8, map.columns());
    assertEquals(1, map.rows().size());
    assertEquals(3, map.rows().getFirst().cells().size());
    assertEquals("offset in the file", map.axis());
  }

  @Test
  void aLargerFileHasSeveralRows() throws Exception {
    HeatMap map = map(sparse("f", 65L * PAGE));
    assertEquals(64, map.columns());
    assertEquals(List.of(64L, 1L), map.rows().stream().map(HeatMapTest::pages).toList());
    assertEquals("0", map.rows().getFirst().label());
    assertEquals(Units.exactly(64L * PAGE), map.rows().get(1).label());
  }

  @Test
  void eachPageOfALargeFileIsInExactlyOneCell() throws Exception {
    long length = (64L * 32 * 4 - 3) * PAGE + 1;
    HeatMap map = map(sparse("f", length));
    assertEquals(4, map.pagesPerCell());
    assertEquals(32, map.rows().size());
    long page = 0;
    for (HeatMap.Row row : map.rows()) {
      for (Cell cell : row.cells()) {
        assertEquals(page, cell.first());
        page += cell.pages();
      }
    }
    assertEquals(length / PAGE + 1, page);
  }

  @Test
  void eachFileHasARowAndAllShareOneScale() throws Exception {
    HeatMap map = map(sparse("a", 100L * PAGE), sparse("b", PAGE), sparse("c", 0));
    assertEquals(2, map.pagesPerCell());
    assertEquals(List.of(50, 1, 0), map.rows().stream().map(row -> row.cells().size()).toList());
    assertEquals("3 files", map.title());
    assertEquals("- of 0 B", map.rows().getLast().note());
    assertTrue(map.rows().getFirst().label().endsWith("/a"), map.rows().getFirst().label());
  }

  @Test
  void ifNotAllFilesFitTheLargestAreKept() throws Exception {
    PictureReport report = new PictureReport();
    Survey survey = new Survey(report);
    for (int i = 0; i < 450; i++) {
      Path file = folder.resolve("f%03d".formatted(i));
      Files.write(file, new byte[i % 2 == 0 ? 10 : i < 250 ? 20 : 0]);
      survey.add(file);
    }
    survey.end();
    assertEquals("450 files, the largest 100", report.map().title());
    List<HeatMap.Row> rows = report.map().rows();
    assertEquals(100, rows.size());
    assertTrue(rows.getFirst().label().endsWith("/f001"), rows.getFirst().label());
    assertTrue(rows.getLast().label().endsWith("/f199"), rows.getLast().label());
  }
}
