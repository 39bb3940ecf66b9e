package io.github.mmap4j.cli.terminal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/** Thrown if writing to standard output fails. Reading a file never throws this exception. */
public final class OutputException extends IOException {
  private static final long serialVersionUID = 1;

  OutputException(IOException cause) {
    super(cause.getMessage(), cause);
  }

  /**
   * Returns whether the reader has closed the pipe, as {@code head} does when it has read enough.
   */
  public boolean isClosedPipe() {
    return getMessage() != null && getMessage().equals(closedPipe());
  }

  /**
   * Returns the system's message for a closed pipe, in the user's language. Messages are compared
   * because Java does not report {@code errno}.
   */
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
