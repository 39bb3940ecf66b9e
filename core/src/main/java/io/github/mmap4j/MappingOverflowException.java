package io.github.mmap4j;

import java.nio.BufferOverflowException;

/** The JDK's exception, which has no constructor that takes a message. */
final class MappingOverflowException extends BufferOverflowException {
  private static final long serialVersionUID = 1;

  private final String message;

  MappingOverflowException(String message) {
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
