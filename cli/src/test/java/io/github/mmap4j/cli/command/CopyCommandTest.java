package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Rights;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyCommandTest {
  private static final String THERE = ": already exists; --force replaces it";

  @TempDir Path folder;
  private Path from;
  private Path to;

  @BeforeEach
  void file() throws IOException {
    from = Files.writeString(folder.resolve("from"), "content");
    to = folder.resolve("to");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertCopied(Path from, Path to) throws IOException {
    assertEquals(-1, Files.mismatch(from, to));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, 8192, 1 << 20, (1 << 20) + 1, 3_000_001})
  void bytesAreCopiedUnchanged(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    Files.write(from, bytes);
    Result.of("copy", from, to).printed(0, "");
    assertCopied(from, to);
    assertEquals(List.of("from", "to"), names());
  }

  @Test
  void bytesBetweenZerosAreCopiedUnchanged() throws IOException {
    long seed = System.nanoTime();
    System.out.println("CopyCommandTest: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      byte[] bytes = new byte[random.nextInt(3 << 20)];
      for (int i = random.nextInt(20); i > 0 && bytes.length > 0; i--) {
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(20_000));
        Arrays.fill(bytes, at, end, (byte) i);
      }
      Files.write(from, bytes);
      Result.of("copy", "--force", from, to).printed(0, "");
      assertEquals(-1, Files.mismatch(from, to), "seed " + seed + ", round " + round);
    }
  }

  /** Returns the KiB used on disk. */
  private long used(String name) throws IOException {
    return Long.parseLong(new String(Tool.DU.run(folder, "-k", name)).split("\t")[0]);
  }

  @Test
  void holesStayHoles() throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(from.toFile(), "rw")) {
      opened.seek(30 << 20);
      opened.write(new byte[] {1, 2, 3});
      opened.setLength((100 << 20) + 17);
    }
    assumeTrue(used("from") < 1024, "a file system that knows no holes");
    Result.of("copy", from, to).printed(0, "");
    assertCopied(from, to);
    assertTrue(used("to") <= 16, () -> "more than a page or two at either place");
  }

  @Test
  void anExistingFileIsNotReplaced() throws IOException {
    Files.writeString(to, "old");
    Result.of("copy", from, to).failed(to + THERE);
    assertEquals("old", Files.readString(to));
    Result.of("copy", "--force", from, to).printed(0, "");
    assertCopied(from, to);
    assertEquals(List.of("from", "to"), names());
  }

  @Test
  void aFolderReceivesAFileOfTheSameName() throws IOException {
    Files.createDirectory(to);
    Result.of("copy", from, to).printed(0, "");
    assertCopied(from, to.resolve("from"));
    String inside = ": has a file of that name; --force replaces it"; // not the folder
    Result.of("copy", from, to).failed(to + inside);
    Result.of("copy", from, to + "/").failed(to + "/" + inside);
    Files.delete(to.resolve("from"));
    Files.createDirectory(to.resolve("from"));
    Result.of("copy", "-f", from, to).failed(to + ": has a folder of that name");
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path real = Files.writeString(folder.resolve("real"), "old");
    Files.createSymbolicLink(to, real);
    Result.of("copy", "--force", from, to).printed(0, "");
    assertTrue(Files.isSymbolicLink(to));
    assertCopied(from, real);
    Files.delete(real);
    Result.of("copy", "--force", from, to).failed(to + ": is a link to a file that does not exist");
  }

  @Test
  void aFileIsNotCopiedOntoItself() throws IOException {
    Path link = Files.createLink(folder.resolve("link"), from);
    for (Path same : List.of(from, link, folder)) {
      Result.of("copy", "--force", from, same).failed(same + ": is the file to copy");
    }
    assertEquals("content", Files.readString(from));
  }

  @Test
  void whatIsNotAFileIsRefused() throws IOException {
    Path missing = folder.resolve("missing");
    Result.of("copy", missing, to).failed(missing + ": no such file");
    Result.of("copy", folder, to).failed(folder + ": is a directory");
    Result.of("copy", from, missing.resolve("to")).failedSaying("there is no such folder");
    Result.of("copy", from, missing + "/").failed(missing + "/: there is no such folder");
    Result.reading(new byte[1], "copy", "-", folder)
        .failed(folder + ": is a folder, and standard input has no name in it");
    for (String option : List.of("--force", "--sync")) {
      Result.of("copy", option, from, "-")
          .failed("--force and --sync are about files, not standard output");
    }
    assertEquals(List.of("from"), names());
    assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full");
    Result.of("copy", "--force", from, "/dev/full")
        .failed("/dev/full: is a pipe, a socket or a device; a copy cannot replace it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "r--r--r--", "rwxrwxrwx", "rw-rw-rw-"})
  void permissionsAreThoseThatCpGives(String rights) throws IOException {
    Files.setPosixFilePermissions(from, PosixFilePermissions.fromString(rights));
    Tool.CP.run(folder, "from", "theirs");
    Result.of("copy", from, to).printed(0, "");
    assertEquals(
        Files.getPosixFilePermissions(folder.resolve("theirs")), Files.getPosixFilePermissions(to));
  }

  @Test
  void aReplacedFileKeepsItsPermissions() throws IOException {
    Files.writeString(to, "old");
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-x--x"));
    Result.of("copy", "--force", from, to).printed(0, "");
    assertEquals("rwxr-x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(to)));
  }

  @Test
  void aReplacedFileKeepsItsOwner() throws IOException {
    Files.writeString(to, "old");
    Rights.giveAway(to);
    Files.setAttribute(to, "unix:gid", Rights.OTHER_USER);
    Result.of("copy", "--force", from, to).printed(0, "");
    assertCopied(from, to);
    assertEquals(Rights.OTHER_USER, Files.getAttribute(to, "unix:uid"));
    assertEquals(Rights.OTHER_USER, Files.getAttribute(to, "unix:gid"));
  }

  @Test
  void aFileWhoseOwnerCannotBeKeptStaysUnchanged() throws Exception {
    Files.writeString(to, "old");
    Rights.giveAway(to);
    Rights.run(List.of("setpriv", "--bounding-set=-chown"), "copy", "--force", from, to)
        .failedSaying(to + ": belongs to ");
    assertEquals("old", Files.readString(to));
    assertEquals(List.of("from", "to"), names());
  }

  @Test
  void anUnwritableFolderIsNamed() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    to = closed.resolve("to");
    Rights.run("copy", from, to).failed(to + ": permission denied");
  }

  @Test
  void anUnreadableFileIsNamed() throws Exception {
    Files.setPosixFilePermissions(from, PosixFilePermissions.fromString("-wx--x--x"));
    Rights.run("copy", from, to).failed(from + ": permission denied");
    assertEquals(List.of("from"), names());
  }

  @Test
  void syncWaitsForTheDisk() throws IOException {
    Result.of("copy", "--sync", from, to).printed(0, "");
    Result.of("copy", "--sync", "--force", from, to).printed(0, "");
    assertCopied(from, to);
  }

  @Test
  void namesOfAnyKindAreAccepted() throws IOException {
    Path odd = Files.move(from, folder.resolve("a b\nc"));
    Path other = folder.resolve("ü\n");
    Result.of("copy", odd, other).printed(0, "");
    assertCopied(odd, other);
    Result.of("copy", odd, "\uFFFD").failedSaying("the name is not UTF-8");
  }
}
