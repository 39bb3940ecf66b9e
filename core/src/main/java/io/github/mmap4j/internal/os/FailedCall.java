package io.github.mmap4j.internal.os;

import java.io.IOException;

/**
 * Makes the exception for a failed call. Its type belongs to the public API, above this package.
 */
public final class FailedCall {
  private static volatile Maker maker;

  private FailedCall() {}

  /** Makes an exception of a call, its arguments, its errno, and a hint or null. */
  public interface Maker {
    IOException exception(String call, String arguments, int errno, String hint);
  }

  /** Sets what makes the exceptions: called once, by the class of these exceptions. */
  public static void exceptionsBy(Maker exceptions) {
    maker = exceptions;
  }

  /** Returns the exception; its class must have been initialized. */
  public static IOException exception(String call, String arguments, int errno, String hint) {
    return maker.exception(call, arguments, errno, hint);
  }
}
