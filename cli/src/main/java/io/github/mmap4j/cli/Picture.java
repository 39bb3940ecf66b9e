package io.github.mmap4j.cli;

import java.io.IOException;

/** What can be drawn. */
interface Picture {
  byte[] png() throws IOException;

  byte[] svg();
}
