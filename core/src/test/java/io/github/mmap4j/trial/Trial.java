package io.github.mmap4j.trial;

import java.nio.file.Path;

/**
 * Something that is done very often to see that it never goes wrong, each time in virtual machines
 * of its own. How often is a figure: small for the tests that every change has to pass, large where
 * a trial is run for its own sake.
 */
interface Trial {
  /** Does it {@code figure} times in {@code folder}; what was seen, one line for each machine. */
  String run(Path folder, long figure) throws Exception;

  /** Does as much of it as the tests of every change have time for. */
  default String runInShort(Path folder, long figure) throws Exception {
    return run(folder, figure);
  }

  /** Why it can't be done on this system, or null. */
  default String obstacle(Path folder) throws Exception {
    return null;
  }
}
