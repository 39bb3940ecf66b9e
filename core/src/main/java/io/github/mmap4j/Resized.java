package io.github.mmap4j;

import java.io.IOException;

/**
 * What a change of a mapping's length has led to, once its memory has been given up.
 *
 * @param region the memory from now on, also where the change has failed
 * @param failure why it has failed, or null
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
