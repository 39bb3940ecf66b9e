package io.github.mmap4j.internal.access;

import java.nio.BufferOverflowException;

/** The JDK's exception with a message, for which the JDK has no constructor. */
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
