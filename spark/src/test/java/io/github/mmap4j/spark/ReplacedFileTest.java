package io.github.mmap4j.spark;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacedFileTest {
  @TempDir Path folder;

  private Path file;
  private Path old;

  @BeforeEach
  void nameFiles() {
    file = folder.resolve("app.log");
    old = folder.resolve("app.log.1");
  }

  private static void append(Path file, String text) throws IOException {
    if (Files.notExists(file)) {
      // On macOS, setting a time before the creation moves the creation. It is moved to the
      // earliest time here, so that age does not move it after a stream has seen the file.
      Files.createFile(file);
      Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    }
    Files.writeString(file, text, CREATE, APPEND);
  }

  private DirectStream stream(String... options) {
    return new DirectStream(file.toString(), options);
  }

  /** Lets the stream believe that the file was last changed a while ago. */
  private static void age(Path file) throws IOException {
    long then = System.currentTimeMillis() - StreamPlanner.GRACE_MILLIS - 1000;
    Files.setLastModifiedTime(file, FileTime.fromMillis(then));
  }

  @Test
  void aRenamedFileIsReadToItsEnd() throws IOException {
    append(file, "one\n");
    DirectStream stream = stream();
    stream.next();
    append(file, "two\n");
    Files.move(file, old);
    append(old, "three\n");
    append(file, "new\n");
    assertEquals(List.of("new", "three", "two"), stream.next().stream().sorted().toList());
    append(old, "four\n");
    assertEquals(List.of("four"), stream.next());
  }

  @Test
  void aRenamedFileThatIsListedIsNotReadAgain() throws IOException {
    append(file, "one\n");
    DirectStream stream = new DirectStream(folder + "/app.log*");
    stream.next();
    Files.move(file, old);
    append(file, "new\n");
    assertEquals(List.of("new"), stream.next());
    age(old);
    append(file, "more\n");
    assertEquals(List.of("more"), stream.next());
  }

  @Test
  void theRestOfARenamedFileIsALineOnceTheFileIsQuiet() throws IOException {
    append(file, "one\ntw");
    DirectStream stream = stream();
    assertEquals(List.of("one"), stream.next());
    age(file);
    assertEquals(List.of(), stream.next());
    Files.move(file, old);
    append(old, "o");
    assertEquals(List.of(), stream.next());
    age(old);
    assertEquals(List.of("two"), stream.next());
    append(old, "\0\0");
    age(old);
    assertEquals(List.of(), stream.next());
  }

  @Test
  void aQuietFileThatWasRenamedBeforeItWasReadIsStillRead() throws IOException {
    append(file, "one\n");
    DirectStream stream = stream();
    stream.next();
    append(file, "two\n");
    Files.move(file, old);
    age(old);
    assertEquals(List.of("two"), stream.next());
  }

  @Test
  void aFileThatHasBeenReadToItsEndIsForgottenOnceItIsNotListed() throws IOException {
    append(file, "one\n");
    DirectStream stream = stream();
    stream.next();
    Files.move(file, old);
    age(old);
    append(file, "new\n");
    assertEquals(List.of("new"), stream.next());
    assertTrue(!stream.json().contains("app.log.1"), stream.json());
  }

  @Test
  void aForgottenFileIsLeftOutOfTheCheckpointAtOnce() throws IOException {
    append(file, "one\n");
    DirectStream stream = stream();
    stream.next();
    Files.move(file, old);
    age(old);
    assertTrue(stream.json().contains("app.log"), stream.json());
    assertEquals(List.of(), stream.next());
    assertTrue(!stream.json().contains("app.log"), stream.json());
    assertEquals(stream.json(), stream.plan().json());
  }

  @Test
  void aFileThatWasRenamedAndWrittenAnewIsForgottenAtOnce() throws IOException {
    append(file, "one\n");
    DirectStream stream = stream();
    stream.next();
    Files.move(file, old);
    Files.writeString(old, "other\n");
    assertEquals(List.of(), stream.next());
    assertTrue(!stream.json().contains("app.log"), stream.json());
  }

  @Test
  void filesThatHadTheSamePathAreReadApart() throws IOException {
    append(old, "a\nb\n");
    append(file, "c\n");
    DirectStream stream = new DirectStream(folder + "/app.log*");
    List<FilePlace> places =
        stream.plan().places().stream()
            .map(
                each ->
                    new FilePlace(
                        each.id(),
                        file.toString(),
                        each.identity(),
                        each.renamed(),
                        each.offset(),
                        each.known(),
                        each.mark(),
                        0))
            .toList();
    List<String> read = stream.read(new StreamOffset(2, places));
    assertEquals(List.of("a", "b", "c"), read.stream().sorted().toList());
  }

  @Test
  void severalRotationsBetweenTwoLooksLoseNothingThatIsStillThere() throws IOException {
    append(file, "one\n");
    DirectStream stream = new DirectStream(folder + "/app.log*");
    stream.next();
    append(file, "two\n");
    Files.move(file, old);
    append(file, "three\n");
    Files.move(old, folder.resolve("app.log.2"));
    Files.move(file, old);
    append(file, "four\n");
    assertEquals(List.of("four", "three", "two"), stream.next().stream().sorted().toList());
  }

  @Test
  void aTruncatedFileIsReadFromItsStart() throws IOException {
    append(file, "one\ntwo\n");
    DirectStream stream = stream();
    stream.next();
    Files.writeString(file, "");
    assertEquals(List.of(), stream.next());
    append(file, "new\n");
    assertEquals(List.of("new"), stream.next());
  }

  @Test
  void aFileThatWasWrittenAnewIsRecognisedEvenIfItIsLonger() throws IOException {
    append(file, "one\ntwo\n");
    DirectStream stream = stream();
    stream.next();
    Files.writeString(file, "new\nlonger\nthan before\n");
    assertEquals(List.of("new", "longer", "than before"), stream.next());
  }

  @Test
  void aDeletedFileEndsAndItsSuccessorIsReadFromItsStart() throws IOException {
    append(file, "one\ntwo\n");
    DirectStream stream = stream();
    stream.next();
    Files.delete(file);
    assertEquals(List.of(), stream.next());
    append(file, "new\n");
    assertEquals(List.of("new"), stream.next());
  }

  @Test
  void aNewFileIsReadFromItsStartEvenIfItHasTheInodeOfADeletedOne() throws Exception {
    append(file, "one\n");
    // The time of the folder shows that the file system has creation times.
    Files.setLastModifiedTime(folder, FileTime.fromMillis(0));
    assumeTrue(
        SeenFile.at(file.toString(), true).identity().certain(),
        "the file system has no creation times");
    DirectStream stream = stream();
    stream.next();
    Files.delete(file);
    // Creation times may be as coarse as a clock tick.
    Thread.sleep(50);
    append(file, "one\nnew\n");
    assertEquals(List.of("one", "new"), stream.next());
  }

  @Test
  void deletingUnreadLinesFailsTheStream() throws IOException {
    append(file, "one\ntwo\nthree\n");
    DirectStream stream = stream("maxBytesPerTrigger", "4");
    assertEquals(List.of("one"), stream.next());
    Files.delete(file);
    DataLossException e = assertThrows(DataLossException.class, stream::plan);
    assertEquals(file.toString(), e.path());
    assertEquals(4, e.offset());
    assertTrue(e.getMessage().contains(file + " from offset 4"), e.getMessage());
    assertTrue(e.getMessage().contains("failOnDataLoss=false"), e.getMessage());

    DirectStream careless = stream("failOnDataLoss", "false");
    careless.continueFrom(stream.json());
    assertEquals(List.of(), careless.next());
    append(file, "new\n");
    assertEquals(List.of("new"), careless.next());
  }

  @Test
  void truncatingUnreadLinesFailsTheStream() throws IOException {
    for (String left : List.of("", "one\ntw", "others\n", "one\ntwo\n")) {
      Files.writeString(file, "one\ntwo\nthree\n");
      DirectStream stream = stream("maxBytesPerTrigger", "4");
      stream.next();
      Files.writeString(file, left);
      DataLossException e = assertThrows(DataLossException.class, stream::plan, left);
      assertEquals(4, e.offset(), left);

      DirectStream careless = stream("failOnDataLoss", "false");
      careless.continueFrom(stream.json());
      List<String> expected =
          switch (left) {
            case "others\n" -> List.of("others");
            case "one\ntwo\n" -> List.of("two");
            default -> List.of();
          };
      assertEquals(expected, careless.next(), left);
      assertEquals(List.of(), careless.next(), left);
    }
  }

  @Test
  void aPlannedBatchIsReadEvenIfTheFileIsRenamed() throws IOException {
    append(file, "one\ntwo\n");
    DirectStream stream = stream();
    StreamOffset planned = stream.plan();
    Files.move(file, old);
    append(file, "new\nand longer\n");
    assertEquals(List.of("one", "two"), stream.read(planned));
    assertEquals(List.of("new", "and longer"), stream.next());
  }

  @Test
  void aPlannedBatchThatIsGoneFailsItsTask() throws IOException {
    for (String now : List.of("", "one\n", "other\n", "two\ntwo\nxxxx\n")) {
      Files.writeString(file, "one\n");
      DirectStream stream = stream();
      stream.next();
      append(file, "two\n");
      StreamOffset planned = stream.plan();
      Files.writeString(file, now);
      DataLossException e = assertThrows(DataLossException.class, () -> stream.read(planned), now);
      assertEquals(file.toString(), e.path(), now);
      assertEquals(4, e.offset(), now);

      DirectStream careless = stream("failOnDataLoss", "false");
      careless.continueFrom(stream.json());
      assertEquals(List.of(), careless.read(planned), now);
      assertEquals(now.lines().toList(), careless.rest(), now);
    }
  }

  @Test
  void aLossThatIsNoticedAfterRowsWereReadFailsTheTaskAndIsLeftOutByTheNextAttempt()
      throws IOException {
    for (String now : List.of("", "one\n", "six\ntwo\nxxxx\n")) {
      Files.writeString(file, "one\ntwo\n");
      DirectStream stream = stream("failOnDataLoss", "false");
      StreamOffset planned = stream.plan();
      try (PartitionReader<InternalRow> reader = stream.reader(planned)) {
        assertTrue(reader.next());
        Files.writeString(file, now);
        IOException e = assertThrows(IOException.class, () -> drain(reader), now);
        assertTrue(e.getMessage().contains(file + " changed after rows"), e.getMessage());
        boolean isShorter = now.length() < 8;
        String lengths = "from 8 bytes to " + now.length() + ";";
        assertEquals(isShorter, e.getMessage().contains(lengths), e.getMessage());
      }
      assertEquals(List.of(), stream.read(planned), now);
      assertEquals(now.lines().toList(), stream.rest(), now);
    }
  }

  private static void drain(PartitionReader<InternalRow> reader) throws IOException {
    while (reader.next()) {
      reader.get();
    }
  }

  @Test
  void aPlannedBatchOfADeletedFileFailsItsTask() throws IOException {
    append(file, "one\n");
    DirectStream stream = stream();
    StreamOffset planned = stream.plan();
    Files.delete(file);
    DataLossException e = assertThrows(DataLossException.class, () -> stream.read(planned));
    assertTrue(e.getMessage().contains("does not exist on the host"), e.getMessage());
  }
}
