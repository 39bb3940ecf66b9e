package io.github.mmap4j.internal.access;

import java.nio.ReadOnlyBufferException;

/** The JDK's exception with a message, for which the JDK has no constructor. */
public final class ReadOnlyMappingException extends ReadOnlyBufferException {
  private static final long serialVersionUID = 1;

  private final String message;

  public ReadOnlyMappingException(String message) {
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
