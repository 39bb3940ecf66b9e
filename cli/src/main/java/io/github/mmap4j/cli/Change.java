package io.github.mmap4j.cli;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a command has changed of how much of a file is in memory. */
final class Change {
  private final String name;
  private final Mmap mmap;
  private final boolean told;
  private final Optional<Share> before;

  private Change(Path file, Mmap mmap) throws IOException {
    this.name = ShownName.of(file);
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
  void print(Output out, Optional<Share> after) throws OutputException {
    out.line(name + ": " + text(after));
    out.pieceDone();
  }

  private String text(Optional<Share> after) {
    if (before.isEmpty() || after.isEmpty()) {
      return "the system does not tell what of it is in memory, as it is neither yours nor yours"
          + " to write";
    }
    return after.get() + " in memory; before " + before.get().resident();
  }
}
