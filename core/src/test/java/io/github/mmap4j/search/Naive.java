package io.github.mmap4j.search;

/** Searches in the simplest way: the oracle. */
public final class Naive {
  private Naive() {}

  public static long first(byte[] text, byte[] needle, int from, int to) {
    for (int p = from; p <= to - needle.length; p++) {
      if (isAt(text, needle, p)) {
        return p;
      }
    }
    return -1;
  }

  public static long last(byte[] text, byte[] needle, int from, int to) {
    for (int p = to - needle.length; p >= from; p--) {
      if (isAt(text, needle, p)) {
        return p;
      }
    }
    return -1;
  }

  public static long count(byte[] text, byte[] needle, int from, int to) {
    long count = 0;
    int p = from;
    while (p <= to - needle.length) {
      boolean found = isAt(text, needle, p);
      count += found ? 1 : 0;
      p += found ? Math.max(1, needle.length) : 1;
    }
    return count;
  }

  static boolean isAt(byte[] text, byte[] needle, int p) {
    for (int i = 0; i < needle.length; i++) {
      if (text[p + i] != needle[i]) {
        return false;
      }
    }
    return true;
  }
}
