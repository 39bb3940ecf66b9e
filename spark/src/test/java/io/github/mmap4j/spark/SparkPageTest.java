package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that docs/spark.md is true. */
class SparkPageTest {
  private static final Path PAGE = Path.of("../docs/spark.md");

  @TempDir Path folder;

  @Test
  void theProgramCountsAndCopiesErrors() throws Exception {
    SparkSession spark = LocalSpark.session();
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Files.writeString(logs.resolve("a.log"), "INFO one\nERROR two\n");
    Files.writeString(logs.resolve("b.log"), "ERROR three\nERROR fo");
    Files.writeString(logs.resolve("b.log.2.gz"), "compressed by logrotate");
    Path copy = folder.resolve("copy");

    String printed = run(logs.toString(), copy.toString());
    assertTrue(printed.startsWith("3 errors\n"), printed);
    assertTrue(printed.contains("|" + logs.resolve("a.log") + "|9      |ERROR two"), printed);
    assertEquals(
        List.of("ERROR three", "ERROR two"),
        spark.read().text(copy.toString()).sort("value").as("s").collectAsList().stream()
            .map(row -> row.getString(0))
            .toList());

    Files.writeString(logs.resolve("b.log"), "ERROR three\nERROR four\n");
    run(logs.toString(), copy.toString());
    assertEquals(3, spark.read().text(copy.toString()).count());
  }

  /** Compiles and runs the page's program, and returns what it prints. */
  private String run(String... args) throws Exception {
    Path source = folder.resolve("ErrorLines.java");
    Files.writeString(source, all("(?s)```java\\n(.*?)```").getFirst());
    Compiler.compile(source);

    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    URI classes = folder.toUri();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toURL()}, getClass().getClassLoader())) {
      System.setOut(new PrintStream(printed, true, UTF_8));
      loader.loadClass("ErrorLines").getMethod("main", String[].class).invoke(null, (Object) args);
    } finally {
      System.setOut(out);
    }
    return printed.toString(UTF_8);
  }

  private static List<String> all(String regex) throws Exception {
    return Pattern.compile(regex)
        .matcher(Files.readString(PAGE))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  @Test
  void hiddenColumnsAreThoseOfTheTable() throws Exception {
    CaseInsensitiveStringMap path = new CaseInsensitiveStringMap(java.util.Map.of("path", "x"));
    List<String> names = new ArrayList<>();
    for (var each : new LinesTable(path).metadataColumns()) {
      names.add(each.name() + " " + each.dataType().sql());
    }
    List<String> shown =
        Pattern.compile("\\| `(_\\w+)` \\| (\\w+) \\|")
            .matcher(Files.readString(PAGE))
            .results()
            .map(match -> match.group(1) + " " + match.group(2))
            .toList();
    assertEquals(names, shown);
  }

  @Test
  void everyOptionOfTheJavadocIsShown() throws Exception {
    Path provider = Path.of("src/main/java/io/github/mmap4j/spark/LinesProvider.java");
    List<String> documented =
        Pattern.compile("<tr><td>\\{@code ([a-z]\\w+)}</td><td>")
            .matcher(Files.readString(provider))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertTrue(documented.contains("failOnDataLoss"), documented.toString());
    List<String> missing = new ArrayList<>(documented);
    missing.removeAll(all("(?m)^\\| `([a-z]\\w+)` \\|(?! STRING)"));
    assertEquals(List.of(), missing);
  }
}
