package io.github.mmap4j.cli.format;

import io.github.mmap4j.search.Finder;

/** A description of the system on which the command runs. */
public final class SystemInfo {
  private SystemInfo() {}

  /** Returns the version and the vendor of the JDK. */
  public static String jdk() {
    return Runtime.version() + ", " + System.getProperty("java.vendor");
  }

  /** Returns the operating system, its release and the processor architecture. */
  public static String system() {
    return "%s %s, %s"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"));
  }

  /**
   * Returns the search kernels in use. If there are two, long searches choose the faster one as
   * they run.
   */
  public static String kernel() {
    return Finder.usesVectors() ? "vector and scalar" : "scalar";
  }
}
