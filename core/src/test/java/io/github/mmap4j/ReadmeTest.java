package io.github.mmap4j;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
    String path = folder + File.pathSeparator + Javac.library();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(java.toString(), flag, "-cp", path, name)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes());
    assertEquals(status, process.onExit().join().exitValue(), printed);
    return printed;
  }

  @Test
  void itsCommandsCanBeRun() throws IOException {
    List<String> commands = new ArrayList<>();
    for (String cell : Readme.firstColumn("Two commands")) {
      COMMAND.matcher(cell).results().map(match -> match.group(1)).forEach(commands::add);
    }
    assertEquals(List.of("mmap", "verify"), commands);
    for (String command : commands) {
      assertTrue(Files.isExecutable(Readme.ROOT.resolve(command)), command);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"})
  void linksLeadSomewhere(String document) throws IOException {
    String text = Files.readString(Readme.ROOT.resolve(document));
    List<String> dead =
        LINK.matcher(text)
            .results()
            .map(ReadmeTest::target)
            .filter(target -> Files.notExists(Readme.ROOT.resolve(target)))
            .toList();
    assertEquals(List.of(), dead);
  }

  private static String target(MatchResult link) {
    return link.group(1).replaceFirst("#.*", "");
  }
}
