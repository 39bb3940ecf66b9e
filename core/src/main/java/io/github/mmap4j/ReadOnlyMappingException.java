package io.github.mmap4j;

import java.nio.ReadOnlyBufferException;

/** The JDK's exception, which has no constructor that takes a message. */
final class ReadOnlyMappingException extends ReadOnlyBufferException {
  private static final long serialVersionUID = 1;

  private final String message;

  ReadOnlyMappingException(String message) {
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
