package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Advice;
import io.github.mmap4j.cli.harness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The progress line of each command that reads or writes much, under a clock that runs fast. */
class ShownProgressTest {
  private static final String ERASE = "\r\033[K";
  private static final Pattern OF_TOTAL =
      Pattern.compile(
          "\r\033\\[K\\[#*-*\\] \\d+ %, [\\d.]+ of [\\d.]+ MB, \\d+ [kM]B/s, \\d[\\w ]* left");
  private static final Pattern OF_UNKNOWN =
      Pattern.compile("\r\033\\[K[\\d.]+ MB, \\d+ [kM]B/s(?!,)");
  private static final String TEXT = "a needle in a line\n".repeat(200_000);

  @TempDir Path folder;
  private Path one;
  private final String name =
      "p" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 100000;

  @BeforeEach
  void files() throws IOException {
    one = Files.writeString(folder.resolve("one"), TEXT);
    Files.writeString(folder.resolve("two"), TEXT);
    Files.writeString(folder.resolve("three"), TEXT);
  }

  @AfterEach
  void removeMemory() {
    Result.of("share", "remove", name);
  }

  private Object[] words(String line) {
    return Pattern.compile(" ")
        .splitAsStream(line)
        .map(word -> Files.exists(folder.resolve(word)) ? folder.resolve(word) : word)
        .map(word -> word.equals("FOLDER") ? folder : word)
        .toArray();
  }

  private static void shows(Pattern line, Result result) {
    assertTrue(line.matcher(result.err()).find(), result.err());
    assertTrue(result.err().endsWith(ERASE), "the line is left: " + result.err());
    String rest = OF_UNKNOWN.matcher(OF_TOTAL.matcher(result.err()).replaceAll("")).replaceAll("");
    assertEquals("", rest.replace(ERASE, ""), "something else is there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "find needle one two",
        "count needle one",
        "grep -c needle one",
        "grep needle one two",
        "diff one two",
        "hexdump one",
        "slice one 5",
        "residency one two",
      })
  void readingShowsItAndPrintsTheSame(String line) {
    Result slow = Result.slowly(words(line));
    shows(OF_TOTAL, slow);
    assertArrayEquals(Result.of(words(line)).out(), slow.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "find needle -",
        "count needle -",
        "grep -c needle",
        "grep needle - one",
        "hexdump -",
        "slice - 5",
        "diff - one",
        "copy - -"
      })
  void readingAStreamShowsWhatIsDone(String line) {
    byte[] bytes = TEXT.getBytes(UTF_8);
    Result slow = Result.slowlyReading(bytes, words(line));
    shows(line.startsWith("diff") ? OF_TOTAL : OF_UNKNOWN, slow);
    assertArrayEquals(Result.reading(bytes, words(line)).out(), slow.out());
  }

  @Test
  void aSearchOfAFolderShowsWhatIsDone() {
    Result slow = Result.slowly("grep", "-rc", "needle", folder);
    shows(OF_UNKNOWN, slow);
    assertEquals(3, slow.text().lines().count());
  }

  @Test
  void copyShowsIt() throws IOException {
    Path copy = folder.resolve("copy");
    shows(OF_TOTAL, Result.slowly("copy", one, copy));
    assertEquals(TEXT, Files.readString(copy));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"load FOLDER", "evict one two", "advise POPULATE_READ one", "advise COLD one"})
  void changesOfMemoryShowIt(String line) {
    assumeTrue(Advice.POPULATE_READ.isSupported() && Advice.COLD.isSupported(), "not a new Linux");
    shows(OF_TOTAL, Result.slowly(words(line)));
  }

  @Test
  void readingSharedMemoryShowsIt() {
    Result.of("share", "create", name, 3 << 20).printed(0, "");
    Result slow = Result.slowly("share", "read", name);
    shows(OF_TOTAL, slow);
    assertEquals(3 << 20, slow.out().length);
  }

  @Test
  void benchShowsTheTimeLeft() {
    Result slow = Result.slowly("bench", "--seconds", "0.1", "--json", one);
    assertTrue(slow.err().endsWith(ERASE), slow.err());
    assertTrue(OF_TOTAL.matcher(slow.err()).find(), slow.err());
    assertEquals(0, slow.status(), new String(slow.out(), UTF_8));
  }
}
