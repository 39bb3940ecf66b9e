package io.github.mmap4j.internal.access;

import java.nio.BufferOverflowException;

/**
 * A {@link BufferOverflowException} that has a message; the JDK's class has no constructor for one.
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
