package io.github.mmap4j.internal.access;

import java.nio.ReadOnlyBufferException;

/**
 * A {@link ReadOnlyBufferException} that has a message; the JDK's class has no constructor for one.
 */
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
