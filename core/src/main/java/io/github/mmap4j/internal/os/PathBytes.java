package io.github.mmap4j.internal.os;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.nio.file.spi.FileSystemProvider;

/**
 * Converts paths to the bytes that system calls take; {@code toString} would change names that are
 * not UTF-8.
 */
public final class PathBytes {
  private PathBytes() {}

  /**
   * Returns whether the JDK itself hands this path to the system. The default file system may be a
   * replacement, whose paths can stand for any file.
   */
  public static boolean isSystemPath(Path path) {
    FileSystemProvider provider = path.getFileSystem().provider();
    return provider.getScheme().equalsIgnoreCase("file")
        && provider.getClass().getModule() == Object.class.getModule();
  }

  /**
   * Returns the raw bytes of the absolute path. On Windows the result is {@code /C:/folder/file} or
   * {@code //server/share/file} in UTF-8.
   *
   * @throws UnsupportedOperationException if the path is not a {@linkplain #isSystemPath path of
   *     the system}
   */
  public static byte[] of(Path path) {
    if (!isSystemPath(path)) {
      throw new UnsupportedOperationException(
          path + " is not a file of the system but of " + path.getFileSystem());
    }
    if (path.getFileSystem().getSeparator().equals("/")) {
      String text = path.toAbsolutePath().toString();
      if (isPlain(text)) {
        return text.getBytes(ISO_8859_1);
      }
    }
    return of(path.toUri());
  }

  /**
   * Returns whether no byte of the path was decoded to another character. A byte that can't be
   * decoded becomes a character outside ASCII.
   */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the bytes of a path's URI, which escapes every non-ASCII byte except on Windows. Making
   * the URI takes a system call, to find out whether the path is a folder.
   */
  static byte[] of(URI uri) {
    String server = uri.getRawAuthority() == null ? "" : "//" + uri.getRawAuthority();
    // URLDecoder would decode a plus sign as a space.
    String escaped = (server + uri.getRawPath()).replace("+", "%2B");
    // On Windows, the URI may contain non-ASCII letters that are not escaped.
    escaped = new String(escaped.getBytes(UTF_8), ISO_8859_1);
    return URLDecoder.decode(escaped, ISO_8859_1).getBytes(ISO_8859_1);
  }
}
