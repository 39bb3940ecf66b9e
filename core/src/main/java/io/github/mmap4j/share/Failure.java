package io.github.mmap4j.share;

import io.github.mmap4j.MmapException;
import io.github.mmap4j.internal.os.FailedCall;
import java.io.IOException;
import java.lang.invoke.MethodHandles;

/** Creates instances of {@link MmapException}, whose constructor is not public. */
final class Failure {
  static {
    try {
      MethodHandles.lookup().ensureInitialized(MmapException.class);
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Failure() {}

  static IOException of(String call, String arguments, int errno, String hint) {
    return FailedCall.exception(call, arguments, errno, hint);
  }
}
