package io.github.mmap4j.cli.diff;

import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;

/** A report on how two files differ. */
interface DiffReport {
  /** Reports that the files are equal. */
  void same() throws OutputException;

  /** Reports the offset of the first difference, which may be the end of the shorter file. */
  void different(long first) throws IOException;

  /** Shows the next range in which the files differ. */
  void range(long start, long end) throws OutputException;

  /** Ends the report. {@code complete} is false if some ranges were not shown. */
  void end(boolean complete) throws OutputException;
}
