package io.github.mmap4j.documents;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {
  private static final String ALLOWED = "--enable-native-access=ALL-UNNAMED";
  private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
  private static final Pattern PRINTS = Pattern.compile("System\\.out\\.print.*; // (.*)");
  private static final Pattern COMMAND = Pattern.compile("`\\./(\\w+)[^`]*`");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)]+)\\)");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {ALLOWED, "--illegal-native-access=deny"})
  void theProgramPrintsWhatItsCommentsSay(String flag) throws IOException {
    printsWhatItsCommentsSay(Readme.programs().getFirst(), flag);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "a token is for Linux")
  void parentAndChildPrintWhatTheirCommentsSay() throws IOException {
    String program = Readme.programs().getLast();
    assertTrue(program.contains("SharedMemory"));
    assertTrue(program.lines().count() < 20);
    printsWhatItsCommentsSay(program, ALLOWED);
  }

  @Test
  void theParentNamesTheFlagWhereNativeAccessIsDenied() throws IOException {
    Javac.compile(folder, "Parent", Readme.programs().getLast());
    List<String> said = run(1, "--illegal-native-access=deny", "Parent").lines().toList();
    assertEquals(
        "Exception in thread \"main\" java.lang.UnsupportedOperationException: memory can't be"
            + " shared: native access is denied; pass --enable-native-access=ALL-UNNAMED",
        said.getFirst());
    List<String> more = said.stream().skip(1).filter(line -> !line.startsWith("\tat ")).toList();
    assertEquals(List.of(), more);
  }

  private void printsWhatItsCommentsSay(String program, String flag) throws IOException {
    String name = CLASS.matcher(program).results().findFirst().orElseThrow().group(1);
    Javac.compile(folder, name, program);
    String expected =
        PRINTS.matcher(program).results().map(print -> print.group(1) + "\n").collect(joining());
    assertEquals(expected, run(0, flag, name));
  }

  private String run(int status, String flag, String name) throws IOException {
    return Javac.run(folder, status, List.of(flag), name);
  }

  @Test
  void itsCommandsCanBeRun() throws IOException {
    List<String> commands = new ArrayList<>();
    for (String cell : Readme.firstColumn("Two commands")) {
      COMMAND.matcher(cell).results().map(match -> match.group(1)).forEach(commands::add);
    }
    assertEquals(List.of("mmap", "verify"), commands);
    for (String command : commands) {
      assertTrue(Files.isExecutable(Document.ROOT.resolve(command)), command);
    }
  }

  private static List<String> documents() throws IOException {
    List<String> documents =
        new ArrayList<>(
            List.of(
                "README.md",
                "CONTRIBUTING.md",
                "CHANGELOG.md",
                "CODE_OF_CONDUCT.md",
                "SECURITY.md",
                "README.zh-CN.md",
                "docs/start.md",
                "docs/porting.md",
                "docs/threats.md",
                "docs/porting.zh-CN.md",
                "docs/reliability.md",
                "docs/spark.md"));
    Document.guide().forEach(page -> documents.add(page.name()));
    return documents;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(String name) throws IOException {
    Path document = Document.ROOT.resolve(name);
    List<String> dead =
        LINK.matcher(Files.readString(document))
            .results()
            .map(link -> link.group(1))
            .filter(target -> !leadsSomewhere(document, target))
            .toList();
    assertEquals(List.of(), dead);
  }

  /** Requires that the file exists and has the named heading, as GitHub names headings. */
  private static boolean leadsSomewhere(Path document, String target) {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
    if (parts.length == 1) {
      return Files.exists(file);
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("#"))
          .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
          .map(line -> line.replaceAll("(?U)[^\\w\\- ]", "").replace(' ', '-'))
          .anyMatch(parts[1]::equals);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
