package io.github.mmap4j.internal.os;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * Converts paths to the bytes that system calls take; {@code toString} would change names that are
 * not UTF-8.
 */
public final class PathBytes {
  private PathBytes() {}

  /**
   * Returns the raw bytes of the absolute path. They are read from its URI, which escapes each byte
   * that is not ASCII. On Windows the result is {@code /C:/folder/file} or {@code
   * //server/share/file} in UTF-8.
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
    byte[] escaped = (server + uri.getRawPath()).getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream raw = new ByteArrayOutputStream(escaped.length);
    for (int i = 0; i < escaped.length; i++) {
      if (escaped[i] == '%') {
        raw.write(Character.digit(escaped[i + 1], 16) << 4 | Character.digit(escaped[i + 2], 16));
        i += 2;
      } else {
        raw.write(escaped[i]);
      }
    }
    return raw.toByteArray();
  }
}
