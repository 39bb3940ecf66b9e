package io.github.mmap4j.internal.access;

import java.nio.BufferUnderflowException;

/** The JDK's exception with a message, for which the JDK has no constructor. */
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
