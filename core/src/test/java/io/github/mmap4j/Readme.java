package io.github.mmap4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The README at the root, which tests hold to its word. */
final class Readme {
  static final Path ROOT = Path.of("..");

  private static final Pattern JAVA = Pattern.compile("(?s)\\n```java\\n(.*?)```\\n");

  private Readme() {}

  private static String text() throws IOException {
    return Files.readString(ROOT.resolve("README.md"));
  }

  /** The Java programs that it shows: the first, and the one of memory that processes share. */
  static List<String> programs() throws IOException {
    return JAVA.matcher(text()).results().map(match -> match.group(1)).toList();
  }

  /** The first column of the table under {@code heading}, its own heading included. */
  static List<String> firstColumn(String heading) throws IOException {
    return table(heading).map(line -> line.split("\\|")[1].strip()).toList();
  }

  private static Stream<String> table(String heading) throws IOException {
    return text()
        .lines()
        .dropWhile(line -> !line.equals("## " + heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("|"));
  }
}
