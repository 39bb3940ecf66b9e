package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DifferenceTest {
  private static final String HEADING = "## Differences from Python";

  @ParameterizedTest
  @EnumSource
  void theReadmeListsEachDifference(Difference difference) throws IOException {
    List<String> listed = firstColumn(Files.readAllLines(Path.of("..", "README.md")));
    assertTrue(
        listed.contains(difference.phrase()), difference.phrase() + " is not among " + listed);
  }

  private static List<String> firstColumn(List<String> readme) {
    return readme.stream()
        .dropWhile(line -> !line.equals(HEADING))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("|"))
        .map(line -> line.split("\\|")[1].strip())
        .toList();
  }
}
