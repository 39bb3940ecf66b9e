package io.github.mmap4j.cli.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.format.Units;
import io.github.mmap4j.cli.harness.PartlyLoaded;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.picture.Font;
import io.github.mmap4j.cli.picture.PngWriterTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Pictures, decoded by other code and compared with what the system reports. */
class HeatPictureTest {
  private static final int PAGE = Mmap.PAGESIZE;
  private static final int WHITE = 0xFFFFFF;
  private static final int MOST_TRIES = 100;

  @TempDir Path folder;

  private Path partlyLoaded(String name, int pages, long seed) throws IOException {
    Random random = new Random(seed);
    BitSet loaded = PartlyLoaded.range(pages / 4, pages / 2);
    for (int page = pages / 2; page < pages; page++) {
      loaded.set(page, random.nextInt(pages) < page);
    }
    return PartlyLoaded.file(folder.resolve(name), (long) pages * PAGE - 100, loaded);
  }

  /** Computes the colour without the code under test. */
  private static int colour(BitSet resident, int first, int end) {
    int count = resident.get(first, end).cardinality();
    if (count == 0) {
      return Level.NONE.colour();
    }
    if (count == end - first) {
      return Level.ALL.colour();
    }
    return Level.values()[1 + 4 * count / (end - first)].colour();
  }

  private static HeatPicture drawn(Path... files) throws IOException, Refusal {
    PictureReport report = new PictureReport();
    Survey survey = new Survey(report);
    for (Path file : files) {
      survey.add(file);
    }
    survey.end();
    return new HeatPicture(report.map());
  }

  /** A picture, and what was in memory of each file when it was drawn. */
  private record Drawn(HeatPicture picture, List<BitSet> resident) {
    /** Draws again if the system has evicted or loaded a page meanwhile. */
    static Drawn of(Path... files) throws IOException, Refusal {
      List<BitSet> after = residencies(files);
      for (int i = 0; i < MOST_TRIES; i++) {
        List<BitSet> before = after;
        HeatPicture picture = drawn(files);
        after = residencies(files);
        if (before.equals(after)) {
          return new Drawn(picture, after);
        }
      }
      throw new AssertionError("what is in memory of " + List.of(files) + " does not stay so");
    }

    private static List<BitSet> residencies(Path... files) throws IOException {
      List<BitSet> all = new ArrayList<>();
      for (Path file : files) {
        try (Mmap m = Mmap.open(file, Access.READ)) {
          all.add(m.residency().toBitSet());
        }
      }
      return all;
    }
  }

  private interface Pixels {
    int at(int x, int y);
  }

  private static Pixels png(HeatPicture picture) throws IOException {
    BufferedImage image = PngWriterTest.decoded(picture.png());
    assertEquals(picture.width(), image.getWidth());
    assertEquals(picture.height(), image.getHeight());
    return (x, y) -> image.getRGB(x, y) & WHITE;
  }

  private static Document xml(byte[] svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg));
  }

  /** Paints the rectangles in the order of the SVG. */
  private static Pixels svg(HeatPicture picture) throws Exception {
    NodeList rectangles = xml(picture.svg()).getElementsByTagName("rect");
    int[][] pixels = new int[picture.height()][picture.width()];
    for (int i = 0; i < rectangles.getLength(); i++) {
      Element r = (Element) rectangles.item(i);
      int colour = Integer.parseInt(r.getAttribute("fill").substring(1), 16);
      for (int y = 0; y < number(r, "height"); y++) {
        for (int x = 0; x < number(r, "width"); x++) {
          pixels[number(r, "y") + y][number(r, "x") + x] = colour;
        }
      }
    }
    return (x, y) -> pixels[y][x];
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }

  /** Checks each corner of each cell in a row; beyond the end of the file it is white. */
  private static void assertRow(
      HeatPicture picture,
      Pixels pixels,
      int row,
      BitSet resident,
      int first,
      int end,
      int perCell) {
    int column = 0;
    for (int page = first; page < end; page += perCell) {
      int expected = colour(resident, page, Math.min(page + perCell, end));
      int x = picture.cellX(column++);
      int y = picture.cellY(row);
      int right = x + picture.cellWidth() - 1;
      int low = y + picture.cellHeight() - 1;
      String where = "row %d, column %d".formatted(row, column);
      assertEquals(expected, pixels.at(x, y), where);
      assertEquals(expected, pixels.at(right, y), where);
      assertEquals(expected, pixels.at(x, low), where);
      assertEquals(expected, pixels.at(right, low), where);
      assertEquals(WHITE, pixels.at(right + 1, y), where);
      assertEquals(WHITE, pixels.at(x, low + 1) & WHITE, where);
    }
    if (column < 64) {
      assertEquals(WHITE, pixels.at(picture.cellX(column) + 1, picture.cellY(row)));
    }
  }

  @Test
  void cellsOfOneFileHaveTheColoursOfItsPages() throws Exception {
    int pages = 64 * 32 * 2 - 37;
    Path file = partlyLoaded("f", pages, 1);
    Drawn drawn = Drawn.of(file);
    HeatPicture picture = drawn.picture();
    for (Pixels pixels : new Pixels[] {png(picture), svg(picture)}) {
      for (int row = 0; row < 31; row++) { // the axis is below the last
        assertRow(picture, pixels, row, drawn.resident().getFirst(), row * 128, (row + 1) * 128, 2);
      }
    }
  }

  @Test
  void rowsOfFilesHaveTheColoursOfTheirPages() throws Exception {
    Path[] files = {partlyLoaded("a", 500, 2), partlyLoaded("b", 77, 3), partlyLoaded("c", 1, 4)};
    Drawn drawn = Drawn.of(files);
    HeatPicture picture = drawn.picture();
    int[] pages = {500, 77, 1};
    for (Pixels pixels : new Pixels[] {png(picture), svg(picture)}) {
      for (int row = 0; row < 3; row++) {
        assertRow(picture, pixels, row, drawn.resident().get(row), 0, pages[row], 8);
      }
    }
  }

  @Test
  void theSvgHasTitleAxisAndLegend() throws Exception {
    Path file = Files.write(folder.resolve("a<b>&\n\"c\""), new byte[100 * PAGE]);
    HeatPicture picture = drawn(file);
    Document svg = xml(picture.svg());
    NodeList texts = svg.getElementsByTagName("text");
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < texts.getLength(); i++) {
      all.append(texts.item(i).getTextContent()).append('|');
    }
    String text = all.toString();
    assertTrue(text.contains("a<b>&\\n\"c\"|in memory: 100 of 100 pages, "), text);
    String row = Units.exactly(64L * PAGE);
    assertTrue(text.contains("|0|" + Units.exactly(16L * PAGE) + "|"), text);
    assertTrue(text.contains("|" + row + "|offset in the row; each has " + row + "|"), text);
    assertTrue(
        text.contains(" (1 page) of a cell:|none|1-24 %|25-49 %|50-74 %|75-99 %|all|"), text);
    assertTrue(
        svg.getElementsByTagName("title")
            .item(1)
            .getTextContent()
            .endsWith("1 of 1 pages in memory"));
  }

  /** The title consists of the font's dots, three pixels each. */
  @Test
  void theBitmapHasText() throws Exception {
    HeatPicture picture = drawn(Files.write(folder.resolve("f"), new byte[PAGE]));
    Pixels pixels = png(picture);
    Font font = Font.load();
    String facts = "in memory: 1 of 1 pages";
    int y = 28 + 28 + 10;
    for (int i = 0; i < facts.length(); i++) {
      for (int dot = 0; dot < Font.WIDTH * Font.HEIGHT; dot++) {
        int x = dot % Font.WIDTH;
        boolean dark =
            pixels.at(28 + (i * Font.ADVANCE + x) * 2, y + dot / Font.WIDTH * 2) != WHITE;
        assertEquals(font.hasDot(facts.charAt(i), x, dot / Font.WIDTH), dark, "at " + i);
      }
    }
  }

  @Test
  void nothingIsDrawnOutsideThePictureWhateverTheNamesLength() throws Exception {
    Path file = Files.write(folder.resolve("n".repeat(250)), new byte[PAGE]);
    assertTrue(drawn(file).width() < 1200);
    assertTrue(drawn(file, file).width() < 1600);
    png(drawn(file));
    png(drawn(file, file));
  }

  @Test
  void emptyFilesAndNoFilesHavePictures() throws Exception {
    Path file = Files.createFile(folder.resolve("empty"));
    for (HeatPicture picture : new HeatPicture[] {drawn(file), drawn(file, file), drawn()}) {
      png(picture);
      xml(picture.svg());
    }
  }
}
