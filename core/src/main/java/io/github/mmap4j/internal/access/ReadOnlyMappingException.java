package io.github.mmap4j.internal.access;

import java.nio.ReadOnlyBufferException;

/**
 * A {@link ReadOnlyBufferException} with a message, which the JDK's constructor does not accept.
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
