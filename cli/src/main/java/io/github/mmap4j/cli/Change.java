package io.github.mmap4j.cli;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a command has changed of how much of a file is in memory. */
final class Change {
  /** What {@code --json} has of it. */
  static final String HELP =
      JsonWriter.HELP
          + "\"pages\", \"residentPages\", \"bytes\", \"residentBytes\", and \"before\" with what was"
          + " resident then; without numbers where the system tells none. \"uri\" is there where the"
          + " bytes of a name are not UTF-8.";

  private final Path file;
  private final Mmap mmap;
  private final boolean told;
  private final Optional<Share> before;

  private Change(Path file, Mmap mmap) throws IOException {
    this.file = file;
    this.mmap = mmap;
    this.told = Measured.isTold(file);
    this.before = now();
  }

  /** Looks at the file before anything is changed. */
  static Change of(Path file, Mmap mmap) throws IOException {
    return new Change(file, mmap);
  }

  /** What is in memory now, if the system tells. */
  Optional<Share> now() throws IOException {
    return told ? Optional.of(Share.of(mmap.residency())) : Optional.empty();
  }

  /** Prints what is there after it, and what was before. */
  void print(Output out, boolean json, Optional<Share> after) throws OutputException {
    if (json) {
      json(out, file, before, after);
    } else {
      out.line(ShownName.of(file) + ": " + text(after));
    }
    out.pieceDone();
  }

  /** Prints that a file is empty, so that nothing was to be done. */
  static void printEmpty(Output out, boolean json, Path file) throws OutputException {
    if (json) {
      json(out, file, Optional.of(Share.NOTHING), Optional.of(Share.NOTHING));
    } else {
      out.line(ShownName.of(file) + ": empty");
    }
  }

  private static void json(Output out, Path file, Optional<Share> before, Optional<Share> after)
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

  private String text(Optional<Share> after) {
    if (before.isEmpty() || after.isEmpty()) {
      return "the system does not tell what of it is in memory, as it is neither yours nor yours"
          + " to write";
    }
    return after.get() + " in memory; before " + before.get().resident();
  }
}
