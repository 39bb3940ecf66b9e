package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.harness.PartlyLoaded;
import io.github.mmap4j.cli.harness.PythonJson;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON for programs, read by Python. */
class ResidencyJsonTest {
  private static final int PAGE = Mmap.PAGESIZE;

  @TempDir Path folder;
  @TempDir Path elsewhere;

  private String python(Result result, String expression) throws IOException {
    return PythonJson.print(elsewhere, result, expression);
  }

  @Test
  void numbersAndRunsArePrinted() throws IOException {
    BitSet loaded = PartlyLoaded.range(0, 1);
    loaded.set(2, 4);
    PartlyLoaded.file(folder.resolve("f"), 4L * PAGE - 1, loaded);
    Result result = Result.of("residency", "--json", folder);
    assertEquals(0, result.status(), result.err());
    assertEquals(2, result.text().lines().count());
    assertEquals(
        "4 3 %d %d [[0, %d], [%d, %d]]"
            .formatted(4 * PAGE - 1, 3 * PAGE - 1, PAGE, 2 * PAGE, 2 * PAGE - 1),
        python(
            result,
            "*(j[k] for k in" + " ('pages', 'residentPages', 'bytes', 'residentBytes', 'runs'))"));
    assertEquals(
        PAGE + " 1 4 3",
        python(
                result,
                "*(lambda last: (last['pageSize'], *(last['total'][k] for k in"
                    + " ('files', 'pages', 'residentPages'))))(lines[-1])")
            .replaceAll("[(),]", ""));
  }

  @Test
  void namesAreUnchanged() throws IOException {
    for (String name : new String[] {"a b", "a\nb", "\"\\", "\033\177"}) {
      Files.createFile(folder.resolve(name));
    }
    Result result = Result.of("residency", "--json", folder);
    assertEquals(
        "['\\x1b\\x7f', '\"\\\\', 'a\\nb', 'a b']",
        python(result, "[f['path'].rsplit('/', 1)[1] for f in lines[:-1]]"));
    assertEquals("[]", python(result, "[f for f in lines if 'uri' in f]"));
  }

  @Test
  void aNonUtf8NameGetsAUriOfItsBytes() throws IOException {
    Tool.PYTHON.run(folder, "-c", "open(b'a\\xffb', 'wb').write(b'x')");
    Result result = Result.of("residency", "--json", folder);
    assertEquals(0, result.status(), result.err());
    assertEquals(
        "1 a%FFb",
        python(result, "lines[-1]['total']['residentPages'], j['uri'].rsplit('/')[-1]")
            .replaceAll("[(),']", ""));
    assertEquals(
        "True", python(result, "'\\ufffd' in j['path']"), new String(result.out(), ISO_8859_1));
  }

  @Test
  void failedFilesAreLeftOut() throws IOException {
    Path missing = folder.resolve("missing");
    Result result = Result.of("residency", "--json", missing);
    assertEquals("mmap: " + missing + ": no such file\n", result.err());
    assertEquals("1 0", python(result, "len(lines), j['total']['files']").replaceAll("[(),]", ""));
  }
}
