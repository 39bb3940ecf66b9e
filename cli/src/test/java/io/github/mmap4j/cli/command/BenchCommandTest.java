package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.bench.Bench;
import io.github.mmap4j.cli.bench.BenchResult;
import io.github.mmap4j.cli.harness.PythonJson;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.RegularFile;
import io.github.mmap4j.cli.picture.PngWriterTest;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  private static final String SHORT = "0.1";
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private Path file;

  @BeforeEach
  void lines() throws IOException {
    file = Files.writeString(folder.resolve("f"), "some line of text\n".repeat(100_000));
  }

  private static Result bench(Object... args) {
    Object[] all = new Object[args.length + 3];
    all[0] = "bench";
    all[1] = "--seconds";
    all[2] = SHORT;
    System.arraycopy(args, 0, all, 3, args.length);
    return Result.of(all);
  }

  @Test
  void aTableAndBarsAreShown() {
    Result result = bench(file);
    assertEquals("", result.err());
    assertEquals(0, result.status());
    List<String> lines = result.text().lines().toList();
    assertEquals(file + ": 1.7 MiB", lines.get(0));
    assertTrue(lines.get(1).startsWith("JDK " + Runtime.version() + ", "), lines.get(1));
    assertTrue(
        lines
            .get(2)
            .matches("one thread, search kernel: .*; \\d+ rounds after \\d+\\.\\d s of warm-up"),
        lines.get(2));
    assertEquals("           GB/s  of read  slowest  fastest    first", lines.get(4));
    String number = " +\\d[\\d.]*";
    String row = number + number + " %" + number + number + number;
    assertTrue(lines.get(5).matches("read  " + row), lines.get(5));
    assertTrue(lines.get(5).contains("100 %"), lines.get(5));
    assertTrue(lines.get(6).matches("find  " + row), lines.get(6));
    assertTrue(lines.get(7).matches("count " + row), lines.get(7));
    assertTrue(lines.get(8).matches("lines " + row), lines.get(8));
    assertTrue(lines.get(10).matches("read  █*[▏▎▍▌▋▊▉]? [\\d.]+"), lines.get(10));
    assertEquals(14, lines.size(), result.text());
    assertTrue(lines.stream().skip(3).allMatch(line -> line.length() <= 80), result.text());
    assertFalse(result.text().contains("\033"), result.text());
  }

  @Test
  void programsGetNumbers() throws IOException {
    Result result = bench("--json", file);
    assertEquals(0, result.status(), result.err());
    assertEquals(
        "(['read', 'find', 'count', 'lines'], True, 1800000, 1800000, True, 1)",
        PythonJson.print(
            elsewhere,
            result,
            "([r['name'] for r in j['results']],"
                + " all(0 < r['slowest'] <= r['median'] <= r['fastest'] and r['first'] > 0"
                + " for r in j['results']),"
                + " j['bytes'], j['fileBytes'], j['rounds'] >= 5, len(lines))"));
  }

  @Test
  void smallFilesAreReadManyTimes() throws IOException {
    for (int length : new int[] {1, 17}) {
      Path small = Files.write(file, new byte[length]);
      Result result = Result.of("bench", "--seconds", 2, "--json", small);
      assertEquals(0, result.status(), result.err());
      // One pass over so few bytes takes no time: there would be very many rounds.
      String rounds = PythonJson.print(elsewhere, result, "j['rounds']");
      assertTrue(Integer.parseInt(rounds) < 500, rounds);
    }
  }

  @Test
  void onlyTheStartOfALargeFileIsMeasured() throws Exception {
    RegularFile target = RegularFile.of(file.toString());
    BenchResult result = Bench.run(target, MEBIBYTE, 1, Progress.none());
    assertEquals(file + ": the first 1.0 MiB of 1.7 MiB", result.title());
    assertEquals(MEBIBYTE, result.bytes());
  }

  @Test
  void unmeasurableFilesAreRefused() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    bench(empty).failed(empty + ": is empty; there is nothing to measure");
    bench(folder).failed(folder + ": is a directory");
    Result.of("bench", "--seconds", "x", file).failed("--seconds is not a number of seconds: 'x'");
    Result.of("bench", "--seconds", "0", file)
        .failed("--seconds is not from 0.1 to 3600 seconds: 0");
    Result.of("bench").failedSaying("'FILE'");
  }

  /** Changes the file after the plain loop. */
  @Test
  void answersAreChecked() throws Exception {
    int[] looks = new int[1];
    Progress progress =
        new Progress(
            new PrintStream(OutputStream.nullOutputStream()),
            () -> {
              if (++looks[0] == 3) { // two calls start the plain loop and report it
                overwrite();
              }
              return System.nanoTime();
            },
            () -> 80);
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> Bench.run(RegularFile.of(file.toString()), MEBIBYTE, 1, progress));
    assertTrue(
        refusal
            .getMessage()
            .matches("READ answers -?\\d+ where a plain loop has answered -?\\d+;.*"),
        refusal.getMessage());
  }

  private void overwrite() {
    try {
      Files.writeString(file, "other", StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void picturesAreWrittenBesideTheNumbers() throws IOException {
    Path png = folder.resolve("p.png");
    Path svg = folder.resolve("p.svg");
    Result result = bench("--png", png, "--svg", svg, "--json", file);
    assertEquals(0, result.status(), result.err());
    assertEquals(1, result.text().lines().count());
    PngWriterTest.decoded(Files.readAllBytes(png));
    assertTrue(Files.readString(svg).contains("mmap4j"));
  }

  @Test
  void anUnwritablePictureFailsBeforeTheWork() throws IOException {
    Path out = folder.resolve("no/out");
    bench("--svg", out, file).failed(out + ": there is no such folder");
    bench("--svg", file, file)
        .failed(file + ": is one of the files shown, so no picture can replace it");
    Path kept = Files.writeString(folder.resolve("kept"), "old");
    Path empty = Files.createFile(folder.resolve("empty"));
    assertEquals(2, bench("--svg", kept, empty).status());
    assertEquals("old", Files.readString(kept));
  }
}
