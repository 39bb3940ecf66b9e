package io.github.mmap4j.cli.format;

import io.github.mmap4j.search.Finder;

/** What the command runs on, in words. */
public final class SystemInfo {
  private SystemInfo() {}

  public static String jdk() {
    return Runtime.version() + ", " + System.getProperty("java.vendor");
  }

  /** The system, its release and the processor's architecture. */
  public static String system() {
    return "%s %s, %s"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"));
  }

  /** Which kernels search: long searches take the one that is faster as they go. */
  public static String kernel() {
    return Finder.usesVectors() ? "vector and scalar" : "scalar";
  }
}
