package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Truncates a file that other code has mapped; the library must not claim the fault. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no file is truncated there that is mapped")
class ForeignFaultForkTest {
  /** The ways to run a program, and how often to call a method in each. */
  private enum Mode {
    INTERPRETED(20, 20, "-Xint"),
    C1(6_000, 200, "-XX:TieredStopAtLevel=1"),
    C2(12_000, 200, "-XX:-TieredCompilation"),
    COMPILED_FIRST(500, 100, "-Xcomp");

    final int warmUp;
    final int rounds;
    private final String[] options;

    Mode(int warmUp, int rounds, String... options) {
      this.warmUp = warmUp;
      this.rounds = rounds;
      this.options = options;
    }

    List<String> options(String... more) {
      return ForkedJvm.onClassPath(
          Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new));
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void theFaultOfOtherMemoryIsNotBlamedOnTheMapping(Mode mode) throws Exception {
    String said =
        ForkedJvm.run(
            folder,
            mode.options(),
            ForeignFaultProgram.class,
            folder.resolve("own"),
            folder.resolve("other"),
            mode.warmUp,
            mode.rounds);
    assertEquals(4, said.lines().count(), said);
  }
}
