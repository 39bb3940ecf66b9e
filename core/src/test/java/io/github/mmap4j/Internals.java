package io.github.mmap4j;

import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;

/** Gives the tests of other packages access to package-private methods. */
public final class Internals {
  private Internals() {}

  /** Maps with the given system calls; null maps through the JDK. */
  @SuppressWarnings("exports") // the tests are in no module
  public static Mmap map(MmapBuilder builder, SystemCalls calls) throws IOException {
    return builder.map(calls);
  }
}
