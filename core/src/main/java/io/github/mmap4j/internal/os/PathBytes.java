package io.github.mmap4j.internal.os;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * Converts paths to the bytes that system calls take; {@code toString} would change names that are
 * not UTF-8.
 */
public final class PathBytes {
  private PathBytes() {}

  /**
   * Returns the raw bytes of the absolute path. The bytes are taken from the path's URI, which
   * escapes every non-ASCII byte except on Windows. On Windows the result is {@code
   * /C:/folder/file} or {@code //server/share/file} in UTF-8.
   *
   * @throws UnsupportedOperationException if the path does not belong to the default file system
   */
  public static byte[] of(Path path) {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw new UnsupportedOperationException(
          path + " is not a file of the system but of " + path.getFileSystem());
    }
    URI uri = path.toUri();
    String server = uri.getRawAuthority() == null ? "" : "//" + uri.getRawAuthority();
    // URLDecoder would decode a plus sign as a space.
    String escaped = (server + uri.getRawPath()).replace("+", "%2B");
    // On Windows, the URI may contain non-ASCII letters that are not escaped.
    escaped = new String(escaped.getBytes(UTF_8), ISO_8859_1);
    return URLDecoder.decode(escaped, ISO_8859_1).getBytes(ISO_8859_1);
  }
}
