package io.github.mmap4j.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays the operations of golden.py and expects the recorded answers of each CPython. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "golden.txt is what CPython answers on Linux")
class GoldenTest {
  private static final int LEAST_CASES = 1400;
  private static final int LEAST_OLDER_CASES = 100;
  private static final int PAGESIZE_OF_GOLDEN = 4096;

  @ParameterizedTest
  @MethodSource("cases")
  void mmapAnswersAsCPythonDid(Golden.Case golden, @TempDir Path directory) throws IOException {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    assumeTrue(Mmap.PAGESIZE == PAGESIZE_OF_GOLDEN, "golden.txt is for pages of 4096 bytes");
    try (Replay replay = new Replay(directory.resolve("file"))) {
      for (Golden.Step step : golden.steps()) {
        String result = replay.answer(step.operation());
        if (!Difference.agree(golden.minor(), step.operation(), step.result(), result)) {
          fail(step.operation() + ": CPython " + step.result() + ", Mmap " + result);
        }
        boolean isMapped = !step.result().startsWith("!");
        boolean refusedByOne = step.operation().startsWith("map ") && isMapped != replay.isOpen();
        if (!refusedByOne) {
          assertEquals(step.state(), replay.state(), "position and length after " + step);
        }
      }
      assertEquals(golden.end(), PythonBytes.shown(replay.fileBytes()), "the file's bytes");
    }
  }

  static Stream<Golden.Case> cases() {
    return Stream.concat(Stream.of(Golden.newest()), Golden.older())
        .flatMap(golden -> golden.cases().stream());
  }

  @Test
  void thereAreEnoughCases() {
    assertTrue(Golden.newest().cases().size() >= LEAST_CASES);
    Golden.older().forEach(older -> assertTrue(older.cases().size() >= LEAST_OLDER_CASES));
  }
}
