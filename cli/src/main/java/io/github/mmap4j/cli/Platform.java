package io.github.mmap4j.cli;

import io.github.mmap4j.search.Finder;

/** What the command runs on, in words. */
final class Platform {
  private Platform() {}

  static String jdk() {
    return Runtime.version() + ", " + System.getProperty("java.vendor");
  }

  /** The system, its release and the processor's architecture. */
  static String system() {
    return "%s %s, %s"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"));
  }

  /** Which kernels search: long searches take the one that is faster as they go. */
  static String kernel() {
    return Finder.usesVectors() ? "vector and scalar" : "scalar";
  }
}
