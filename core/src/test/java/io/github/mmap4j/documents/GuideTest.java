package io.github.mmap4j.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that the pages of the guide are true. Their shell lines are run by build/test-guide.sh,
 * and their programs that need more than the JDK by build/libraries and build/languages.
 */
class GuideTest {
  private static final Path EXAMPLES = Document.ROOT.resolve("docs/examples");
  private static final List<String> ALLOWED = List.of("--enable-native-access=ALL-UNNAMED");
  private static final Pattern RUN = Pattern.compile("docs/examples/run (\\w+)(.*)\\n");
  private static final Pattern ERROR = Pattern.compile("`(\\w+(?:Exception|Error))`");
  private static final List<String> PACKAGES =
      List.of(
          "io.github.mmap4j.",
          "io.github.mmap4j.search.",
          "io.github.mmap4j.regex.",
          "java.lang.",
          "java.io.",
          "java.nio.",
          "java.nio.channels.",
          "java.nio.file.",
          "java.util.regex.",
          "java.util.concurrent.");

  /** What a library of the guide throws that the tests have not. */
  private static final List<String> OF_LIBRARIES = List.of("PolyglotException");

  /** Folders whose files other scripts or modules compile and run. */
  private static final List<String> COMPILED_ELSEWHERE =
      List.of(
          "docs/examples/libraries",
          "docs/examples/languages",
          "lucene/src/test/java/io/github/mmap4j/lucene");

  private static final List<String> LANGUAGES = List.of("java", "kotlin", "scala");
  private static final String FIRST_TABLE = "Which of this do I need?";

  /** A class or method in backticks, without its class and arguments. */
  private static final Pattern NAME = Pattern.compile("`(?:[A-Z]\\w*\\.)*(\\w+)[^`]*`");

  @TempDir Path folder;

  /** A program of the guide, with its JVM options and its output. */
  private record Example(String name, List<String> options, String program, String printed) {}

  private static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Document page : Document.guide()) {
      List<Document.Block> blocks = page.blocks();
      for (int i = 0; i < blocks.size(); i++) {
        if (isProgram(blocks, i)) {
          String line = blocks.get(i + 1).text();
          MatchResult run = RUN.matcher(line).results().findFirst().orElseThrow();
          assertEquals(run.group(), line, "the line that runs the program stands alone behind it");
          String options = run.group(2).strip();
          examples.add(
              new Example(
                  run.group(1),
                  options.isEmpty() ? ALLOWED : List.of(options.split(" ")),
                  blocks.get(i).text(),
                  blocks.get(i + 2).text()));
        }
      }
    }
    return examples;
  }

  /** Returns whether block i is a program, which the next block runs; else it is a part of one. */
  private static boolean isProgram(List<Document.Block> blocks, int i) {
    return blocks.get(i).language().equals("java")
        && i + 1 < blocks.size()
        && blocks.get(i + 1).language().equals("sh");
  }

  @TestFactory
  Stream<DynamicTest> exampleIsItsFileAndPrintsWhatIsShown() throws IOException {
    List<Example> examples = examples();
    assertTrue(examples.size() > 15, "found only " + examples);
    return examples.stream().map(example -> dynamicTest(example.name(), () -> check(example)));
  }

  private void check(Example example) throws IOException {
    Path file = EXAMPLES.resolve(example.name() + ".java");
    assertEquals(Files.readString(file), example.program());
    Path place = Files.createDirectory(folder.resolve(example.name()));
    Javac.compile(place, example.name(), example.program());
    copyFiles(place);
    assumeTrue(OS.LINUX.isCurrentOs(), "the guide shows what Linux answers");
    String printed = Javac.run(place, 0, example.options(), example.name());
    assertTrue(
        printed.matches(pattern(example.printed())),
        () -> "shown:\n" + example.printed() + "printed:\n" + printed);
  }

  /** Copies the files that examples read, as docs/examples/run does. */
  private static void copyFiles(Path place) throws IOException {
    Path copies = Files.createDirectory(place.resolve("files"));
    try (Stream<Path> files = Files.list(EXAMPLES.resolve("files"))) {
      for (Path file : files.toList()) {
        Files.copy(file, copies.resolve(file.getFileName()));
      }
    }
  }

  /** Three dots stand for text that differs from machine to machine. */
  private static String pattern(String shown) {
    return Stream.of(shown.split("\\.\\.\\.", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining("(?s:.*)"));
  }

  @Test
  void eachExampleFileIsShown() throws IOException {
    TreeSet<String> shown = new TreeSet<>();
    examples().forEach(example -> shown.add(example.name() + ".java"));
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      TreeSet<String> there =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(there, shown);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SearchLog", "ReadTensors", "CountWithPython"})
  void wholeProgramIsShort(String name) throws IOException {
    assertTrue(Files.readAllLines(EXAMPLES.resolve(name + ".java")).size() < 30);
  }

  @Test
  void eachPartOfAProgramIsInAFileThatIsCompiledElsewhere() throws IOException {
    List<String> files = new ArrayList<>();
    for (String folder : COMPILED_ELSEWHERE) {
      try (Stream<Path> found = Files.list(Document.ROOT.resolve(folder))) {
        for (Path file : found.toList()) {
          files.add(Files.readString(file));
        }
      }
    }
    List<String> unknown = new ArrayList<>();
    int parts = 0;
    for (Document page : Document.guide()) {
      List<Document.Block> blocks = page.blocks();
      for (int i = 0; i < blocks.size(); i++) {
        Document.Block block = blocks.get(i);
        if (LANGUAGES.contains(block.language()) && !isProgram(blocks, i)) {
          parts++;
          if (files.stream().noneMatch(file -> file.contains(block.text()))) {
            unknown.add(page.name() + ":\n" + block.text());
          }
        }
      }
    }
    assertEquals(List.of(), unknown);
    assertTrue(parts > 5, "found only " + parts);
  }

  @Test
  void theFirstPageNamesEachOtherPage() throws IOException {
    Document first = Document.of("docs/guide.md");
    List<String> unnamed =
        Document.guide().stream()
            .skip(1)
            .map(page -> page.name().replace("docs/", ""))
            .filter(name -> first.table(FIRST_TABLE).noneMatch(row -> row.contains(name)))
            .toList();
    assertEquals(List.of(), unnamed);
  }

  @Test
  void whatTheFirstTableNamesIsPublic() throws IOException {
    List<String> sources = Source.of("core").stream().map(Source::text).toList();
    List<String> unknown =
        Document.of("docs/guide.md")
            .table(FIRST_TABLE)
            .flatMap(row -> NAME.matcher(Document.cells(row).get(1)).results())
            .map(match -> match.group(1))
            .filter(name -> sources.stream().noneMatch(text -> declares(text, name)))
            .toList();
    assertEquals(List.of(), unknown);
  }

  private static boolean declares(String source, String name) {
    return Pattern.compile("public [^=;(]*\\b" + name + "\\b").matcher(source).find();
  }

  @Test
  void whatItSaysIsThrownExists() throws IOException {
    List<String> unknown = new ArrayList<>();
    for (Document page : Document.guide()) {
      ERROR
          .matcher(page.prose())
          .results()
          .map(match -> match.group(1))
          .filter(name -> PACKAGES.stream().noneMatch(where -> exists(where + name)))
          .filter(name -> !OF_LIBRARIES.contains(name))
          .forEach(name -> unknown.add(page.name() + ": " + name));
    }
    assertEquals(List.of(), unknown);
  }

  private static boolean exists(String className) {
    try {
      Class.forName(className, false, GuideTest.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
