package io.github.mmap4j.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The recorded answers of one version of CPython, which golden.py has made. */
record Golden(String version, List<Case> cases) {
  private static final Pattern HEAD = Pattern.compile("# Answers of CPython (3\\.\\d+\\.\\d+) .*");

  /** An operation, CPython's result, and the position and length after it. */
  record Step(String operation, String result, String state) {
    /** Parses {@code OPERATION -> RESULT @POSITION #LENGTH}. */
    static Step parse(String line) {
      int arrow = line.indexOf(" -> ");
      int state = line.lastIndexOf(" @");
      return new Step(
          line.substring(0, arrow), line.substring(arrow + 4, state), line.substring(state + 1));
    }
  }

  record Case(int minor, String name, List<Step> steps, String end) {
    @Override
    public String toString() {
      return "3." + minor + ": " + name;
    }
  }

  /** Returns the answers of the newest version, to all cases. */
  static Golden newest() {
    return read("/golden.txt");
  }

  /** Returns the answers of older versions, to the cases that they answer differently. */
  static Stream<Golden> older() {
    return Stream.of("3.11", "3.12", "3.13", "3.14")
        .map(version -> read("/golden-" + version + ".txt"));
  }

  int minor() {
    return minor(version);
  }

  /** Returns the minor version in a version of Python 3. */
  static int minor(String version) {
    return Integer.parseInt(version.split("\\.")[1]);
  }

  Map<String, Case> byName() {
    return cases.stream().collect(Collectors.toMap(Case::name, Function.identity()));
  }

  private static Golden read(String resource) {
    List<String> lines = lines(resource);
    Matcher head = HEAD.matcher(lines.getFirst());
    if (!head.matches()) {
      throw new IllegalStateException(resource + ": " + lines.getFirst());
    }
    String version = head.group(1);
    List<Case> cases = new ArrayList<>();
    String name = null;
    List<Step> steps = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("case ")) {
        name = line.substring("case ".length());
      } else if (line.startsWith("end ")) {
        String end = line.substring("end ".length());
        cases.add(new Case(minor(version), name, List.copyOf(steps), end));
        steps.clear();
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        steps.add(Step.parse(line));
      }
    }
    return new Golden(version, cases);
  }

  private static List<String> lines(String resource) {
    try (InputStream golden = Golden.class.getResourceAsStream(resource)) {
      return new String(golden.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
