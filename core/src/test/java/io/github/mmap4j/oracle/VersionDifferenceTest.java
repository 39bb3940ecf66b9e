package io.github.mmap4j.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the golden answers of different versions with each other and with the table. */
class VersionDifferenceTest {
  private static final Map<String, Golden.Case> NEWEST = Golden.newest().byName();

  /** An operation that an older and the newest CPython answer differently. */
  private record Change(int minor, String operation, String older, String newer) {
    boolean isExplainedBy(VersionDifference difference) {
      return difference.explains(minor, operation, older, newer);
    }
  }

  static Stream<Golden> older() {
    return Golden.older();
  }

  private static List<Change> changes(Golden golden) {
    List<Change> changes = new ArrayList<>();
    for (Golden.Case older : golden.cases()) {
      List<Golden.Step> newer = NEWEST.get(older.name()).steps();
      for (int i = 0; i < older.steps().size(); i++) {
        Golden.Step step = older.steps().get(i);
        assertEquals(newer.get(i).operation(), step.operation(), older.name());
        String result = newer.get(i).result();
        if (!step.result().equals(result)) {
          changes.add(new Change(older.minor(), step.operation(), step.result(), result));
        }
      }
    }
    return changes;
  }

  @ParameterizedTest
  @MethodSource("older")
  void theTableExplainsEachChange(Golden golden) {
    List<Change> changes = changes(golden);
    assertFalse(changes.isEmpty());
    for (Change change : changes) {
      assertTrue(VersionDifference.ALL.stream().anyMatch(change::isExplainedBy), change::toString);
    }
  }

  @Test
  void eachLineOfTheTableExplainsTheVersionBeforeItsOwn() {
    List<Change> changes = Golden.older().flatMap(golden -> changes(golden).stream()).toList();
    for (VersionDifference difference : VersionDifference.ALL) {
      assertTrue(
          changes.stream()
              .filter(change -> change.minor() == difference.since() - 1)
              .anyMatch(change -> change.isExplainedBy(difference)),
          difference::toString);
    }
  }

  @Test
  void aVersionThatHasTheNewestAnswerMayNotGiveTheEarlierOne() {
    assertTrue(Difference.agree(14, "find '' 7", "6", "-1"));
    assertFalse(Difference.agree(15, "find '' 7", "6", "-1"));
    assertFalse(Difference.agree(14, "find '' 7", "6", "5"));
  }
}
