package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.PythonJson;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Truncating;
import io.github.mmap4j.share.SharedMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON of the commands that search and inspect, read by Python. */
class JsonTest {
  private static final int MANY = 100_000;

  @TempDir Path folder;
  @TempDir Path elsewhere;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private String python(int status, Result result, String expression) throws IOException {
    assertEquals("", result.err());
    assertEquals(status, result.status());
    return PythonJson.print(elsewhere, result, expression);
  }

  @Test
  void eachOccurrenceIsAnObject() throws IOException {
    Path one = file("a b", "xaxa");
    Path other = file("\"\\\n", "a");
    Result result = Result.of("find", "--json", "a", one, file("none", "x"), other);
    assertEquals(
        "[('a b', 1), ('a b', 3), ('\"\\\\\\n', 0)]",
        python(0, result, "[(o['path'].rsplit('/')[-1], o['offset']) for o in lines]"));
    assertEquals("{('path', 'offset')}", python(0, result, "{tuple(o) for o in lines}"));
    assertEquals("[]", python(1, Result.of("find", "--json", "b", one), "lines"));
  }

  @Test
  void moreObjectsThanTheBufferHoldsArePrinted() throws IOException {
    Path file = file("f", "a".repeat(MANY));
    assertEquals(
        "True",
        python(
            0,
            Result.of("find", "--json", "a", file),
            "[o['offset'] for o in lines] == list(range(" + MANY + "))"));
  }

  @Test
  void aFailedFileHasNoObjectAndTheOthersDo() throws IOException {
    Path missing = folder.resolve("missing");
    Result result = Result.of("count", "--json", "a", missing, file("f", "aa"));
    assertEquals("mmap: " + missing + ": no such file\n", result.err());
    assertEquals(2, result.status());
    assertEquals("[2]", PythonJson.print(elsewhere, result, "[o['count'] for o in lines]"));
  }

  @Test
  void eachLineIsWholeEvenIfTheFileIsTruncatedMeanwhile() throws IOException {
    Path file = file("f", "aaaa".repeat(1 << 19));
    Truncating out = new Truncating(file);
    Result result = Result.to(out, "find", "--json", "a", file);
    assertEquals(2, result.status());
    Result printed = new Result(2, out.toByteArray(), "");
    assertEquals(
        "True",
        PythonJson.print(
            elsewhere, printed, "[o['offset'] for o in lines] == list(range(len(lines)))"));
  }

  @Test
  void countPrintsOneObjectPerFile() throws IOException {
    Result result = Result.of("count", "--json", "a", file("f", "aa"), file("g", ""));
    assertEquals(
        "[('f', 2), ('g', 0)]", python(0, result, "[(o['path'][-1], o['count']) for o in lines]"));
  }

  @Test
  void grepShowsNumberOffsetAndText() throws IOException {
    Path file = file("f", "one\n\tüwo\u2028\0\n\nthree");
    Result all = Result.of("grep", "--json", "-a", "o|e", file);
    assertEquals(
        "[(1, 0, 'one'), (2, 4, '\\tüwo\\u2028\\x00'), (4, 15, 'three')]",
        python(0, all, "[(o['line'], o['offset'], o['text']) for o in lines]"));
    assertEquals("{'" + file + "'}", python(0, all, "{o['path'] for o in lines}"));
    Result matches = Result.of("grep", "--json", "-a", "-o", "[ho].", file);
    assertEquals(
        "[(1, 0, 'on'), (2, 8, 'o\uFFFD'), (4, 16, 'hr')]",
        python(
            0,
            matches,
            "[(o['line'], o['offset'], o['text'] if 'text' in o else"
                + " base64.b64decode(o['base64']).decode('utf-8', 'replace')) for o in lines]"));
    Result others = Result.of("grep", "--json", "-a", "-v", "-m", "1", "o", file);
    assertEquals(
        "[(3, 14, '')]", python(0, others, "[(o['line'], o['offset'], o['text']) for o in lines]"));
  }

  @Test
  void grepCountsAndListsAsObjects() throws IOException {
    Path file = file("f", "a\nb\na");
    Path other = file("g", "");
    assertEquals(
        "[2, 0]",
        python(
            0, Result.of("grep", "--json", "-c", "a", file, other), "[o['count'] for o in lines]"));
    assertEquals(
        "[{'path': '" + file + "'}]",
        python(0, Result.of("grep", "--json", "-l", "a", file, other), "lines"));
  }

  /** Python splits the lines itself. */
  @Test
  void linesOfAnyBytesRoundTrip() throws IOException {
    long seed = System.nanoTime();
    System.out.println("JsonTest: seed " + seed);
    Random random = new Random(seed);
    byte[] bytes = new byte[20_000];
    for (int i = 0; i < bytes.length; i++) {
      int any = random.nextInt(100) < 97 ? random.nextInt(32, 127) : random.nextInt(256);
      bytes[i] = (byte) (random.nextInt(30) == 0 ? '\n' : any);
    }
    Path file = Files.write(folder.resolve("f"), bytes);
    String content =
        "(lambda o: o['text'].encode() if 'text' in o else base64.b64decode(o['base64']))";
    String data = "open('" + file + "', 'rb').read()";
    assertEquals(
        "True",
        python(
            0,
            Result.of("grep", "--json", "-a", "", file),
            """
            [(o['line'], o['offset'], %1$s(o)) for o in lines] == [
                (n + 1, m.start(), m.group().rstrip(b'\\n'))
                for n, m in enumerate(re.finditer(rb'[^\\n]*\\n|[^\\n]+', %2$s))]"""
                .formatted(content, data)));
    assertEquals(
        "True",
        python(
            0,
            Result.of("grep", "--json", "-a", "-o", "[k-z\\x80-\\xff]+", file),
            """
            [(o['line'], o['offset'], %1$s(o)) for o in lines] == [
                (%2$s[:m.start()].count(b'\\n') + 1, m.start(), m.group())
                for m in re.finditer(rb'[k-z\\x80-\\xff]+', %2$s)]"""
                .formatted(content, data)));
  }

  @Test
  void infoHasThePageSizeAndCapabilities() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[5000]);
    assertEquals(
        "5000 5000 " + Mmap.PAGESIZE + " system True",
        python(
                0,
                Result.of("info", "--json", file),
                "j['size'], j['mapped'], j['pageSize'], j['mappedBy'], 'ADVISE' in j['can']")
            .replaceAll("[(),']", ""));
    assertEquals(
        "0 0 [] False",
        python(
                0,
                Result.of("info", "--json", file("empty", "")),
                "j['size'], j['mapped'], j['can'], 'mappedBy' in j")
            .replaceAll("[(),']", ""));
  }

  @Test
  void followedLinesAndEventsAreObjects() throws Exception {
    Path file = Files.write(folder.resolve("f"), new byte[] {'a', '\n', (byte) 0xFF, '\n', 'r'});
    assertEquals(
        "[('f', 0, 'a', None), ('f', 2, None, '/w==')]",
        python(
            0,
            Result.of("follow", "--json", "--all", "--idle", "0", file),
            "[(o['path'][-1], o['offset'], o.get('text'), o.get('base64')) for o in lines]"));
    Process process =
        new ProcessBuilder(Fork.command(List.of(), "follow", "--json", "--all", file)).start();
    try (BufferedReader objects = process.inputReader(UTF_8)) {
      objects.readLine();
      objects.readLine();
      Files.writeString(file, "");
      assertEquals("{\"path\":\"%s\",\"event\":\"truncated\"}".formatted(file), objects.readLine());
    } finally {
      process.destroy();
    }
  }

  @Test
  void adviceIsAnObject() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[2 * Mmap.PAGESIZE + 1]);
    Result lasting = Result.of("advise", "--json", "willneed", file, "--start", Mmap.PAGESIZE);
    assertEquals(
        "{'path': '%s', 'advice': 'WILLNEED', 'offset': %d, 'length': %d, 'lasting': True}"
            .formatted(file, Mmap.PAGESIZE, Mmap.PAGESIZE + 1),
        python(0, lasting, "j"));
    assertEquals("False", python(0, Result.of("advise", "--json", "random", file), "j['lasting']"));
  }

  @Test
  void sharedMemoryNamesAreObjects() throws IOException {
    String name = "j" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 100000;
    try (SharedMemory made = SharedMemory.create(name, 12345)) {
      String mine = "[o for o in lines if o['name'] == '%s']".formatted(name);
      assertEquals(
          "[{'name': '%s', 'length': %d, 'owner': %d, 'state': 'owned'}]"
              .formatted(name, made.length(), ProcessHandle.current().pid()),
          python(0, Result.of("share", "list", "--json"), mine));
    }
  }
}
