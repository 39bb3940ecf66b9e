package io.github.mmap4j.cli.names;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;

/**
 * Converts names as {@link RawText} holds them to paths and back. The JDK would encode a name in
 * the locale's charset, and lose what that charset lacks; only URIs pass bytes unchanged.
 */
public final class RawPath {
  private static final Path ROOT = Path.of("/");

  private static final boolean IS_POSIX = ROOT.getFileSystem().getSeparator().equals("/");

  /**
   * The working directory if the JVM has lost bytes of its name, so that it would look for relative
   * paths in another folder; otherwise null.
   */
  private static final Path WORKING =
      IS_POSIX && RawText.hasLostBytes(System.getProperty("user.dir"))
          ? Path.of("/proc/self/cwd")
          : null;

  private RawPath() {}

  /** Returns the path that {@code name} names. */
  public static Path of(String name) {
    Path path = RawText.isAscii(name) || !IS_POSIX ? Path.of(name) : ofBytes(name);
    return WORKING == null || path.isAbsolute() ? path : WORKING.resolve(path);
  }

  private static Path ofBytes(String name) {
    StringBuilder uri = new StringBuilder("file:///");
    for (byte b : RawText.encode(name.replaceAll("/+", "/"))) {
      if (b == '/' && uri.charAt(uri.length() - 1) == '/') {
        continue; // the slash of an absolute path
      }
      boolean isPlain = b == '/' || b > 0 && Character.isLetterOrDigit(b);
      uri.append(isPlain ? Character.toString(b) : "%%%02x".formatted(b));
    }
    Path path = Path.of(URI.create(uri.toString()));
    return name.startsWith("/") ? path : path.subpath(0, path.getNameCount());
  }

  /** Returns the name of {@code path}, with all its bytes. */
  public static String name(Path path) {
    Path shown =
        WORKING != null && path.startsWith(WORKING) && !path.equals(WORKING)
            ? path.subpath(WORKING.getNameCount(), path.getNameCount())
            : path;
    String text = shown.toString();
    if (RawText.isAscii(text) || !IS_POSIX) {
      return text;
    }
    String escaped = ROOT.resolve(shown).toUri().getRawPath().replace("+", "%2B");
    String bytes = URLDecoder.decode(escaped, ISO_8859_1);
    int from = shown.isAbsolute() ? 0 : 1;
    int to = bytes.length() - (bytes.endsWith("/") ? 1 : 0); // a folder's URI ends with a slash
    return RawText.decode(bytes.substring(from, to).getBytes(ISO_8859_1));
  }
}
