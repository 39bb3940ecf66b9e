package io.github.mmap4j.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the documents and the modules name the versions that the root's POM has. */
class CoordinatesTest {
  private static final String GROUP = "<groupId>io.github.mmap4j</groupId>\\s*";
  private static final Pattern PROJECT =
      Pattern.compile(GROUP + "<artifactId>[\\w-]+</artifactId>\\s*<version>([^<$]+)</version>");
  private static final Pattern LAST = Pattern.compile("<mmap4j\\.last>(.*)</mmap4j\\.last>");
  private static final Pattern GRADLE =
      Pattern.compile("\"io\\.github\\.mmap4j:[\\w-]+:([^\"]+)\"");

  private static final Pattern JAR = Pattern.compile("mmap4j(?:-spark)?-(\\d[\\w.-]*)\\.jar");
  private static final Pattern UNCOMPARED =
      Pattern.compile("<japicmp\\.skip>(.*)</japicmp\\.skip>");

  private static List<String> versions(Pattern pattern, String name) throws IOException {
    return pattern
        .matcher(Document.of(name).text())
        .results()
        .map(match -> match.group(1))
        .distinct()
        .toList();
  }

  private static String current() throws IOException {
    List<String> versions = versions(PROJECT, "pom.xml");
    assertFalse(versions.isEmpty());
    return versions.getFirst();
  }

  /** Returns the last release or, before the first, the current version. */
  private static String documented() throws IOException {
    List<String> last = versions(LAST, "pom.xml");
    assertEquals(1, last.size());
    boolean isRelease = !current().endsWith("-SNAPSHOT");
    return isRelease || last.equals(List.of("none")) ? current() : last.getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md", "docs/start.md"})
  void documentNamesAVersionThatCanBeHadForMavenAndGradle(String name) throws IOException {
    assertEquals(List.of(documented()), versions(PROJECT, name));
    assertEquals(List.of(documented()), versions(GRADLE, name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md", "docs/start.md", "docs/spark.md"})
  void documentNamesJarsOfThatVersion(String name) throws IOException {
    assertEquals(List.of(documented()), versions(JAR, name));
  }

  @Test
  void theApiIsComparedWithTheLastReleaseOnceThereIsOne() throws IOException {
    boolean isNone = versions(LAST, "pom.xml").equals(List.of("none"));
    assertEquals(List.of(String.valueOf(isNone)), versions(UNCOMPARED, "pom.xml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bom", "core", "cli", "bench", "lucene", "spark", "dist"})
  void moduleHasTheCurrentVersion(String module) throws IOException {
    assertEquals(List.of(current()), versions(PROJECT, module + "/pom.xml"));
  }

  @Test
  void billOfMaterialsHasNoParentWhoseVersionsItWouldPassOn() throws IOException {
    assertFalse(Document.of("bom/pom.xml").text().contains("<parent>"));
  }
}
