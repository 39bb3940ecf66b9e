package io.github.mmap4j;

import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;

/** Opens what is private to the package to the tests of other packages. */
public final class Internals {
  private Internals() {}

  /** Maps by other system calls than this system's; null maps by the JDK. */
  @SuppressWarnings("exports") // the tests are no module's users
  public static Mmap map(MmapBuilder builder, SystemCalls calls) throws IOException {
    return builder.map(calls);
  }
}
