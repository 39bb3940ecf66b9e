package io.github.mmap4j.internal.access;

import java.nio.BufferOverflowException;

/** Adds a message to the JDK's exception, which has no constructor for one. */
public final class MappingOverflowException extends BufferOverflowException {
  private static final long serialVersionUID = 1;

  private final String message;

  public MappingOverflowException(String message) {
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
