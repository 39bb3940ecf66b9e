package io.github.mmap4j.regex;

import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs in a JVM of its own, because a read past the end of a truncated file may kill it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a mapped file cannot be truncated there")
class PatternTruncationForkTest {
  @TempDir Path folder;

  /** Runs the interpreter alone, C1 alone, and all tiers, each from cold code on. */
  @ParameterizedTest
  @CsvSource({
    "-Xint, 2, 1", // nothing is compiled
    "-XX:TieredStopAtLevel=1, 30, 10", // C1 compiles after 200 calls
    "-XX:+TieredCompilation, 150, 10" // C2 after 5,000
  })
  void aFaultIsATypedExceptionInEachThread(String mode, int rounds, int warming) throws Exception {
    ForkedJvm.run(
        folder,
        ForkedJvm.withKernels(mode),
        PatternFaultProgram.class,
        folder.resolve("text"),
        rounds,
        warming);
  }
}
