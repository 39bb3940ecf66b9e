package io.github.mmap4j.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays the operations of golden.py and expects CPython's recorded answers. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "golden.txt is what CPython answers on Linux")
class GoldenTest {
  private static final int LEAST_CASES = 300;
  private static final int PAGESIZE_OF_GOLDEN = 4096;

  /** An operation, CPython's result, and the position and length after it. */
  private record Step(String operation, String result, String state) {
    /** Parses {@code OPERATION -> RESULT @POSITION #LENGTH}. */
    static Step parse(String line) {
      int arrow = line.indexOf(" -> ");
      int state = line.lastIndexOf(" @");
      return new Step(
          line.substring(0, arrow), line.substring(arrow + 4, state), line.substring(state + 1));
    }
  }

  private record Case(String name, List<Step> steps, String end) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void mmapAnswersAsCPythonDid(Case golden, @TempDir Path directory) throws IOException {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    assumeTrue(Mmap.PAGESIZE == PAGESIZE_OF_GOLDEN, "golden.txt is for pages of 4096 bytes");
    try (Replay replay = new Replay(directory.resolve("file"))) {
      for (Step step : golden.steps()) {
        String result = replay.answer(step.operation());
        if (!Difference.agree(step.operation(), step.result(), result)) {
          fail(step.operation() + ": CPython " + step.result() + ", Mmap " + result);
        }
        boolean refusedHereOnly = step.operation().startsWith("map ") && !replay.isOpen();
        if (!refusedHereOnly) {
          assertEquals(step.state(), replay.state(), "position and length after " + step);
        }
      }
      assertEquals(golden.end(), PythonBytes.shown(replay.fileBytes()), "the file's bytes");
    }
  }

  @Test
  void thereAreEnoughCases() throws IOException {
    assertTrue(cases().count() >= LEAST_CASES);
  }

  static Stream<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    String name = null;
    List<Step> steps = new ArrayList<>();
    for (String line : lines()) {
      if (line.startsWith("case ")) {
        name = line.substring("case ".length());
      } else if (line.startsWith("end ")) {
        cases.add(new Case(name, List.copyOf(steps), line.substring("end ".length())));
        steps.clear();
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        steps.add(Step.parse(line));
      }
    }
    return cases.stream();
  }

  private static List<String> lines() throws IOException {
    try (InputStream golden = GoldenTest.class.getResourceAsStream("/golden.txt")) {
      return new String(golden.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
