package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.SystemCalls;
import io.github.mmap4j.internal.trace.Trace;

/** Unmaps memory where no caller could handle a failure, such as in a cleaner. */
public final class Unmapping {
  private Unmapping() {}

  /**
   * Unmaps memory. A failure, which leaves the memory mapped for good, becomes a Flight Recorder
   * event and a line of the log.
   *
   * @param source the path, or a description of what is mapped instead
   */
  public static void orReport(SystemCalls os, String source, long address, long length) {
    report(source, address, length, os.unmap(address, length));
  }

  /** Reports the result of unmapping memory, if it is the negative errno. */
  static void report(String source, long address, long length, int result) {
    if (Errno.isError(result)) {
      Trace.stillMapped(source, address, length, Errno.name(Errno.of(-result)));
    }
  }
}
