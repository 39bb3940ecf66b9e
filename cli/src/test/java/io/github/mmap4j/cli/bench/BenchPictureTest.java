package io.github.mmap4j.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.picture.PngWriterTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Pictures, decoded by other code. */
class BenchPictureTest {
  private static final double[] MEDIANS = {24e9, 12e9, 6e9, 0.03e9};

  private static BenchResult result(String name, long missing) {
    Workload[] all = Workload.values();
    List<Rates> rates =
        List.of(rates(all[0], 0), rates(all[1], 1), rates(all[2], 2), rates(all[3], 3));
    return new BenchResult(Path.of(name), 1 << 20, 1 << 20, 1_200_000_000, rates, missing);
  }

  private static Rates rates(Workload workload, int i) {
    double median = MEDIANS[i];
    return new Rates(workload, median / 3, List.of(median, median * 0.9, median * 1.04));
  }

  private static Document xml(BenchPicture picture) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(picture.svg()));
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }

  @Test
  void lengthsOfBarsAreTheMedians() throws Exception {
    BenchPicture picture = new BenchPicture(result("f", 0));
    NodeList titles = xml(picture).getElementsByTagName("title");
    int full = picture.x(25e9) - picture.barX(); // end of the axis
    for (int row = 0; row < MEDIANS.length; row++) {
      Element bar = (Element) titles.item(row + 1).getParentNode();
      assertEquals(picture.barX(), number(bar, "x"));
      assertEquals(picture.barY(row), number(bar, "y"));
      assertEquals(Math.max(1, full * MEDIANS[row] / 25e9), number(bar, "width"), 1);
    }
  }

  @Test
  void titleAxisAndLegendAreDrawn() throws Exception {
    NodeList texts = xml(new BenchPicture(result("a<b>&\n", 0))).getElementsByTagName("text");
    StringBuilder all = new StringBuilder("|");
    for (int i = 0; i < texts.getLength(); i++) {
      all.append(texts.item(i).getTextContent()).append('|');
    }
    String text = all.toString();
    assertTrue(text.contains("|a<b>&\\n: 1.0 MiB|JDK " + Runtime.version()), text);
    assertTrue(text.contains("; 3 rounds after 1.2 s of warm-up|"), text);
    assertTrue(text.contains("|0|5|10|15|20|25|GB/s"), text);
    assertTrue(text.contains("|read|24.0|find|12.0|count|6.00|lines|0.0300|"), text);
    assertTrue(text.contains("|reading alone|mmap4j|slowest to fastest round|first run, "), text);
  }

  @Test
  void measuringTheDiskIsNoted() throws Exception {
    String svg = new String(new BenchPicture(result("f", 3)).svg(), "UTF-8");
    assertTrue(svg.contains("3 pages were not in memory at the end"), svg);
  }

  /** Everything drawn lies in the picture, else the bitmap throws. */
  @Test
  void theBitmapHasTheSameBarsWhateverTheNamesLength() throws Exception {
    BenchPicture picture = new BenchPicture(result("n".repeat(250), 3));
    BufferedImage image = PngWriterTest.decoded(picture.png());
    assertEquals(picture.width(), image.getWidth());
    assertEquals(picture.height(), image.getHeight());
    for (int row = 0; row < 3; row++) {
      int y = picture.barY(row) + 2;
      int end = picture.x(MEDIANS[row]);
      assertEquals(row == 0 ? 0x999999 : 0x56B4E9, image.getRGB(end - 1, y) & 0xFFFFFF);
      assertEquals(0xFFFFFF, image.getRGB(end, y) & 0xFFFFFF);
    }
  }
}
