package io.github.mmap4j.trial;

import io.github.mmap4j.harness.ForkedJvm;
import io.github.mmap4j.oracle.RandomComparison;
import java.io.IOException;
import java.nio.file.Path;

/** Runs {@code figure} random operations side by side with CPython. */
final class PythonTrial implements Trial {
  @Override
  public String run(Path folder, long figure) throws Exception {
    String said =
        ForkedJvm.run(
            folder,
            ForkedJvm.onClassPath(),
            RandomComparison.class,
            Seed.random("comparison").nextLong(),
            figure);
    return said.lines().toList().getLast();
  }

  @Override
  public String obstacle(Path folder) throws InterruptedException {
    try {
      Process python = new ProcessBuilder("python3", "-c", "import mmap; mmap.MADV_NORMAL").start();
      return python.waitFor() == 0 ? null : "python3 has no mmap.madvise";
    } catch (IOException e) {
      return "needs python3: " + e.getMessage();
    }
  }
}
