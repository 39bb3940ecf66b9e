package io.github.mmap4j.cli.diff;

import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;

/** Shows how two files differ. */
public interface DiffReport {
  /** They are the same. */
  void same() throws OutputException;

  /** They differ from {@code first} on, which is where one ends if all before is equal. */
  void different(long first) throws IOException;

  /** One of the ranges in which they differ, in their order. */
  void range(long start, long end) throws OutputException;

  /** No more are shown; {@code complete}: as there are none. */
  void end(boolean complete) throws OutputException;
}
