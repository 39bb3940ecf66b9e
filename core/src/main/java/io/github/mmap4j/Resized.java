package io.github.mmap4j;

import java.io.IOException;

/**
 * The result of changing a mapping's length.
 *
 * @param region the region to use from now on, even if the change failed
 * @param failure the reason if the change failed, or null
 */
record Resized(Region region, Throwable failure) {
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
