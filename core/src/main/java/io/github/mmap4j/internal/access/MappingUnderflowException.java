package io.github.mmap4j.internal.access;

import java.nio.BufferUnderflowException;

/**
 * A {@link BufferUnderflowException} with a message, which the JDK's constructor does not accept.
 */
public final class MappingUnderflowException extends BufferUnderflowException {
  private static final long serialVersionUID = 1;

  private final String message;

  public MappingUnderflowException(String message) {
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
