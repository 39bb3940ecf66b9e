package io.github.mmap4j.documents;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that the public types have a {@code @snippet}, and that every snippet of the core's
 * Javadoc and its overview compiles, given the names in the text around it. The module {@code
 * spark} compiles its snippets in a test of its own, which has Spark on its class path.
 */
class SnippetTest {
  private static final String OPEN = "{@snippet";
  private static final String JDK =
      """
      import static java.nio.charset.StandardCharsets.UTF_8;
      import java.io.*;
      import java.lang.foreign.*;
      import java.nio.*;
      import java.nio.channels.*;
      import java.nio.file.*;
      import java.util.*;
      """;

  /** Fields, so that a snippet may declare one of these names itself. */
  private static final String CLASS =
      """
      class Snippet {
        Mmap m;
        Path file;
        SharedMemory memory;
        String[] args;
        void run() throws Exception {
      %s
        }
      }
      """;

  /** A comment, and the type that it describes: its modifiers and its name. */
  private static final Pattern TYPE =
      Pattern.compile(
          "(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+\\s+)*"
              + "([a-z ]*)(?:class|interface|enum|record) (\\w+)");

  /** The modules that users compile against. */
  private static final List<String> MODULES = List.of("core", "spark");

  @TempDir Path folder;

  @Test
  void eachPublicTypeHasASnippet() throws IOException {
    Set<String> bare = new TreeSet<>();
    for (String module : MODULES) {
      int types = 0;
      for (Source source : Source.of(module)) {
        if (!source.packageName().contains(".internal.")) {
          types += addBare(source, bare);
        }
      }
      assertTrue(types > 2, module + " has only " + types);
    }
    assertEquals(Set.of(), bare);
  }

  /**
   * Adds the public types of a file that no snippet shows, and returns the number of public types.
   * A nested type may be shown by another type's snippet, which names it.
   */
  private static int addBare(Source source, Set<String> bare) {
    int types = 0;
    boolean isInInterface = source.text().contains("\npublic interface ");
    Matcher type = TYPE.matcher(source.text());
    String outer = null;
    while (type.find()) {
      if (type.group(2).startsWith("public ") || outer != null && isInInterface) {
        types++;
        String name = outer == null ? type.group(3) : outer + "." + type.group(3);
        boolean isShown =
            type.group(1).contains(OPEN)
                || outer != null
                    && snippets(source.text()).stream().anyMatch(code -> code.contains(name));
        if (!isShown) {
          bare.add(name);
        }
        outer = outer == null ? name : outer;
      }
    }
    return types;
  }

  @TestFactory
  Stream<DynamicTest> snippetCompiles() throws IOException {
    List<Source> sources = Source.of("core");
    String imports = JDK + importsOf(sources);
    List<DynamicTest> tests = new ArrayList<>();
    Path overview = Document.ROOT.resolve("core/src/main/javadoc/overview.html");
    List<Source> all = new ArrayList<>(sources);
    all.add(new Source(overview, Files.readString(overview)));
    for (Source source : all) {
      for (String snippet : snippets(source.text())) {
        String name = source.fileName() + ": " + snippet.strip().lines().findFirst().orElse("");
        String code = imports + CLASS.formatted(snippet);
        tests.add(DynamicTest.dynamicTest(name, () -> Javac.compile(folder, "Snippet", code)));
      }
    }
    assertTrue(tests.stream().anyMatch(test -> test.getDisplayName().startsWith("overview")));
    return tests.stream();
  }

  private static String importsOf(List<Source> sources) {
    return sources.stream()
        .map(Source::packageName)
        .filter(name -> !name.contains(".internal."))
        .distinct()
        .map(name -> "import " + name + ".*;\n")
        .collect(joining());
  }

  /** Returns the bodies of all snippets, without the comment's asterisks. */
  private static List<String> snippets(String text) {
    List<String> snippets = new ArrayList<>();
    for (int at = text.indexOf(OPEN); at >= 0; at = text.indexOf(OPEN, at + 1)) {
      int body = text.indexOf(":\n", at) + 2;
      snippets.add(text.substring(body, end(text, body)).replaceAll("(?m)^ *\\* ?", ""));
    }
    return snippets;
  }

  /** Returns where the snippet's closing brace is: braces inside come in pairs. */
  private static int end(String text, int body) {
    int depth = 1;
    int at = body;
    while (depth > 0) {
      switch (text.charAt(at++)) {
        case '{' -> depth++;
        case '}' -> depth--;
        default -> {}
      }
    }
    return at - 1;
  }
}
