package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that no access reaches unmapped memory, which would crash the JVM or read another
 * mapping's bytes.
 */
class UseAfterCloseForkTest {
  @TempDir private Path folder;

  @Test
  void noViewOutlivesItsMemory() throws Exception {
    String said =
        ForkedJvm.run(folder, ForkedJvm.onClassPath(), ViewsProgram.class, folder.resolve("file"));
    assertEquals("no view outlives its memory", said.strip());
  }

  @Test
  void memoryThatTheKernelWritesIsNotTakenAway() throws Exception {
    String said =
        ForkedJvm.run(folder, ForkedJvm.onClassPath(), InUseProgram.class, folder.resolve("file"));
    assertEquals(4, said.lines().filter("in use"::equals).count(), said);
  }
}
