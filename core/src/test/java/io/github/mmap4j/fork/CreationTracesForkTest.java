package io.github.mmap4j.fork;

import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreationTracesForkTest {
  @TempDir private Path folder;

  /** Runs in a JVM in which no other test has switched recording on. */
  @Test
  void originsAreOffAtFirst() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[1]);
    ForkedJvm.run(folder, ForkedJvm.onClassPath(), CreationTracesProgram.class, file);
  }
}
