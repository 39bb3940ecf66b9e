package io.github.mmap4j.search;

import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, as a read behind a truncated file's end may be a JVM's last. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no file is truncated there that is mapped")
class LinesTruncationForkTest {
  @TempDir Path folder;

  @Test
  void aTruncatedFileIsATypedExceptionAndNothingIsReadBehindARange() throws Exception {
    ForkedJvm.run(folder, ForkedJvm.withKernels(), LinesProgram.class, folder.resolve("text"));
  }
}
