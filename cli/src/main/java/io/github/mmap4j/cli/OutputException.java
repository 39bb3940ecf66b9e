package io.github.mmap4j.cli;

import java.io.IOException;

/** Standard output takes no more, which is no fault of the file being read. */
final class OutputException extends IOException {
  private static final long serialVersionUID = 1;

  OutputException(IOException cause) {
    super(cause.getMessage(), cause);
  }

  /** Whether the reader has gone, as {@code head} does when it has enough. */
  boolean isClosedPipe() {
    return "Broken pipe".equals(getMessage());
  }
}
