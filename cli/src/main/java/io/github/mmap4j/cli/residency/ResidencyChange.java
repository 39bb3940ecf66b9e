package io.github.mmap4j.cli.residency;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.format.ShownName;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a command has changed of how much of a file is in memory. */
public final class ResidencyChange {
  /** What {@code --json} has of it. */
  public static final String HELP =
      JsonWriter.HELP
          + "\"pages\", \"residentPages\", \"bytes\", \"residentBytes\", and \"before\" with what was"
          + " resident then; without numbers where the system tells none. \"uri\" is there where the"
          + " bytes of a name are not UTF-8.";

  private final Path file;
  private final Mmap mmap;
  private final boolean told;
  private final Optional<PageFraction> before;

  private ResidencyChange(Path file, Mmap mmap) throws IOException {
    this.file = file;
    this.mmap = mmap;
    this.told = FileResidency.isTold(file);
    this.before = now();
  }

  /** Looks at the file before anything is changed. */
  public static ResidencyChange of(Path file, Mmap mmap) throws IOException {
    return new ResidencyChange(file, mmap);
  }

  /** What is in memory now, if the system tells. */
  public Optional<PageFraction> now() throws IOException {
    return told ? Optional.of(PageFraction.of(mmap.residency())) : Optional.empty();
  }

  /** Prints what is there after it, and what was before. */
  public void print(Output out, boolean json, Optional<PageFraction> after) throws OutputException {
    if (json) {
      json(out, file, before, after);
    } else {
      out.line(ShownName.of(file) + ": " + text(after));
    }
    out.pieceDone();
  }

  /** Prints that a file is empty, so that nothing was to be done. */
  public static void printEmpty(Output out, boolean json, Path file) throws OutputException {
    if (json) {
      json(out, file, Optional.of(PageFraction.NOTHING), Optional.of(PageFraction.NOTHING));
    } else {
      out.line(ShownName.of(file) + ": empty");
    }
  }

  private static void json(
      Output out, Path file, Optional<PageFraction> before, Optional<PageFraction> after)
      throws OutputException {
    JsonWriter json = new JsonWriter(out);
    json.open('{').path(file);
    if (before.isPresent() && after.isPresent()) {
      after.get().write(json);
      json.name("before").open('{');
      json.name("residentPages").value(before.get().residentPages());
      json.name("residentBytes").value(before.get().residentBytes()).close('}');
    }
    json.close('}').end();
  }

  private String text(Optional<PageFraction> after) {
    if (before.isEmpty() || after.isEmpty()) {
      return "the system does not tell what of it is in memory, as it is neither yours nor yours"
          + " to write";
    }
    return after.get() + " in memory; before " + before.get().resident();
  }
}
