package io.github.mmap4j.documents;

import java.io.IOException;
import java.util.List;

/** Reads the README at the root. */
public final class Readme {
  private Readme() {}

  private static Document document() throws IOException {
    return Document.of("README.md");
  }

  /** Returns the README's Java programs: the first one, and the one with shared memory. */
  static List<String> programs() throws IOException {
    return document().blocks().stream()
        .filter(block -> block.language().equals("java"))
        .map(Document.Block::text)
        .toList();
  }

  /** Returns the first column of the table under {@code heading}, with the column's heading. */
  public static List<String> firstColumn(String heading) throws IOException {
    return document().table(heading).map(line -> Document.cells(line).getFirst()).toList();
  }
}
