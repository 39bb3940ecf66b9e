package io.github.mmap4j.internal.os;

import java.io.IOException;

/**
 * Creates the exception for a failed call. The exception's type belongs to the public API, a layer
 * above this package.
 */
public final class FailedCall {
  private static volatile Maker maker;

  private FailedCall() {}

  /** Creates an exception from a call, its arguments, its errno and a hint, which may be null. */
  public interface Maker {
    IOException exception(String call, String arguments, int errno, String hint);
  }

  /** Sets the maker of exceptions; the exception class calls this method once. */
  public static void exceptionsBy(Maker exceptions) {
    maker = exceptions;
  }

  /** Creates the exception; the exception class must already be initialized. */
  public static IOException exception(String call, String arguments, int errno, String hint) {
    return maker.exception(call, arguments, errno, hint);
  }
}
