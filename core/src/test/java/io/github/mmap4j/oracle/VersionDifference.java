package io.github.mmap4j.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of python-versions.txt: an answer that CPython has changed.
 *
 * @param since the first minor version of Python 3 with the newest answer
 * @param ours the newest answer in the words of {@link Replay}
 */
record VersionDifference(
    int since, Pattern operation, Pattern earlier, Pattern newest, Pattern ours) {
  private static final Pattern LINE = Pattern.compile("3\\.(\\d+): (.+) -> (.+) => (.+)");
  private static final String ALTERNATIVES = "\\|";

  /** Lists all lines. */
  static final List<VersionDifference> ALL = all();

  private static List<VersionDifference> all() {
    try (InputStream table = VersionDifference.class.getResourceAsStream("/python-versions.txt")) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(VersionDifference::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static VersionDifference parse(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("python-versions.txt: " + line);
    }
    return new VersionDifference(
        Integer.parseInt(parts.group(1)),
        Pattern.compile(parts.group(2)),
        Pattern.compile(parts.group(3)),
        Pattern.compile(parts.group(4)),
        Pattern.compile(
            Arrays.stream(parts.group(4).split(ALTERNATIVES))
                .map(ErrorKind::translated)
                .collect(Collectors.joining("|"))));
  }

  private boolean isEarlier(int minor, String operation, String python) {
    return minor < since && matches(this.operation, operation) && matches(earlier, python);
  }

  private static boolean matches(Pattern pattern, String text) {
    return pattern.matcher(text).matches();
  }

  /** Returns whether this explains why version 3.{@code minor} answers differently from ours. */
  boolean admits(int minor, String operation, String python, String ours) {
    return isEarlier(minor, operation, python) && matches(this.ours, ours);
  }

  /** Returns whether this explains why an older and the newest CPython answer differently. */
  boolean explains(int minor, String operation, String older, String newer) {
    return isEarlier(minor, operation, older) && matches(newest, newer);
  }
}
