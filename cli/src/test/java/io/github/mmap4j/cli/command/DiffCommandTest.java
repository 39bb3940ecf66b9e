package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.diff.Differences;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Terminal;
import io.github.mmap4j.cli.harness.Tool;
import io.github.mmap4j.cli.harness.Truncating;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
  @TempDir Path folder;
  private Path a;
  private Path b;
  private Path empty;

  @BeforeEach
  void files() throws IOException {
    a = Files.writeString(folder.resolve("a"), "abc\ndef\nghi");
    b = Files.writeString(folder.resolve("b"), "abc\ndEF\nghx more");
    empty = Files.createFile(folder.resolve("empty"));
  }

  @Test
  void theFirstDifferenceAndTheSizesAreShown() {
    Result.of("diff", a, b)
        .printed(
            1,
            """
            offset 5 (0x5), line 2: %1$s has 65 'e', %2$s has 45 'E'
            %1$s: 11 bytes
            %2$s: 16 bytes, 5 more
            """
                .formatted(a, b));
  }

  @Test
  void unprintableBytesAreShownAsNumbersOnly() throws IOException {
    Files.write(a, new byte[] {'\n', '\n', 0});
    Files.write(b, new byte[] {'\n', '\n', '\n'});
    Result result = Result.of("diff", a, b);
    String first = "offset 2 (0x2), line 3: %s has 00, %s has 0a".formatted(a, b);
    assertEquals(first, result.text().lines().findFirst().orElseThrow());
  }

  @Test
  void theLongerFileIsNamed() throws IOException {
    Files.writeString(b, "abc\ndef\nghi\n");
    Result.of("diff", a, b)
        .printed(
            1,
            """
            offset 11 (0xb), line 3: %1$s ends, %2$s has 0a
            %1$s: 11 bytes
            %2$s: 12 bytes, 1 more
            """
                .formatted(a, b));
  }

  @Test
  void equalFilesPrintNothing() throws IOException {
    Path copy = Files.copy(a, folder.resolve("copy"));
    Result.of("diff", a, copy).printed(0, "");
    Result.of("diff", "--ranges", a, copy).printed(0, "");
    Result.of("diff", "--quiet", a, copy).printed(0, "");
  }

  @Test
  void aFileEqualsItselfUnderAnyName() throws IOException {
    Result.of("diff", a, a).printed(0, "");
    Path link = Files.createSymbolicLink(folder.resolve("link"), a);
    Result.of("diff", link, a).printed(0, "");
    Result.of("diff", empty, empty).printed(0, "");
  }

  @Test
  void anEmptyFileIsAPrefixOfAll() throws IOException {
    Path none = Files.createFile(folder.resolve("none"));
    Result.of("diff", empty, none).printed(0, "");
    Result.of("diff", empty, a)
        .printed(
            1,
            """
            offset 0 (0x0), line 1: %1$s ends, %2$s has 61 'a'
            %1$s: 0 bytes
            %2$s: 11 bytes, 11 more
            """
                .formatted(empty, a));
    Result.of("diff", "--ranges", a, empty).printed(1, "0 11 11 only in " + a + "\n");
    Result.of("diff", "--quiet", a, empty).printed(1, "");
  }

  @Test
  void rangesSuitSlice() {
    Result.of("diff", "--ranges", a, b).printed(1, "5 7 2\n10 11 1\n11 16 5 only in " + b + "\n");
    Result.of("slice", b, 5, 7).printed(0, "EF");
    Result.of("diff", "--all", b, a).printed(1, "5 7 2\n10 11 1\n11 16 5 only in " + b + "\n");
  }

  @Test
  void rangesWithASmallGapAreJoined() {
    String rest = "11 16 5 only in " + b + "\n";
    Result.of("diff", "--ranges", "--gap", 2, a, b).printed(1, "5 7 2\n10 11 1\n" + rest);
    Result.of("diff", "--ranges", "--gap", 3, a, b).printed(1, "5 11 6\n" + rest);
    Result.of("diff", "--ranges", "--gap", "99999999999999999999", a, b)
        .printed(1, "5 11 6\n" + rest);
  }

  @Test
  void aLimitStopsAfterThatManyRanges() {
    Result.of("diff", "--ranges", "--limit", 2, a, b).printed(1, "5 7 2\n10 11 1\n");
  }

  @Test
  void quietPrintsNothing() throws IOException {
    Result.of("diff", "-q", a, b).printed(1, "");
    Files.writeString(b, "abc\ndef\nghI");
    Result.of("diff", "-q", a, b).printed(1, "");
  }

  @Test
  void jsonHasTheFirstDifference() throws IOException {
    String files =
        "{\"files\":[{\"path\":\"%s\",\"bytes\":11},{\"path\":\"%s\",\"bytes\":%d}],\"same\":";
    Result.of("diff", "--json", a, b)
        .printed(1, files.formatted(a, b, 16) + "false,\"firstDifference\":5}\n");
    Path copy = Files.copy(a, folder.resolve("copy"));
    Result.of("diff", "--json", a, copy).printed(0, files.formatted(a, copy, 11) + "true}\n");
    Result.of("diff", "--json", "--ranges", a, copy)
        .printed(0, files.formatted(a, copy, 11) + "true,\"ranges\":[],\"complete\":true}\n");
  }

  @Test
  void jsonHasTheRequestedRanges() {
    String text = Result.of("diff", "--json", "--ranges", a, b).text();
    String ranges = "\"firstDifference\":5,\"ranges\":[[5,2],[10,1],[11,5]],\"complete\":true}\n";
    assertTrue(text.endsWith(ranges), text);
    text = Result.of("diff", "--json", "--ranges", "--limit", "1", a, b).text();
    ranges = "\"firstDifference\":5,\"ranges\":[[5,2]],\"complete\":false}\n";
    assertTrue(text.endsWith(ranges), text);
    text = Result.of("diff", "--json", "--ranges", "--limit", "3", a, b).text();
    assertTrue(text.endsWith("\"complete\":true}\n"), text);
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    String line = "--quiet prints nothing, so there is no --json or --ranges with it";
    Result.of("diff", "--quiet", "--json", a, b).failed(line);
    Result.of("diff", "--quiet", "--ranges", a, b).failed(line);
    Result.of("diff", "--gap", "5", a, b).failed("--gap and --limit are about --ranges");
    Result.of("diff", "--limit", "5", a, b).failed("--gap and --limit are about --ranges");
    Result.of("diff", "--ranges", "--gap", "-1", a, b).failed("--gap is less than 0: -1");
    Result.of("diff", "--ranges", "--limit", "0", a, b).failed("--limit is less than 1: 0");
  }

  @Test
  void whatIsNotAFileIsNamed() {
    Path missing = folder.resolve("missing");
    Result.of("diff", a, missing).failed(missing + ": no such file");
    Result.of("diff", missing, a).failed(missing + ": no such file");
    Result.of("diff", folder, a).failed(folder + ": is a directory");
    Result.of("diff", folder, folder).failed(folder + ": is a directory");
  }

  @Test
  void namesAreShownOnOneLine() throws IOException {
    Path odd = Files.writeString(folder.resolve("x y\nz"), "q");
    String shown = odd.toString().replace("\n", "\\n");
    Result.of("diff", odd, empty)
        .printed(
            1,
            """
            offset 0 (0x0), line 1: %1$s has 71 'q', %2$s ends
            %1$s: 1 bytes, 1 more
            %2$s: 0 bytes
            """
                .formatted(shown, empty));
    Result.of("diff", "--ranges", odd, empty).printed(1, "0 1 1 only in " + shown + "\n");
    Result.of("diff", odd, "\uFFFD").failedSaying("the name is not UTF-8");
    String json = Result.of("diff", "--json", odd, empty).text();
    assertTrue(json.contains("x y\\nz\""), json);
  }

  @Test
  void theTruncatedFileIsNamed() throws IOException {
    byte[] bytes = new byte[1 << 20];
    Files.write(a, bytes);
    for (int i = 0; i < bytes.length; i += 3) {
      bytes[i] = 1;
    }
    Files.write(b, bytes);
    Result.to(new Truncating(a), "diff", "--ranges", a, b).failedSaying(a + ": byte ");
    Files.write(a, new byte[1 << 20]);
    Result.to(new Truncating(b), "diff", "--ranges", a, b).failedSaying(b + ": byte ");
  }

  @Test
  void longWorkShowsProgress() throws IOException {
    for (Path file : List.of(a, b)) {
      Files.delete(file);
      try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
        opened.setLength(1L << 40);
      }
    }
    Tool.Answer answer =
        new Terminal().on(Terminal.PROGRESS, Terminal.CTRL_C).run(folder, "diff", a, b);
    assertEquals(130, answer.status(), answer.out());
    Files.delete(a); // also frees its cached pages
    Files.delete(b);
  }

  @Test
  void aRangeMaySpanWindows() throws IOException {
    long border = Differences.WINDOW;
    for (Path file : List.of(a, b)) {
      Files.delete(file);
      try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
        opened.setLength(border + 5);
        opened.seek(border - 2);
        opened.write((file.equals(a) ? "abcdef" : "aBCDeF").getBytes(UTF_8));
      }
    }
    String ranges = "%d %d 3\n%d %d 1\n".formatted(border - 1, border + 2, border + 3, border + 4);
    Result.of("diff", "--ranges", a, b).printed(1, ranges);
  }
}
