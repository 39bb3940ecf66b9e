package io.github.mmap4j.regex;

import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a JVM of its own, as a read behind a truncated file's end may be a JVM's last. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no file is truncated there that is mapped")
class PatternTruncationForkTest {
  @TempDir Path folder;

  /** The interpreter alone, the first compiler alone, and all, from cold code on. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:+TieredCompilation"})
  void aFaultIsATypedExceptionInEachThread(String mode) throws Exception {
    ForkedJvm.run(
        folder, ForkedJvm.withKernels(mode), PatternFaultProgram.class, folder.resolve("text"));
  }
}
