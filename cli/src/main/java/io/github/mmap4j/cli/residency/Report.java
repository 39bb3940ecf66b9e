package io.github.mmap4j.cli.residency;

import io.github.mmap4j.cli.terminal.OutputException;

/** Shows what was found of some files. */
public interface Report {
  /** Shows one more. */
  void file(FileResidency file) throws OutputException;

  /** There are no more; shows what was found of all. */
  void end(Survey.Total total) throws OutputException;
}
