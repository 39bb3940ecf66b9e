package io.github.mmap4j.oracle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.documents.Readme;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DifferenceTest {
  @ParameterizedTest
  @EnumSource
  void theReadmeListsEachDifference(Difference difference) throws IOException {
    List<String> listed = Readme.firstColumn("Differences from Python");
    assertTrue(
        listed.contains(difference.phrase()), difference.phrase() + " is not among " + listed);
  }
}
