package io.github.mmap4j.internal.bytes;

/** Formats bytes for error messages. */
final class QuotedBytes {
  private QuotedBytes() {}

  /**
   * Returns bytes {@code [from, to)} of the array in quotes, limited to the first {@code most}
   * bytes. Quotes, backslashes and bytes that are not printable ASCII are escaped.
   */
  static String of(byte[] array, int from, int to, int most) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = from; i < Math.min(to, from + most); i++) {
      byte b = array[i];
      boolean shows = b >= ' ' && b <= '~' && b != '"' && b != '\\';
      text.append(shows ? (char) b : "\\x%02x".formatted(b));
    }
    return text.append(to - from > most ? "\"..." : "\"").toString();
  }
}
