package io.github.mmap4j.cli.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.harness.Fork;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Truncates a file during a comparison, in a JVM that this may crash. */
class TruncatedDiffForkTest {
  /** How the program runs, and how many rounds are worthwhile. */
  private enum Mode {
    INTERPRETED("-Xint", 5, 10),
    C1("-XX:TieredStopAtLevel=1", 2_000, 100),
    C2("-XX:-TieredCompilation", 4_000, 100),
    COMPILED_FIRST("-Xcomp", 100, 50);

    private final String option;
    private final int warmUp;
    private final int rounds;

    Mode(String option, int warmUp, int rounds) {
      this.option = option;
      this.warmUp = warmUp;
      this.rounds = rounds;
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void theFaultIsReportedAndNoAnswerIsWrong(Mode mode) throws Exception {
    List<String> options =
        List.of(
            mode.option,
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve("hs_err_%p.log"));
    Process process =
        new ProcessBuilder(
                Fork.command(TruncatedDiffProgram.class, options, folder, mode.warmUp, mode.rounds))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.endsWith("survived\n"), said);
  }
}
