package io.github.mmap4j.documents;

import java.io.IOException;
import java.util.List;

/** The README at the root. */
public final class Readme {
  private Readme() {}

  private static Document document() throws IOException {
    return Document.of("README.md");
  }

  /** The Java programs that it shows: the first, and the one of memory that processes share. */
  static List<String> programs() throws IOException {
    return document().blocks().stream()
        .filter(block -> block.language().equals("java"))
        .map(Document.Block::text)
        .toList();
  }

  /** The first column of the table under {@code heading}, its own heading included. */
  public static List<String> firstColumn(String heading) throws IOException {
    return document().table(heading).map(line -> Document.cells(line).getFirst()).toList();
  }
}
