package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingFileTest {
  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("app.log");
  }

  private void append(String text) throws IOException {
    append(file, text);
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, ISO_8859_1, CREATE, APPEND);
  }

  private DirectStream stream(String... options) {
    return new DirectStream(folder + "/*.log", options);
  }

  @Test
  void onlyWholeLinesAreRead() throws IOException {
    DirectStream stream = stream();
    append("one\ntw");
    assertEquals(List.of("one"), stream.next());
    append("o");
    assertEquals(List.of(), stream.next());
    append("\nthree\n");
    assertEquals(List.of("two", "three"), stream.next());
    assertEquals(List.of(), stream.next());
  }

  @Test
  void aReturnAtTheEndWaitsForItsLineFeed() throws IOException {
    DirectStream stream = stream();
    append("one\r");
    assertEquals(List.of(), stream.next());
    append("\ntwo\rthree\r\r");
    assertEquals(List.of("one", "two", "three"), stream.next());
    append("\n");
    assertEquals(List.of(""), stream.next());
  }

  @Test
  void otherSeparatorsEndLines() throws IOException {
    DirectStream stream = stream("lineSep", "|~");
    append("one|");
    assertEquals(List.of(), stream.next());
    append("~two\n|~thr");
    assertEquals(List.of("one", "two\n"), stream.next());
  }

  @Test
  void separatorsThatOverlapThemselvesAreRefused() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> stream("lineSep", "aa"));
    assertTrue(e.getMessage().contains("lineSep"), e.getMessage());
  }

  @Test
  void filesNeedNotExistYet() throws IOException {
    DirectStream stream = stream();
    assertEquals(List.of(), stream.next());
    append("one\n");
    append(folder.resolve("other.log"), "two\n");
    List<String> values = new ArrayList<>(stream.next());
    values.sort(null);
    assertEquals(List.of("one", "two"), values);
  }

  @Test
  void aLineThatBeginsWithAZeroWaitsForTheNext() throws IOException {
    DirectStream stream = stream();
    append("one\n\0wo\n");
    assertEquals(List.of("one"), stream.next());
    append("three\n");
    assertEquals(List.of("\0wo", "three"), stream.next());
  }

  @Test
  void aCheckpointContinuesWhereItWasMade() throws IOException {
    DirectStream first = stream();
    append("one\ntwo");
    first.next();
    append("\nthree\n");
    DirectStream second = stream();
    second.continueFrom(first.json());
    assertEquals(List.of("two", "three"), second.next());
  }

  @Test
  void aNewDeviceNumberDoesNotMakeAFileNew() throws IOException {
    DirectStream first = stream();
    append("one\n");
    first.next();
    String moved = first.json().replaceFirst("\"device\":[0-9]+", "\"device\":12345");
    assertTrue(!moved.equals(first.json()), moved);
    append("two\n");
    DirectStream second = stream();
    second.continueFrom(moved);
    assertEquals(List.of("two"), second.next());
  }

  @Test
  void aBatchReadsAboutMaxBytesPerTrigger() throws IOException {
    append("one\r\ntwo\r\nthree\r\nfour");
    DirectStream stream = stream("maxBytesPerTrigger", "4");
    assertEquals(List.of("one"), stream.next());
    stream = stream("maxBytesPerTrigger", "6");
    assertEquals(List.of("one", "two"), stream.next());
    assertEquals(List.of("three"), stream.next());
    assertEquals(List.of(), stream.next());
  }

  @Test
  void aBatchReadsMaxFilesPerTrigger() throws IOException {
    for (int i = 0; i < 5; i++) {
      append(folder.resolve(i + ".log"), i + "\n");
    }
    DirectStream stream = stream("maxFilesPerTrigger", "2");
    assertEquals(
        List.of(2, 2, 1, 0),
        List.of(
            stream.next().size(),
            stream.next().size(),
            stream.next().size(),
            stream.next().size()));
  }

  @Test
  void bothLimitsHold() throws IOException {
    for (int i = 0; i < 3; i++) {
      append(folder.resolve(i + ".log"), i + "\n" + i + "\n");
    }
    DirectStream stream = stream("maxFilesPerTrigger", "2", "maxBytesPerTrigger", "3");
    assertEquals(2, stream.next().size());
    assertEquals(4, stream.rest().size());
  }

  @Test
  void limitsMustBePositiveNumbers() {
    for (String value : List.of("0", "-1", "many", "4294967296")) {
      Exception e =
          assertThrows(IllegalArgumentException.class, () -> stream("maxFilesPerTrigger", value));
      assertTrue(e.getMessage().contains(value + ", not a number from 1 to"), e.getMessage());
    }
  }

  @Test
  void availableNowReadsWhatThereIsAtTheStart() throws IOException {
    append("one\ntwo\nth");
    DirectStream stream = stream("maxBytesPerTrigger", "1");
    stream.stream().prepareForTriggerAvailableNow();
    assertEquals(List.of("one"), stream.next());
    append("ree\n");
    append(folder.resolve("later.log"), "four\n");
    assertEquals(List.of("two"), stream.rest());
  }

  @Test
  void availableNowReadsRenamedFiles() throws IOException {
    append("one\ntwo\n");
    DirectStream stream = stream("maxBytesPerTrigger", "1");
    stream.next();
    Files.move(file, folder.resolve("app.log.1"));
    stream.stream().prepareForTriggerAvailableNow();
    append(folder.resolve("app.log.1"), "three\n");
    assertEquals(List.of("two", "three"), stream.rest());
    append(folder.resolve("app.log.1"), "four\n");
    assertEquals(List.of(), stream.rest());
  }

  @Test
  void everyLineIsReadOnceHoweverTheFileGrows() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      Files.deleteIfExists(file);
      DirectStream stream = stream("maxBytesPerTrigger", "" + (1 + random.nextInt(20)));
      StringBuilder text = new StringBuilder();
      List<String> values = new ArrayList<>();
      for (int step = 0; step < 8; step++) {
        StringBuilder chunk = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
          chunk.append("ab\r\n\n".charAt(random.nextInt(5)));
        }
        append(chunk.toString());
        text.append(chunk);
        if (random.nextBoolean()) {
          String json = stream.json();
          stream = stream("maxBytesPerTrigger", "" + (1 + random.nextInt(20)));
          stream.continueFrom(json);
        }
        values.addAll(random.nextBoolean() ? stream.next() : stream.rest());
      }
      append("\nend\n");
      text.append("\nend\n");
      values.addAll(stream.rest());
      assertEquals(
          List.of(text.toString().split("\r\n|\r|\n", -1)).subList(0, values.size()),
          values,
          "seed " + seed + ", text " + text.toString().replace("\r", "\\r").replace("\n", "\\n"));
      assertEquals("end", values.getLast());
    }
  }

  @Test
  void checkpointsAreStable() {
    String json =
        "{\"version\":1,\"next\":3,\"files\":["
            + "{\"id\":0,\"path\":\"/logs/app.log.1\",\"device\":2049,\"inode\":77,"
            + "\"created\":1700000000123456789,\"certain\":true,\"renamed\":true,"
            + "\"offset\":1234,\"known\":2345,\"mark\":\"89abcdef\"},"
            + "{\"id\":2,\"path\":\"/logs/ä.log\",\"device\":2049,\"inode\":78,"
            + "\"created\":1700000000000000000,\"certain\":false,\"renamed\":false,"
            + "\"offset\":7,\"known\":7,\"mark\":\"76543210\",\"missing\":1800000000123}]}";
    StreamOffset offset = StreamOffset.of(json);
    assertEquals(json, offset.json());
    assertEquals(
        new FilePlace(
            0,
            "/logs/app.log.1",
            new FileIdentity(2049, 77, 1700000000123456789L, true),
            true,
            1234,
            2345,
            "89abcdef",
            0),
        offset.places().getFirst());
    assertEquals(1800000000123L, offset.places().getLast().missingSince());
  }

  @Test
  void aMarkIsTheChecksumOfTheBytesBefore() throws IOException {
    DirectStream stream = stream();
    append("123456789\n".repeat(26));
    stream.next();
    // CRC-32C of the last 256 bytes, computed by another program.
    assertTrue(stream.json().contains("\"mark\":\"fdfbc260\""), stream.json());
  }

  @Test
  void otherCheckpointsAreRefused() {
    for (String json : List.of("", "{", "7", "{\"version\":2}", "{\"logOffset\":3}")) {
      Exception e = assertThrows(IllegalArgumentException.class, () -> StreamOffset.of(json), json);
      assertTrue(e.getMessage().contains("mmap-lines"), e.getMessage());
    }
  }

  @Test
  void bytesArePassedOnAsTheyAre() throws IOException {
    DirectStream stream = stream();
    Files.write(file, "ünïcode\n".getBytes(UTF_8));
    assertEquals(List.of("ünïcode"), stream.next());
  }
}
