package io.github.mmap4j.trial;

import java.nio.file.Path;

/**
 * A trial, which repeats something very often, in JVMs of its own, to show that it never goes
 * wrong. The number of repetitions, the figure, is small for the tests that every change has to
 * pass, and large when a trial is run by name.
 */
interface Trial {
  /**
   * Runs the trial in {@code folder} with the given figure, and returns the results, one line for
   * each JVM.
   */
  String run(Path folder, long figure) throws Exception;

  /** Runs as much of the trial as the tests of every change have time for. */
  default String runInShort(Path folder, long figure) throws Exception {
    return run(folder, figure);
  }

  /** Returns why the trial can't be run on this system, or null. */
  default String obstacle(Path folder) throws Exception {
    return null;
  }
}
