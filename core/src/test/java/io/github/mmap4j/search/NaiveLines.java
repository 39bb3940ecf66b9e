package io.github.mmap4j.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Finds lines in the simplest way (the oracle), and makes texts that are hard to get right. */
final class NaiveLines {
  /** A line: its start, the length of its content, and the end (exclusive) of its line end. */
  record Span(long offset, long length, long end) {}

  private NaiveLines() {}

  static List<Span> of(byte[] text, int from, int to) {
    List<Span> lines = new ArrayList<>();
    int begin = from;
    for (int p = from; p < to; p++) {
      if (text[p] == '\n') {
        int content = p > begin && text[p - 1] == '\r' ? p - 1 : p;
        lines.add(new Span(begin, content - begin, p + 1));
        begin = p + 1;
      }
    }
    if (begin < to) {
      lines.add(new Span(begin, to - begin, to));
    }
    return lines;
  }

  /**
   * Makes lines of about {@code average} bytes, with carriage returns at line ends and elsewhere.
   */
  static byte[] text(Random random, int length, int average) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      boolean after = i > 0 && text[i - 1] == '\r';
      boolean newline = after ? random.nextBoolean() : random.nextInt(average) == 0;
      text[i] =
          (byte)
              (newline
                  ? '\n'
                  : random.nextInt(average) == 0 ? '\r' : "ab\t\u008a".charAt(random.nextInt(4)));
    }
    return text;
  }
}
