package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.Screen;

/** The output of a search, with what applies to all files. */
final class GrepOutput {
  private final Output out;
  private final GrepOptions options;
  private final Context context;
  private final long limit;
  private final boolean colour;
  private boolean hasGroups;

  GrepOutput(Output out, GrepOptions options) throws Refusal {
    options.check();
    this.out = out;
    this.options = options;
    this.context = options.context();
    this.limit = options.limit();
    this.colour = options.hasColour(Screen.of(out)::hasColour);
  }

  Output out() {
    return out;
  }

  GrepOptions options() {
    return options;
  }

  Context context() {
    return context;
  }

  /** Returns the maximum number of selected lines per file. */
  long limit() {
    return limit;
  }

  LineHead head(String name) {
    return new LineHead(out, name, options.zeroAfterName, colour);
  }

  /** Records that a group of lines is printed, and returns whether there was one before. */
  boolean nextGroup() {
    boolean before = hasGroups;
    hasGroups = true;
    return before;
  }
}
