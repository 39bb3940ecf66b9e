package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Truncates files where there is no fault guard, so that all bytes are copied out of mapped memory.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no file is truncated there that is mapped")
class UnguardedForkTest {
  private static final int MILLIS = 50;

  @TempDir private Path folder;

  /** Returns the number of warm-up calls: enough for each compiler, and one where there is none. */
  private static int calls(String option) {
    return option.equals("-Xint") ? 1 : 6_000;
  }

  /**
   * Returns the number of faults; in the interpreter, none is met in another way than the first.
   */
  private static int faults(String option) {
    return option.equals("-Xint") ? 5 : 20;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation", "-XX:+UseSerialGC"})
  void everyCallMeetsItsFaultItselfWhereTheGuardIsDisabled(String option) throws Exception {
    meet(ForkedJvm.onClassPath(option), option);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
  void everyCallMeetsItsFaultItselfWithoutNativeAccess(String option) throws Exception {
    List<String> options = new ArrayList<>(ForkedJvm.denied());
    options.add(option);
    meet(options, option);
  }

  private void meet(List<String> options, String option) throws Exception {
    String said =
        ForkedJvm.run(
            folder,
            options,
            UnguardedProgram.class,
            folder.resolve("file"),
            calls(option),
            MILLIS,
            faults(option));
    assertEquals(FaultingCall.values().length, said.lines().count(), said);
  }

  @Test
  void theGuardIsNotDisabledOnceItIsThere() throws Exception {
    ForkedJvm.run(
        folder, ForkedJvm.onClassPath(), LateRefusalProgram.class, folder.resolve("file"));
  }
}
