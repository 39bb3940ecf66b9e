package io.github.mmap4j.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorpusTest {
  /** Large enough for the text to contain every planted phrase. */
  private static final long SIZE = 24 << 20;

  @TempDir static Path folder;

  private static String text() throws IOException {
    return Files.readString(Corpus.in(folder, SIZE).path(), ISO_8859_1);
  }

  private static long matches(String pattern) throws IOException {
    return Pattern.compile(pattern).matcher(text()).results().count();
  }

  @Test
  void oneSeedMakesTheSameBytesEverywhere() throws IOException {
    CRC32 crc = new CRC32();
    crc.update(Files.readAllBytes(Corpus.in(folder, 1 << 20).path()));
    assertEquals("65afb7cb", Long.toHexString(crc.getValue()));
  }

  @Test
  void anotherFolderGetsTheSameText(@TempDir Path other) throws IOException {
    Corpus corpus = Corpus.in(other, 100_000);
    assertArrayEquals(
        Files.readAllBytes(Corpus.in(folder, 100_000).path()), Files.readAllBytes(corpus.path()));
  }

  @Test
  void aTextThatIsThereIsReused(@TempDir Path other) throws IOException {
    Path path = Corpus.in(other, 100_000).path();
    Files.write(path, new byte[100_000]);
    assertArrayEquals(new byte[100_000], Files.readAllBytes(Corpus.in(other, 100_000).path()));
  }

  @Test
  void aTextOfAnotherSizeIsMadeAnew(@TempDir Path other) throws IOException {
    Files.write(Corpus.in(other, 100_000).path(), new byte[1]);
    assertEquals(100_000, Files.size(Corpus.in(other, 100_000).path()));
  }

  @Test
  void theAnswersAreThoseOfACount() throws IOException {
    Corpus corpus = Corpus.in(folder, SIZE);
    assertEquals(matches("\n"), corpus.lines());
    assertEquals(matches(Regex.QUICK_JUMPS.pattern()), corpus.quickLines());
    assertEquals(matches(Regex.DATE.pattern()), corpus.dates());
    assertTrue(corpus.quickLines() > 0 && corpus.dates() > 0);
  }

  @Test
  void addressesAreCounted() throws IOException {
    AddressText addresses = AddressText.in(folder, SIZE);
    String text = Files.readString(addresses.path(), ISO_8859_1);
    assertEquals(SIZE, text.length());
    assertEquals(
        Pattern.compile(Regex.EMAIL.pattern()).matcher(text).results().count(),
        addresses.addresses());
    assertEquals(
        Pattern.compile(Regex.BACK_REFERENCE.pattern()).matcher(text).results().count(),
        addresses.phrases());
    assertTrue(addresses.addresses() > 0 && addresses.phrases() > 0);
  }

  @Test
  void linesHaveTheStatedLength() throws IOException {
    Corpus corpus = Corpus.in(folder, SIZE);
    assertEquals(82, (double) corpus.size() / corpus.lines(), 0.5);
    assertTrue(text().endsWith("\n"));
  }

  @Test
  void rareBytesAreAsRareAsStated() throws IOException {
    assertEquals(1.0 / Corpus.RARE, (double) matches("[^a-z\n ]") / SIZE, 0.02 / Corpus.RARE);
    assertEquals(1.0 / Corpus.RARE / 40, (double) matches("-") / SIZE, 0.2 / Corpus.RARE / 40);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAbsentIsNotThere(Absent absent) throws IOException {
    assertFalse(text().contains(absent.text()));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAbsentButForOneByteIsThereByteByByte(Absent absent) throws IOException {
    String text = text();
    boolean each = absent.text().chars().allMatch(letter -> text.indexOf(letter) >= 0);
    assertEquals(absent != Absent.ONE_BYTE, each);
  }

  @Test
  void namesSayHowLongTheNeedlesAre() {
    int[] lengths = {1, 2, 5, 18, 100, 2, 8};
    for (Absent absent : Absent.values()) {
      assertEquals(lengths[absent.ordinal()], absent.bytes().length, absent.name());
    }
  }

  @Test
  void marksAreWhereTheyAreCounted() throws IOException {
    String marks = Files.readString(Corpus.marks(folder, 6400), ISO_8859_1);
    for (int at = 0; at < marks.length(); at += Corpus.EVERY) {
      assertEquals(at, marks.indexOf(Corpus.MARK, at));
      assertEquals(at, marks.indexOf(Corpus.MARK.charAt(0), at));
    }
  }
}
