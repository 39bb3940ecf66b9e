package io.github.mmap4j.cli.residency;

import io.github.mmap4j.cli.terminal.OutputException;

/** A report on the residency of files. */
public interface Report {
  /** Shows one file. */
  void file(FileResidency file) throws OutputException;

  /** Ends the report and shows the total. */
  void end(Survey.Total total) throws OutputException;
}
