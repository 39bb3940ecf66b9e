package io.github.mmap4j.spark;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a stream does not find for a while, as if their file system was not mounted. */
class VanishedFileTest {
  @TempDir Path folder;

  private Path logs;
  private Path away;
  private Path file;

  @BeforeEach
  void makeAFolder() throws IOException {
    logs = Files.createDirectory(folder.resolve("logs"));
    away = folder.resolve("away");
    file = logs.resolve("app.log");
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, CREATE, APPEND);
  }

  private DirectStream stream(String... options) {
    return new DirectStream(logs + "/*.log", options);
  }

  @Test
  void aFolderThatIsAwayForSomeLooksIsReadOn() throws IOException {
    for (boolean isEmpty : new boolean[] {false, true}) {
      append(file, "one\n");
      append(logs.resolve("other.log"), "1\n");
      DirectStream stream = stream();
      stream.next();
      Files.move(logs, away);
      if (isEmpty) { // as a mount point is
        Files.createDirectory(logs);
      }
      assertEquals(List.of(), stream.next());
      append(away.resolve("app.log"), "two\n");
      assertEquals(stream.json(), stream.plan().json(), "nothing to record again");
      DirectStream restarted = stream();
      restarted.continueFrom(stream.json());
      Files.deleteIfExists(logs);
      Files.move(away, logs);
      append(logs.resolve("new.log"), "new\n");
      assertEquals(List.of("new", "two"), restarted.rest().stream().sorted().toList());
      append(file, "three\n");
      assertEquals(List.of("three"), restarted.rest());
      assertFalse(restarted.json().contains("missing"), restarted.json());
      Files.delete(logs.resolve("new.log"));
      Files.delete(logs.resolve("other.log"));
      Files.delete(file);
    }
  }

  /** As /var/log has, where systemd links to a folder that only root may enter. */
  @Test
  void aLinkThatLeadsNowhereIsPassedOver() throws IOException {
    append(file, "one\n");
    append(logs.resolve("other.log"), "1\n");
    try {
      Files.createSymbolicLink(logs.resolve("loop"), Path.of("loop"));
    } catch (IOException | UnsupportedOperationException e) {
      abort("no symbolic links: " + e);
    }
    DirectStream stream = stream();
    StreamOffset planned = stream.plan();
    Files.move(file, logs.resolve("app.1"));
    Files.delete(logs.resolve("other.log"));
    DataLossException e = assertThrows(DataLossException.class, () -> stream.read(planned));
    assertTrue(e.getMessage().contains("other.log"), e.getMessage());
    stream.continueFrom(planned.json());
    append(logs.resolve("app.1"), "two\n");
    assertEquals(List.of("two"), stream.next());
  }

  @Test
  void aRunThatReadsWhatThereIsFindsNothingAndTheNextReadsOn() throws IOException {
    append(file, "one\n");
    DirectStream stream = stream();
    stream.next();
    Files.move(logs, away);
    stream.stream().prepareForTriggerAvailableNow();
    assertEquals(List.of(), stream.rest());
    Files.move(away, logs);
    append(file, "two\n");
    stream.stream().prepareForTriggerAvailableNow();
    assertEquals(List.of("two"), stream.rest());
  }

  @Test
  void aFileThatWasRotatedWhileItWasAwayIsReadToItsEnd() throws IOException {
    append(file, "one\n");
    DirectStream stream = stream();
    stream.next();
    Files.move(logs, away);
    stream.next();
    append(away.resolve("app.log"), "two\n");
    Files.move(away.resolve("app.log"), away.resolve("app.log.1"));
    append(away.resolve("app.log"), "new\n");
    Files.move(away, logs);
    assertEquals(List.of("new", "two"), stream.rest().stream().sorted().toList());
  }

  @Test
  void aFileThatIsMovedToAnotherFolderAndBackIsReadOn() throws IOException {
    append(file, "one\n");
    append(logs.resolve("other.log"), "1\n");
    DirectStream stream = stream();
    stream.next();
    Files.move(file, away);
    assertEquals(List.of(), stream.next());
    append(away, "two\n");
    Files.move(away, file);
    assertEquals(List.of("two"), stream.rest());
  }

  @Test
  void aFileThatWasWrittenAnewWhileItWasAwayIsReadFromItsStart() throws IOException {
    append(file, "one\ntwo\n");
    DirectStream stream = stream();
    stream.next();
    Files.move(file, away);
    stream.next();
    Files.writeString(away, "new\nlonger\nthan before\n");
    Files.move(away, file);
    assertEquals(List.of("new", "longer", "than before"), stream.rest());
    assertFalse(stream.json().contains("missing"), stream.json());
  }

  /** Else each look would open the file to compare it. */
  @Test
  void aMissingFileWhoseInodeAnUnlistedFileHasIsForgotten() throws IOException {
    append(file, "one\ntwo\n");
    DirectStream stream = stream();
    stream.next();
    Files.move(file, away);
    stream.next();
    assertTrue(stream.json().contains("missing"), stream.json());
    Files.writeString(away, "compressed");
    Files.move(away, logs.resolve("app.log.1.gz"));
    assertEquals(List.of(), stream.next());
    assertFalse(stream.json().contains("app.log"), stream.json());
  }

  /** Mounting a file system again may give its device another number. */
  @Test
  void aFileThatWasWrittenAnewOnADeviceOfAnotherNumberIsReadAndItsOldPlaceForgotten()
      throws IOException {
    append(file, "one\ntwo\n");
    // The time of the folder shows that the file system has creation times.
    Files.setLastModifiedTime(logs, FileTime.fromMillis(0));
    FileIdentity identity = SeenFile.at(file.toString(), true).identity();
    assumeTrue(identity.certain(), "the file system has no creation times");
    DirectStream stream = stream();
    stream.next();
    Files.move(file, away);
    stream.next();
    stream.continueFrom(stream.json().replace("\"device\":" + identity.device(), "\"device\":-1"));
    Files.writeString(away, "new\n");
    Files.move(away, file);
    assertEquals(List.of("new"), stream.rest());
    assertFalse(stream.json().contains("missing"), stream.json());
  }

  @Test
  void unreadLinesOfAMissingFileFailTheStreamUntilTheFileIsBack() throws IOException {
    append(file, "one\ntwo\nthree\n");
    DirectStream stream = stream("maxBytesPerTrigger", "4");
    assertEquals(List.of("one"), stream.next());
    Files.move(logs, away);
    DataLossException e = assertThrows(DataLossException.class, stream::plan);
    assertTrue(e.getMessage().contains("not mounted"), e.getMessage());
    DirectStream careless = stream("failOnDataLoss", "false");
    careless.continueFrom(stream.json());
    assertEquals(List.of(), careless.rest());

    Files.move(away, logs);
    assertEquals(List.of("two", "three"), stream.rest());
    assertEquals(List.of("two", "three"), careless.rest());
  }

  /** Lets the stream look again with a file that has been missing for a time. */
  private static void lookAfter(DirectStream stream, long millis) throws IOException {
    long since = System.currentTimeMillis() - millis;
    stream.continueFrom(stream.json().replaceFirst("\"missing\":[0-9]+", "\"missing\":" + since));
    assertTrue(stream.json().contains("app.log"), stream.json());
    stream.next();
  }

  @Test
  void aDeletedFileIsForgottenAfterAnHourAndOneThatIsNotMountedAfterAWeek() throws IOException {
    for (String gone : List.of("the file", "the folder", "the file system")) {
      Files.createDirectories(logs);
      append(file, "one\n");
      DirectStream stream = stream();
      stream.next();
      Files.delete(file);
      if (!gone.equals("the file")) {
        Files.delete(logs);
      }
      stream.next();
      long kept = MissingPlaces.DELETED_KEPT_MILLIS;
      if (gone.equals("the file system")) {
        kept = MissingPlaces.KEPT_MILLIS;
        stream.continueFrom(stream.json().replaceFirst("\"device\":[0-9]+", "\"device\":-1"));
      }
      lookAfter(stream, kept - 100_000);
      lookAfter(stream, kept);
      assertFalse(stream.json().contains("app.log"), gone);
    }
  }

  private static FilePlace missing(int id, long device, Path folder, long since) {
    FileIdentity identity = new FileIdentity(device, -1 - id, id, true);
    String path = folder.resolve(id + ".log").toString();
    return new FilePlace(id, path, identity, false, 4, 4, "12345678", since);
  }

  /** Lets a stream look again, and returns the ids of its places. */
  private static List<Integer> lookFrom(DirectStream stream, List<FilePlace> places)
      throws IOException {
    stream.continueFrom(new StreamOffset(places.size(), places).json());
    stream.next();
    return StreamOffset.of(stream.json()).places().stream().map(FilePlace::id).toList();
  }

  @Test
  void filesThatWereMissedTogetherAreForgottenOnceTooManyOthersWereMissedLater() throws Exception {
    long here = SeenFile.at(logs.toString(), false).identity().device();
    long now = System.currentTimeMillis();
    int most = MissingPlaces.MOST_KEPT;
    for (long device : new long[] {here, -1}) {
      List<FilePlace> places = new ArrayList<>();
      while (places.size() <= most) {
        places.add(missing(places.size(), device, logs, now - 2000));
      }
      while (places.size() < 2 * most) {
        places.add(missing(places.size(), device, logs, now - 1000));
      }
      // One that is deleted does not count for those that are not mounted, and vice versa.
      places.add(missing(places.size(), device == here ? -1 : here, logs, now - 1000));
      DirectStream stream = stream();
      List<Integer> all = lookFrom(stream, places);
      assertEquals(places.size(), all.size());

      places.add(missing(places.size(), device, logs, now - 1000));
      List<String> warnings =
          Warnings.of(
              MissingPlaces.class,
              () ->
                  assertEquals(
                      IntStream.range(most + 1, 2 * most + 2).boxed().toList(),
                      lookFrom(stream, places)));
      assertEquals(1, warnings.size(), warnings.toString());
      String said = warnings.getFirst();
      assertTrue(said.startsWith("forgets " + (most + 1) + " missing files"), said);
    }
  }
}
