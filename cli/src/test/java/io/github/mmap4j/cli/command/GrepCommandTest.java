package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Truncating;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrepCommandTest {
  /** A line that costs about 100,000 steps of backtracking. */
  private static final String SLOW_LINE = "a".repeat(40) + "\n";

  private static final String SLOW_PATTERN = "a*a*a*[bc]";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() throws IOException {
    file = folder.resolve("f");
    text("");
  }

  private void text(String text) throws IOException {
    Files.writeString(file, text);
  }

  @Test
  void patternIsUtf8() throws IOException {
    text("Gr\u00fc\u00dfe\nGru\u00dfe\n\u65e5\u672c\n\ud83d\ude00\n");
    Result.of("grep", "r\u00fc.", file).printed(0, "Gr\u00fc\u00dfe\n");
    Result.of("grep", "-o", "\u672c$|\ud83d\ude00", file).printed(0, "\u672c\n\ud83d\ude00\n");
    Result.of("grep", "-F", "u\u00df", file).printed(0, "Gru\u00dfe\n");
  }

  @Test
  void nonUtf8FilesAreSearched() throws IOException {
    Charset latin = ISO_8859_1;
    Files.write(file, "Gr\u00fcn\nGr\u00fcs\n".getBytes(latin));
    assertEquals("Gr\u00fcn\n", new String(Result.of("grep", "\\xfcn", file).out(), latin));
    assertEquals("Gr\u00fcn\n", new String(Result.of("grep", "Gr.n", file).out(), latin));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00e9+", "\\\u00e9+", "\\Q\u00e9\\E+", "(?:e|\u00e9)+", "[]a]*\u00e9+"})
  void repetitionAppliesToTheWholeCharacter(String pattern) throws IOException {
    text("x\u00e9\u00e9\u00e9y\n");
    Result.of("grep", "-o", pattern, file).printed(0, "\u00e9\u00e9\u00e9\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\u00e9]",
        "[^\u00e9]",
        "[]\u00e9]",
        "[^]\u00e9]",
        "[a&&[\u00e9]]",
        "[\\]\u00e9]",
        "[a^]|[\u00e9]",
        "[[\u00e9]",
        "[\\Q\u00e9\\E]",
        "[\\Q\\E]\u00e9]"
      })
  void nonAsciiCharacterInAClassIsRefused(String pattern) {
    Result.of("grep", pattern, file)
        .failed("PATTERN has '\u00e9' in [...], where only single bytes can be; write (?:x|y)");
  }

  private static final String BASIC =
      "mmap: PATTERN: was taken as a basic one, as with -G, since it is not an extended one\n";

  private static final String ESCAPED =
      "mmap: PATTERN: \\| \\( \\{ \\+ and \\? stand for these characters; with -G they are operators\n";

  private static final String GROUP =
      "mmap: PATTERN: ( and ) only make a group; with -G they stand for these characters\n";

  private static final String IDLE =
      "mmap: PATTERN: an operator with nothing to repeat is ignored; with -G it may stand for"
          + " itself\n";

  private void assertHint(int status, String hint, Object... arguments) {
    Result result = Result.of(arguments);
    assertEquals(status + " " + hint, result.status() + " " + result.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\|b", "a\\{2\\}", "\\(a\\)*b", "a\\+", "aab\\?"})
  void operatorsOfTheBasicSyntaxAreExplainedWhenNothingIsFound(String pattern) throws IOException {
    text("aab\n");
    assertHint(1, ESCAPED, "grep", pattern, file);
    assertHint(1, ESCAPED, "grep", "-q", pattern, file);
    Result.of("grep", "-E", pattern, file).printed(1, "");
    Result.of("grep", "-s", pattern, file).printed(1, "");
    Result.of("grep", "-G", pattern, file).printed(0, "aab\n");
    Result.of("grep", "b\\(\\)|aab", file).printed(0, "aab\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main(", "n(a", "\\(a\\)\\1"})
  void aPatternThatIsOnlyABasicOneIsTakenAsThat(String pattern) throws IOException {
    text("main(aa) {\n");
    assertHint(0, BASIC, "grep", pattern, file);
    assertHint(0, BASIC, "grep", "-q", pattern, file);
    assertHint(0, BASIC, "grep", "-e", "nothing", "-e", pattern, file);
    Result.of("grep", "-s", pattern, file).printed(0, "main(aa) {\n");
    Result.of("grep", "-G", pattern, file).printed(0, "main(aa) {\n");
  }

  @Test
  void aPatternThatIsNotOfTheGivenSyntaxIsRefused() {
    String more = " (-G takes ( ) { } | + ? literally, and -F all characters)";
    Result.of("grep", "-E", "a(", file).failed("PATTERN: Unclosed group near index 2" + more);
    Result.of("grep", "-P", "a(", file).failed("PATTERN: Unclosed group near index 2" + more);
    Result.of("grep", "-E", "\\(a\\)\\1", file)
        .failed("PATTERN refers to group 1, but has 0 groups (with -G, \\( begins one)");
  }

  @Test
  void anEscapedBarIsExplainedWhenLinesAreLeftOut() throws IOException {
    text("a\n");
    assertHint(0, ESCAPED, "grep", "-v", "a\\|b", file);
    Result.of("grep", "-v", "^\\|", file).printed(0, "a\n");
    Result.of("grep", "-vE", "a\\|b", file).printed(0, "a\n");
  }

  @Test
  void aGroupThatChangesNothingIsExplainedWhenNothingIsFound() throws IOException {
    text("main(void)\n");
    assertHint(1, GROUP, "grep", "main(void)", file);
    for (String pattern : new String[] {"x(a|b)", "x(ab)+", "(a)\\1", "(?:x)", "\\(x\\)y|x"}) {
      Result result = Result.of("grep", "-c", pattern, file);
      assertFalse(result.err().contains("make a group"), pattern);
    }
    Result.of("grep", "m(ai)n", file).printed(0, "main(void)\n");
  }

  @Test
  void anOperatorThatRepeatsNothingIsExplained() throws IOException {
    text("+a\n");
    assertHint(0, IDLE, "grep", "^+", file);
    assertHint(0, IDLE, "grep", "*a", file);
    Result.of("grep", "-G", "^+", file).printed(0, "+a\n");
    Result.of("grep", "-E", "^+", file).printed(0, "+a\n");
  }

  @Test
  void newlineInThePatternMeansOr() throws IOException {
    text("b.\nc\na\n");
    Result.of("grep", "a\nb", file).printed(0, "b.\na\n");
    Result.of("grep", "-F", "a\nb.", file).printed(0, "b.\na\n");
  }

  @ParameterizedTest
  @CsvSource({
    "(?=a, 'PATTERN: Unclosed group near index 4 (-G takes ( ) { } | + ? literally, and -F all characters)'",
    "'[[:foo:]]', PATTERN has an unknown character class: [:foo:]",
    "'[:digit:]', 'character class syntax is [[:digit:]], not [:digit:]'",
    "\uFFFD, 'PATTERN is not UTF-8 (write \\xff)'"
  })
  void invalidPatternIsRefusedOnOneLine(String pattern, String line) {
    Result.of("grep", pattern, file).failed(line.replace("\\\\", "\\"));
  }

  @Test
  void carriageReturnIsPartOfTheLine() throws IOException {
    text("a\r\nb a\n");
    Result.of("grep", "a$", file).printed(0, "b a\n");
    Result.of("grep", "a\\r$", file).printed(0, "a\r\n");
    Result.of("grep", "-o", "a.", file).printed(0, "a\r\n");
    Result.of("grep", "-vF", "b", file).printed(0, "a\r\n");
  }

  @Test
  void caseIsIgnoredInAsciiOnly() throws IOException {
    text("A\n\u00c9\n\u00e9\nK\n\u212a\n");
    Result.of("grep", "-i", "\u00e9|a", file).printed(0, "A\n\u00e9\n");
    Result.of("grep", "-iF", "\u00e9\na", file).printed(0, "A\n\u00e9\n");
    Result.of("grep", "-i", "k", file).printed(0, "K\n");
  }

  @Test
  void binaryFileIsReportedOnStandardErrorAndCountsAsFound() throws IOException {
    text("a\0b\n");
    Result result = Result.of("grep", "a", file);
    assertEquals("", result.text());
    assertEquals("mmap: " + file + ": binary file matches\n", result.err());
    assertEquals(0, result.status());
    Result.of("grep", "x", file).printed(1, "");
    Result.of("grep", "-c", "a", file).printed(0, "1\n");
    Result.of("grep", "-a", "a", file).printed(0, "a\0b\n");
  }

  @Test
  void missingFileFailsAfterTheOthersAreSearched() throws IOException {
    text("a\n");
    Path missing = folder.resolve("missing");
    Result result = Result.of("grep", "a", file, missing, file);
    assertEquals((file + ":a\n").repeat(2), result.text());
    assertEquals("mmap: " + missing + ": no such file\n", result.err());
    assertEquals(2, result.status());
  }

  @Test
  void folderFails() {
    Result.of("grep", "a", folder).failed(folder + ": is a directory");
    Result counted = Result.of("grep", "-c", "a", folder); // prints a count too, as GNU grep does
    assertEquals("0\n", counted.text());
    assertEquals(2, counted.status());
  }

  @Test
  void emptyFileHasNoLines() {
    Result.of("grep", "", file).printed(1, "");
    Result.of("grep", "-c", "", file).printed(1, "0\n");
    Result.of("grep", "-v", "a", file).printed(1, "");
  }

  @Test
  void emptyPatternMatchesEachLine() throws IOException {
    text("a\n\nb");
    Result.of("grep", "", file).printed(0, "a\n\nb\n");
    Result.of("grep", "-nF", "", file).printed(0, "1:a\n2:\n3:b\n");
    Result.of("grep", "-o", "", file).printed(0, "");
    Result.of("grep", "-v", "", file).printed(1, "");
  }

  @Test
  void lastLineGetsItsMissingNewline() throws IOException {
    text("b\na");
    Result.of("grep", "a$", file).printed(0, "a\n");
    Result.of("grep", "-v", "b", file).printed(0, "a\n");
    Result.of("grep", "-o", ".$", file).printed(0, "b\na\n");
    Result.of("grep", "-c", "", file).printed(0, "2\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {" a  b ", "a\nb", "-c", "@f", "'", "a:b"})
  void namesAreTakenLiterally(String name) throws IOException {
    Path odd = Files.writeString(folder.resolve(name), "a\n");
    Result.of("grep", "a", odd, odd).printed(0, (odd + ":a\n").repeat(2));
    Result.of("grep", "-l", "a", odd).printed(0, odd + "\n");
  }

  @Test
  void newlineInANameIsEscapedInTheError() {
    Result.of("grep", "a", folder + "/a\nb").failed(folder + "/a b: no such file");
  }

  @Test
  void nonUtf8NameIsRefusedAndTheOthersAreSearched() throws IOException {
    text("a\n");
    Result result = Result.of("grep", "a", "\uFFFD", file);
    assertEquals(file + ":a\n", result.text());
    assertEquals(
        "mmap: \uFFFD: the name is not UTF-8, and its bytes are not known; link to the file\n",
        result.err());
    assertEquals(2, result.status());
  }

  @Test
  void endlessBacktrackingFailsAndTheOtherFilesAreSearched() throws IOException {
    text("b\n" + "a".repeat(200) + "\n");
    Path other = Files.writeString(folder.resolve("g"), "c\n");
    Result result = Result.of("grep", "a*a*a*a*a*a*[bc]", file, other);
    assertEquals(file + ":b\n" + other + ":c\n", result.text());
    assertEquals(
        "mmap: "
            + file
            + ": PATTERN was given up: one search looked at more than 100020100 characters;"
            + " --limit NUM sets how many\n",
        result.err());
    assertEquals(2, result.status());
  }

  @Test
  void limitAppliesToEachLine() throws IOException {
    text(SLOW_LINE.repeat(30) + "b\n");
    Result.of("grep", "--limit", 300_000, SLOW_PATTERN, file).printed(0, "b\n");
    Result.of("grep", "-c", "-v", "--limit", 300_000, SLOW_PATTERN, file).printed(0, "30\n");
    for (String flag : new String[] {"-n", "-c", "-l", "-v", "-o"}) {
      Result.of("grep", flag, "--limit", 3000, SLOW_PATTERN, file)
          .failedSaying("one search looked at more than 3000 characters");
    }
  }

  @Test
  void limitAppliesToTheMatchesOfALineToo() throws IOException {
    text("b" + SLOW_LINE);
    Result.of("grep", "--limit", 3000, SLOW_PATTERN, file).printed(0, "b" + SLOW_LINE);
    Result result = Result.of("grep", "-o", "--limit", 3000, SLOW_PATTERN, file);
    assertEquals("b\n", result.text());
    assertEquals(2, result.status());
  }

  @ParameterizedTest
  @CsvSource({"-1, --limit is negative: -1", "x, --limit is not a whole number: 'x'"})
  void limitIsANonNegativeNumber(String limit, String line) {
    Result.of("grep", "--limit=" + limit, "a", file).failed(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?:a|b)*c|(?:a|b|d)*$", "^(a|b)*$", "^([^c\"\\\\]|\\\\.)*$", "^(ab?)+$"})
  void repeatedAlternativesMatchLongLines(String pattern) throws IOException {
    text("ab".repeat(50_000) + "\n");
    Result.of("grep", "-c", pattern, file).printed(0, "1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"^(a|b)*$", "^(?:\\w|-)+$", "^([[:alpha:]]|[-_]|\\.)*$"})
  void repeatedBytesMatchLinesOfAnyLength(String pattern) throws IOException {
    text("ab".repeat(3_000_000) + "\n");
    Result.of("grep", "-c", pattern, file).printed(0, "1\n");
  }

  @Test
  void fileTruncatedDuringTheSearchFailsOnOneLine() throws IOException {
    text("aaa\n".repeat(1 << 19));
    Result.to(new Truncating(file), "grep", "-n", "a", file).failedSaying(file + ": byte ");
  }
}
