package io.github.mmap4j.search;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.MapFlag;
import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a JVM of its own, which has a small heap. */
class LargeForkTest {
  @TempDir Path folder;

  @Test
  void aSmallHeapIsEnoughForALargeText() throws Exception {
    assumeTrue(
        MapFlag.NORESERVE.isSupported(), "memory can't be mapped here without room for all of it");
    ForkedJvm.run(
        folder, ForkedJvm.withKernels("-Xmx64m"), LargeProgram.class, folder.resolve("text"));
  }
}
