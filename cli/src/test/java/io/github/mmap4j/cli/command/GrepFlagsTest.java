package io.github.mmap4j.cli.command;

import io.github.mmap4j.cli.harness.GnuGrep;
import io.github.mmap4j.cli.harness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The output of each flag, for one file and for several; GNU grep must print the same. */
class GrepFlagsTest {
  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("f"), "one a\ntwo\nthree A.a");
    Files.writeString(folder.resolve("g"), "a.b\nA\n");
    Files.createFile(folder.resolve("e"));
    Files.createDirectory(folder.resolve("d"));
    Files.writeString(folder.resolve("b"), "a\0\na\n");
  }

  /** In the expected output, a slash ends a line. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "'', a,          0, one a/three A.a/",
        "-c, a,          0, 2/",
        "-o, a,          0, a/a/",
        "-b, a,          0, 0:one a/10:three A.a/",
        "-n, a,          0, 1:one a/3:three A.a/",
        "-i, A,          0, one a/three A.a/",
        "-F, .,          0, three A.a/",
        "-v, a,          0, two/",
        "-l, a,          0, f/",
        "-m1, a,         0, one a/",
        "-m0, a,         1, ''",
        "-o -b, a,       0, 4:a/18:a/",
        "-o -n, [aA],    0, 1:a/3:A/3:a/",
        "-n -b -i, W,    0, 2:6:two/",
        "-v -c, a,       0, 1/",
        "-v -n -b, two,  0, 1:0:one a/3:10:three A.a/",
        "-m1 -c, a,      0, 1/",
        "-m1 -v, two,    0, one a/",
        "-c, x,          1, 0/",
        "-l, x,          1, ''",
        "-v, .,          1, ''",
        "-o -v, a,       0, ''",
        "-n, ^$,         1, ''"
      })
  void oneFileIsNotNamed(String flags, String pattern, int status, String printed)
      throws IOException {
    check(flags, pattern, List.of("f"), status, printed);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "'', a,          0, f:one a/f:three A.a/g:a.b/",
        "-c, a,          0, f:2/e:0/g:1/",
        "-o, a,          0, f:a/f:a/g:a/",
        "-b, a,          0, f:0:one a/f:10:three A.a/g:0:a.b/",
        "-n, a,          0, f:1:one a/f:3:three A.a/g:1:a.b/",
        "-i, A,          0, f:one a/f:three A.a/g:a.b/g:A/",
        "-F, .,          0, f:three A.a/g:a.b/",
        "-v, a,          0, f:two/g:A/",
        "-l, A,          0, f/g/",
        "-m1, a,         0, f:one a/g:a.b/",
        "-m1, A,         0, f:three A.a/g:A/",
        "-c -l, a,       0, f/g/",
        "-c -m1, [aA],   0, f:1/e:0/g:1/",
        "-v -c, a,       0, f:1/e:0/g:1/",
        "-c, x,          1, f:0/e:0/g:0/",
        "-l -v, [aA],    0, f/",
        "-n -o -b -F, ., 0, f:3:17:./g:1:1:./"
      })
  void severalFilesAreNamed(String flags, String pattern, int status, String printed)
      throws IOException {
    check(flags, pattern, List.of("f", "e", "g"), status, printed);
  }

  @ParameterizedTest
  @CsvSource({
    "'', a",
    "-c, a",
    "-o, a",
    "-b, a",
    "-n, a",
    "-i, A",
    "-F, a",
    "-v, x",
    "-l, a",
    "-m1, a",
    "-m0, a",
    "-a, a",
    "-v, a",
    "-c -v, a",
    "-l -m1, a",
    "'', x",
    "-v, ''",
    "'', ''",
    "-c, ''"
  })
  void binaryMissingFilesAndFoldersAreHandledLikeGrep(String flags, String pattern)
      throws IOException {
    for (String files : new String[] {"b", "missing", "d", "e", "b f", "f missing g", "d b e f"}) {
      GnuGrep.compare(folder, files, command(flags, pattern, List.of(files.split(" "))));
    }
  }

  private void check(String flags, String pattern, List<String> files, int status, String printed)
      throws IOException {
    List<String> command = command(flags, pattern, files);
    List<Object> ours = new ArrayList<>(List.of("grep"));
    command.subList(0, command.size() - files.size()).forEach(ours::add);
    files.forEach(file -> ours.add(folder.resolve(file)));
    Result result = Result.of(ours.toArray());
    String text = result.text().replace(folder + "/", "");
    new Result(result.status(), text.getBytes(), result.err())
        .printed(status, "''".equals(printed) ? "" : printed.replace('/', '\n'));
    GnuGrep.compare(folder, printed, command);
  }

  private static List<String> command(String flags, String pattern, List<String> files) {
    List<String> command = new ArrayList<>();
    Arrays.stream(flags.split(" ")).filter(flag -> flag.startsWith("-")).forEach(command::add);
    command.addAll(List.of("--", pattern));
    command.addAll(files);
    return command;
  }
}
