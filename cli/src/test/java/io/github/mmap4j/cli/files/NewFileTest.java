package io.github.mmap4j.cli.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
  @TempDir Path folder;
  private Path place;

  @BeforeEach
  void place() {
    place = folder.resolve("place");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private void put(boolean replacing) throws IOException {
    try (NewFile file = NewFile.of(place)) {
      file.channel().write(ByteBuffer.wrap(new byte[] {'n', 'e', 'w'}));
      if (!Files.exists(place)) {
        assertEquals(List.of(file.path()), files());
        Files.writeString(place, "meanwhile");
      }
      file.put(replacing);
    }
  }

  @Test
  void itReplacesAFileIfAllowed() throws IOException {
    put(true);
    assertEquals("new", Files.readString(place));
    assertEquals(List.of(place), files());
  }

  @Test
  void aFileCreatedMeanwhileIsNotReplaced() throws IOException {
    assertThrows(FileAlreadyExistsException.class, () -> put(false));
    assertEquals("meanwhile", Files.readString(place));
    assertEquals(List.of(place), files());
  }

  @Test
  void anUnfinishedFileIsRemoved() throws IOException {
    NewFile.of(place).close();
    assertEquals(List.of(), files());
  }

  @Test
  void withoutAFolderThereIsNoFile() {
    place = folder.resolve("missing").resolve("place");
    assertThrows(NoSuchFileException.class, () -> NewFile.of(place));
  }
}
