package io.github.mmap4j.cli.terminal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/** Standard output takes no more, which is no fault of the file being read. */
public final class OutputException extends IOException {
  private static final long serialVersionUID = 1;

  OutputException(IOException cause) {
    super(cause.getMessage(), cause);
  }

  /** Whether the reader has gone, as {@code head} does when it has enough. */
  public boolean isClosedPipe() {
    return getMessage() != null && getMessage().equals(closedPipe());
  }

  /** What the system says of it in the user's language: Java gives the text only, not the errno. */
  private static String closedPipe() {
    try {
      Pipe pipe = Pipe.open();
      pipe.source().close();
      try (Pipe.SinkChannel sink = pipe.sink()) {
        sink.write(ByteBuffer.allocate(1));
      }
      return "";
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
