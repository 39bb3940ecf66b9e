package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task meets that finds other files than were listed. */
class MissingFileTest {
  @TempDir Path folder;

  private static PartitionReader<InternalRow> reader(FileRange... ranges) {
    return ReaderSpec.of(LinePredicate.ALL, LineColumn.VALUE)
        .createReader(new LinesPart(List.of(ranges), List.of()));
  }

  @Test
  void theErrorNamesTheHostThePathAndWhatToDo() throws IOException {
    String path = folder.resolve("gone.log").toString();
    try (PartitionReader<InternalRow> reader = reader(new FileRange(path, 0, 10))) {
      String said = assertThrows(IOException.class, reader::next).getMessage();
      assertTrue(said.contains(path + " does not exist on the host"), said);
      assertTrue(said.contains(InetAddress.getLocalHost().getHostName()), said);
      assertTrue(said.contains("shared file system"), said);
    }
  }

  @Test
  void aFolderInPlaceOfAFileIsAnError() throws IOException {
    try (PartitionReader<InternalRow> reader = reader(new FileRange(folder.toString(), 0, 10))) {
      String said = assertThrows(IOException.class, reader::next).getMessage();
      assertTrue(said.startsWith(folder + " can't be read on the host"), said);
    }
  }

  @Test
  void aFileThatHasBecomeShorterIsReadToItsEnd() throws IOException {
    String path = Files.writeString(folder.resolve("a.log"), "one\ntwo").toString();
    try (PartitionReader<InternalRow> reader =
        reader(new FileRange(path, 0, 5), new FileRange(path, 5, 1000))) {
      assertTrue(reader.next());
      assertEquals("one", reader.get().getString(0));
      assertTrue(reader.next());
      assertEquals("two", reader.get().getString(0));
      assertFalse(reader.next());
    }
  }

  /** What is only for a warning must fail neither the planning nor a task. */
  @Test
  void aFileThatCannotBeLookedAtCausesNoErrorOfItsOwn() throws IOException {
    Path loop = folder.resolve("loop");
    try {
      Files.createSymbolicLink(loop, loop);
    } catch (IOException | UnsupportedOperationException e) {
      abort("no symbolic links: " + e);
    }
    assertThrows(IOException.class, () -> SeenFile.at(loop.toString(), true));
    assertNull(ListedFile.of(new FoundFile(loop.toString(), 5, Map.of())).identity());
    ListedFile listed = new ListedFile(5, new FileIdentity(1, 2, 3, true));
    assertNull(listed.warning(loop.toString(), 5));
    assertTrue(listed.warning(loop.toString(), 4).contains("from 5 bytes to 4;"));
  }

  @Test
  void anEmptyFileIsNotLookedAt() {
    List<FoundFile> empty = List.of(new FoundFile("a.log", 0, Map.of()));
    LocalSpark.session();
    assertEquals(
        List.of(),
        Splits.of(
            empty,
            Separator.of(new byte[] {'a', 'a'}), // may overlap, so all files count as one range
            LinePredicate.ALL,
            file -> fail("looks at " + file.path())));
  }

  private static String warning(Path file, ListedFile listed) throws IOException {
    return listed.warning(file.toString(), Files.size(file));
  }

  @Test
  void aFileThatIsShorterOrAnotherThanWasListedCausesAWarning() throws IOException {
    Path file = Files.writeString(folder.resolve("a.log"), "one\n");
    FileIdentity identity = SeenFile.at(file.toString(), true).identity();
    FileIdentity here = new FileIdentity(1, identity.inode(), identity.created(), true);
    FileIdentity other = new FileIdentity(1, identity.inode(), 1, true);
    FileIdentity otherInode = new FileIdentity(1, -1, identity.created(), true);
    assertNull(warning(file, new ListedFile(4, identity)));
    assertNull(warning(file, new ListedFile(3, here)), "it may have grown");
    assertNull(warning(file, new ListedFile(4, new FileIdentity(1, 2, 3, false))), "no proof");
    assertNull(warning(file, new ListedFile(4, otherInode)), "inodes may differ between hosts");
    for (FileIdentity each : new FileIdentity[] {null, identity}) {
      String said = warning(file, new ListedFile(5, each));
      assertTrue(said.startsWith(file + " on the host "), said);
      assertTrue(said.contains("from 5 bytes to 4;"), said);
    }
    assumeTrue(identity.certain(), "the file system has no creation times");
    String said = warning(file, new ListedFile(4, other));
    assertTrue(said.startsWith(file + " on the host "), said);
    assertTrue(said.contains("another file than the driver listed"), said);
  }

  @Test
  void theWarningIsLoggedOnceForEachFileOfATask() throws Exception {
    String path = Files.writeString(folder.resolve("a.log"), "one\ntwo\n").toString();
    String grown = Files.writeString(folder.resolve("b.log"), "three\n").toString();
    ListedFile before = new ListedFile(100, null);
    List<String> logged =
        Warnings.of(
            OpenRange.class,
            () -> {
              try (PartitionReader<InternalRow> reader =
                  reader(
                      new FileRange(path, 0, 4, before),
                      new FileRange(path, 4, 100, before),
                      new FileRange(grown, 0, 3, new ListedFile(3, null)))) {
                for (int i = 0; i < 3; i++) {
                  assertTrue(reader.next());
                }
              }
            });
    assertEquals(1, logged.size(), logged.toString());
    assertTrue(logged.getFirst().startsWith(path + " on the host"), logged.toString());
  }

  @Test
  void aFileThatHasBecomeEmptyHasNoLines() throws IOException {
    String path = Files.createFile(folder.resolve("a.log")).toString();
    try (PartitionReader<InternalRow> reader = reader(new FileRange(path, 0, 5))) {
      assertFalse(reader.next());
    }
  }

  @Test
  void aFileThatHasBecomeLongerIsReadToTheEndOfItsLine() throws IOException {
    String path =
        Files.writeString(folder.resolve("a.log"), "one\ntwo and more\nthree\n").toString();
    try (PartitionReader<InternalRow> reader = reader(new FileRange(path, 0, 6))) {
      assertTrue(reader.next());
      assertTrue(reader.next());
      assertEquals("two and more", reader.get().getString(0));
      assertFalse(reader.next());
    }
  }
}
