package io.github.mmap4j.internal.access;

import java.nio.BufferUnderflowException;

/**
 * A {@link BufferUnderflowException} that has a message; the JDK's class has no constructor for
 * one.
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
