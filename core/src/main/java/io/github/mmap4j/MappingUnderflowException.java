package io.github.mmap4j;

import java.nio.BufferUnderflowException;

/** The JDK's exception, which has no constructor that takes a message. */
final class MappingUnderflowException extends BufferUnderflowException {
  private static final long serialVersionUID = 1;

  private final String message;

  MappingUnderflowException(String message) {
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
