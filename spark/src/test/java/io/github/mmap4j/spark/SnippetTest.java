package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that the snippets of the Javadoc compile, given the names in the text around them. The
 * core's SnippetTest checks that each public type has one.
 */
class SnippetTest {
  private static final Path SOURCES = Path.of("src/main/java/io/github/mmap4j/spark");

  /** The closing brace is followed by an empty line or the comment's end. */
  private static final Pattern SNIPPET =
      Pattern.compile("(?s)\\{@snippet :\\n(.*?)\\n \\* }\\n \\*[/\\n]");

  private static final String IMPORTS =
      """
      import static org.apache.spark.sql.functions.*;
      import io.github.mmap4j.spark.*;
      import org.apache.spark.sql.*;
      import org.apache.spark.sql.streaming.*;
      """;

  /** Fields, so that a snippet may declare one of these names itself. */
  private static final String CLASS =
      """
      class Snippet%d {
        SparkSession spark;
        Dataset<Row> log;
        StreamingQuery query;
        void run() throws Exception {
      %s
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void snippetsCompile() throws Exception {
    StringBuilder code = new StringBuilder(IMPORTS);
    List<String> snippets = snippets();
    assertTrue(snippets.size() > 3, snippets.toString());
    for (int i = 0; i < snippets.size(); i++) {
      code.append(CLASS.formatted(i, snippets.get(i)));
    }
    Compiler.compile(Files.writeString(folder.resolve("Snippets.java"), code));
  }

  /** Returns the bodies of all snippets, without the comment's asterisks. */
  private static List<String> snippets() throws Exception {
    List<String> snippets = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.sorted().toList()) {
        SNIPPET
            .matcher(Files.readString(file))
            .results()
            .map((MatchResult match) -> match.group(1).replaceAll("(?m)^ \\* ?", ""))
            .forEach(snippets::add);
      }
    }
    return snippets;
  }
}
