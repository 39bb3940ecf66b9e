package io.github.mmap4j.fork;

import io.github.mmap4j.Mmap;
import java.io.IOException;

/** The mapping that a loop works on, and the results of the loop. */
final class Target {
  /** The source of a position: the mapping, or a stream over it. */
  interface Position {
    long get() throws IOException;
  }

  final Mmap mmap;
  Position position;
  boolean truncated;
  long done;

  Target(Mmap mmap) {
    this.mmap = mmap;
    this.position = mmap::tell;
  }

  void done(boolean right) {
    done++;
    check(right, "a wrong result");
  }

  void check(boolean fact, String otherwise) {
    if (!fact) {
      throw new AssertionError(otherwise + (truncated ? ", truncated" : ""));
    }
  }
}
