package io.github.mmap4j.cli.diff;

import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;

/** A report on how two files differ. */
interface DiffReport {
  /** Reports that the files are equal. */
  void same() throws OutputException;

  /** Reports the first difference, which may be the surplus of the longer file. */
  void different(Differences first) throws IOException;

  /** Shows the next range in which the files differ; {@code end} is its end offset. */
  void range(Differences next, long end) throws OutputException;

  /** Ends the report. {@code complete} is false if some ranges were not shown. */
  void end(boolean complete) throws OutputException;
}
