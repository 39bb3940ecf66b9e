package io.github.mmap4j.cli.picture;

import java.io.IOException;

/** What can be drawn. */
public interface Picture {
  byte[] png() throws IOException;

  byte[] svg();
}
