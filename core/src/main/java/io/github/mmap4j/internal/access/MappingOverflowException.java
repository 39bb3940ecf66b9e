package io.github.mmap4j.internal.access;

import java.nio.BufferOverflowException;

/**
 * A {@link BufferOverflowException} with a message, which the JDK's constructor does not accept.
 */
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
