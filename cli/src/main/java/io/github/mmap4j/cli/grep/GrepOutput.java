package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.input.StandardStream;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.Screen;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** The output of a search, with what applies to all files. */
final class GrepOutput {
  private final Output out;
  private final GrepOptions options;
  private final Context context;
  private final long limit;
  private final boolean colour;
  private final Optional<Object> destination;
  private boolean hasGroups;

  GrepOutput(Output out, GrepOptions options) throws Refusal {
    options.check();
    this.out = out;
    this.options = options;
    this.context = options.context();
    this.limit = options.limit();
    this.destination = options.isSilent() ? Optional.empty() : StandardStream.OUTPUT.file();
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

  /**
   * Returns whether lines are printed to the file with these attributes. A search of that file
   * might find what it has printed, again and again.
   */
  boolean isPrintedTo(BasicFileAttributes file) {
    return isPrintedTo(Optional.ofNullable(file.fileKey()));
  }

  /** Returns whether lines are printed to the file that standard input is. */
  boolean isPrintedToInput() {
    return isPrintedTo(StandardStream.INPUT.file());
  }

  private boolean isPrintedTo(Optional<Object> file) {
    return limit > 1 && destination.isPresent() && destination.equals(file);
  }

  /** Records that a group of lines is printed, and returns whether there was one before. */
  boolean nextGroup() {
    boolean before = hasGroups;
    hasGroups = true;
    return before;
  }
}
