package io.github.mmap4j.cli.residency;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.format.JsonWriter;
import io.github.mmap4j.cli.format.ShownName;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The change that a command has made to a file's residency. */
public final class ResidencyChange {
  /** The help for {@code --json}. */
  public static final String HELP =
      JsonWriter.HELP
          + "\"pages\", \"residentPages\", \"bytes\", \"residentBytes\", and \"before\" with"
          + " what was resident earlier; no numbers if the system does not report them.";

  private final Path file;
  private final Mmap mmap;
  private final boolean reported;
  private final Optional<PageFraction> before;

  private ResidencyChange(Path file, Mmap mmap) throws IOException {
    this.file = file;
    this.mmap = mmap;
    this.reported = FileResidency.isReported(file);
    this.before = now();
  }

  /** Records the residency before the command acts. */
  public static ResidencyChange of(Path file, Mmap mmap) throws IOException {
    return new ResidencyChange(file, mmap);
  }

  /** Returns what is in memory now, or nothing if the system does not report it. */
  public Optional<PageFraction> now() throws IOException {
    return reported ? Optional.of(PageFraction.of(mmap.residency())) : Optional.empty();
  }

  /** Prints what is in memory after the change, and what was in memory before it. */
  public void print(Output out, boolean json, Optional<PageFraction> after) throws OutputException {
    if (json) {
      json(out, file, before, after);
    } else {
      out.line(ShownName.of(file) + ": " + text(after));
    }
    out.pieceDone();
  }

  /** Prints that the file is empty, so there was nothing to do. */
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
      return "the system does not report what of it is in memory, as it belongs to another user"
          + " and is not writable";
    }
    return after.get() + " in memory; before " + before.get().resident();
  }
}
