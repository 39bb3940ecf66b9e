package io.github.mmap4j.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A source file of a module's main code.
 *
 * @param file the path of the file
 * @param text the whole text
 */
public record Source(Path file, String text) {
  private static final Pattern COMMENT_OR_LITERAL =
      Pattern.compile(
          "//[^\\n]*+|/\\*[\\s\\S]*?\\*/"
              + "|\"\"\"[\\s\\S]*?\"\"\""
              + "|\"(?:[^\"\\\\]++|\\\\.)*+\"|'(?:[^'\\\\]++|\\\\.)*+'");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

  /**
   * The project's classes and packages. Names of Flight Recorder events and of loggers are
   * excluded, as they are no classes.
   */
  private static final Pattern OURS =
      Pattern.compile(
          "(?<!(?:@Name|getLogger)\\(\")(io\\.github\\.mmap4j(?:\\.[a-z]\\w*)*)(?:\\.([A-Z]\\w*|\\*))?");

  /** A class that the code names: in an import, in full, or in a string for reflection. */
  record Name(String packageName, String simpleName) {}

  /** Returns the sources of {@code module} without its descriptor; none if it has no code. */
  public static List<Source> of(String module) throws IOException {
    Path folder = Path.of("..", module, "src", "main", "java");
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("module-info.java"))
          .sorted()
          .map(Source::read)
          .toList();
    }
  }

  private static Source read(Path file) {
    try {
      return new Source(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String fileName() {
    return file.getFileName().toString();
  }

  String packageName() {
    Matcher matcher = PACKAGE.matcher(code());
    if (!matcher.find()) {
      throw new AssertionError(file + " has no package");
    }
    return matcher.group(1);
  }

  /** Returns the text without its comments. */
  String code() {
    return COMMENT_OR_LITERAL
        .matcher(text)
        .replaceAll(
            match -> match.group().startsWith("/") ? " " : Matcher.quoteReplacement(match.group()));
  }

  /** Returns the project's classes that the code names; a package has null as simple name. */
  List<Name> names() {
    return OURS.matcher(PACKAGE.matcher(code()).replaceFirst(""))
        .results()
        .map(match -> new Name(match.group(1), match.group(2)))
        .toList();
  }

  /** Returns whether the code contains {@code pattern}. */
  boolean has(Pattern pattern) {
    return pattern.matcher(code()).find();
  }
}
