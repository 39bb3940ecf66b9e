package io.github.mmap4j.cli;

/** Shows what was found of some files. */
interface Report {
  /** Shows one more. */
  void file(Measured file) throws OutputException;

  /** There are no more; shows what was found of all. */
  void end(Survey.Total total) throws OutputException;
}
