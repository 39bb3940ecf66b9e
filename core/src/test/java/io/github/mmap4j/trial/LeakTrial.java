package io.github.mmap4j.trial;

import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Path;

/**
 * Opens and closes {@code figure} mappings, drops a fifth as many, and checks that nothing is left
 * of them.
 */
final class LeakTrial implements Trial {
  private static final int MOST_MINUTES = 30;

  @Override
  public String run(Path folder, long figure) throws Exception {
    return ForkedJvm.start(
            folder,
            ForkedJvm.onClassPath(),
            LeakProgram.class,
            folder.resolve("leaked"),
            figure,
            figure / 5)
        .endWithin(MOST_MINUTES)
        .strip();
  }
}
