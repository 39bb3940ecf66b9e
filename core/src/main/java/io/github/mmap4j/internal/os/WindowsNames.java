package io.github.mmap4j.internal.os;

import java.nio.charset.StandardCharsets;

/** How Windows names files and functions. */
final class WindowsNames {
  /** From this length on the JDK, too, takes the form of a path that may be longer. */
  private static final int LONG = 248;

  private WindowsNames() {}

  /**
   * The path of {@code bytes}, which are {@code /C:/folder/file} or {@code //server/share/file} in
   * UTF-8.
   */
  static String of(byte[] bytes) {
    String path = new String(bytes, StandardCharsets.UTF_8).replace('/', '\\');
    boolean server = path.startsWith("\\\\");
    if (!server && path.startsWith("\\")) {
      path = path.substring(1);
    }
    if (path.length() < LONG) {
      return path;
    }
    return server ? "\\\\?\\UNC" + path.substring(1) : "\\\\?\\" + path;
  }
}
