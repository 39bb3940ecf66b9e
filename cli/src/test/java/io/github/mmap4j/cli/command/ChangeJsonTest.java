package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.PartlyLoaded;
import io.github.mmap4j.cli.harness.PythonJson;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Rights;
import io.github.mmap4j.cli.harness.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The JSON of the commands that load, evict and lock, read by Python. */
class ChangeJsonTest {
  private static final int PAGE = Mmap.PAGESIZE;

  @TempDir Path folder;
  @TempDir Path elsewhere;

  @BeforeEach
  void assumeLinux() {
    assumeTrue(Advice.PAGEOUT.isSupported(), "not Linux");
  }

  /** Returns the value without Python's brackets and commas. */
  private String python(Result result, String expression) throws IOException {
    return PythonJson.print(elsewhere, result, expression).replaceAll("[(),']", "");
  }

  private static final String NUMBERS =
      "*(o[k] for o in lines for k in ('pages', 'residentPages', 'bytes', 'residentBytes')),"
          + " *(o['before'][k] for o in lines for k in ('residentPages', 'residentBytes'))";

  @Test
  void loadedPagesAreReported() throws IOException {
    PartlyLoaded.file(folder.resolve("f"), 4L * PAGE - 1, PartlyLoaded.range(3, 4));
    Result result = Result.of("load", "--json", folder);
    assertEquals("4 4 %d %1$d 1 %d".formatted(4 * PAGE - 1, PAGE - 1), python(result, NUMBERS));
  }

  @Test
  void evictedPagesAreReported() throws IOException {
    Path file = PartlyLoaded.file(folder.resolve("f"), 4L * PAGE, PartlyLoaded.range(0, 2));
    Result result = Result.of("evict", "--json", file);
    assertEquals("4 0 %d 0 2 %d".formatted(4 * PAGE, 2 * PAGE), python(result, NUMBERS));
  }

  @Test
  void anEmptyFileHasNoPages() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    assertEquals("0 0 0 0 0 0", python(Result.of("load", "--json", empty), NUMBERS));
    assertEquals("0 0 0 0 0 0", python(Result.of("evict", "--json", empty), NUMBERS));
  }

  @Test
  void aNonUtf8NameGetsAUriOfItsBytes() throws IOException {
    Tool.PYTHON.run(folder, "-c", "open(b'a\\xffb', 'wb').write(b'x')");
    Result result = Result.of("load", "--json", folder);
    assertEquals(0, result.status(), result.err());
    assertEquals(
        "1 a%FFb True",
        python(result, "j['residentPages'], j['uri'].rsplit('/')[-1], '\\ufffd' in j['path']"));
  }

  @Test
  void unreportedNumbersAreAbsent() throws Exception {
    Path file = Files.write(folder.resolve("f"), new byte[1]);
    Rights.hideResidency(file);
    Result result = Rights.run("load", "--json", file);
    assertEquals("[{path: " + file + "}]", python(result, "lines"));
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void theLastLineReportsThatAllAreLocked() throws Exception {
    Path one = Files.write(folder.resolve("f"), new byte[2 * PAGE]);
    Path other = Files.write(folder.resolve("g"), new byte[1]);
    Process process =
        new ProcessBuilder(Fork.command(List.of(), "lock", "--json", one, other)).start();
    StringBuilder lines = new StringBuilder();
    try {
      BufferedReader out = process.inputReader(UTF_8);
      for (int i = 0; i < 3; i++) {
        lines.append(out.readLine()).append('\n');
      }
    } finally {
      process.destroy();
    }
    Result result = new Result(process.waitFor(), lines.toString().getBytes(UTF_8), "");
    assertEquals(
        "2 1 {locked: {files: 2 bytes: %d}}".formatted(2 * PAGE + 1),
        python(result, "lines[0]['residentPages'], lines[1]['residentPages'], lines[2]"));
  }
}
