package io.github.mmap4j;

import java.io.IOException;

/**
 * The result of changing a mapping's length.
 *
 * @param region the region to use from now on, even if the change failed
 * @param failure the reason if the change failed, or null
 * @param isAnew whether the memory was mapped anew, without its former advice and locks
 */
record Resized(Region region, Throwable failure, boolean isAnew) {
  Resized(Region region, Throwable failure) {
    this(region, failure, false);
  }

  static Resized anew(Region region) {
    return new Resized(region, null, true);
  }

  void throwFailure() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError(failure);
    }
  }
}
