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

/** Checks that docs/guide.md is true. Its shell lines are run by build/test-guide.sh. */
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
          "java.nio.file.",
          "java.util.regex.",
          "java.util.concurrent.");

  @TempDir Path folder;

  /** A program of the guide, with its JVM options and its output. */
  private record Example(String name, List<String> options, String program, String printed) {}

  private static List<Example> examples() throws IOException {
    List<Document.Block> blocks = Document.of("docs/guide.md").blocks();
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).language().equals("java")) {
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
    return examples;
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
    assumeTrue(OS.LINUX.isCurrentOs(), "the guide shows what Linux answers");
    String printed = Javac.run(place, 0, example.options(), example.name());
    assertTrue(
        printed.matches(pattern(example.printed())),
        () -> "shown:\n" + example.printed() + "printed:\n" + printed);
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

  @Test
  void whatItSaysIsThrownExists() throws IOException {
    List<String> unknown =
        ERROR
            .matcher(Document.of("docs/guide.md").text())
            .results()
            .map(match -> match.group(1))
            .filter(name -> PACKAGES.stream().noneMatch(where -> exists(where + name)))
            .toList();
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
