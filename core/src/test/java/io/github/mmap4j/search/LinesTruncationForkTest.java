package io.github.mmap4j.search;

import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a JVM of its own, because a read past the end of a truncated file may kill it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a mapped file cannot be truncated there")
class LinesTruncationForkTest {
  @TempDir Path folder;

  @Test
  void aTruncatedFileIsATypedExceptionAndNothingIsReadAfterARange() throws Exception {
    ForkedJvm.run(folder, ForkedJvm.withKernels(), LinesProgram.class, folder.resolve("text"));
  }
}
