package io.github.mmap4j.regex;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The results of java.util.regex for a string, in a form that can be compared. */
final class RegexOracle {
  /** Thrown when an expression takes too long to be compared. */
  static final class TooSlowException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final int STEPS = 20_000;

  private final Pattern pattern;
  private final byte[] text;

  RegexOracle(Pattern pattern, byte[] text) {
    this.pattern = pattern;
    this.text = text;
  }

  /** A string that ends a comparison if it is read too often. */
  private static final class Counted implements CharSequence {
    private final String string;
    private int steps = STEPS;

    Counted(byte[] bytes, int from, int to) {
      this.string = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public int length() {
      return string.length();
    }

    @Override
    public char charAt(int index) {
      if (--steps < 0) {
        throw new TooSlowException();
      }
      return string.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return string.subSequence(start, end);
    }
  }

  private Matcher matcher(int from, int to) {
    return pattern
        .matcher(new Counted(text, 0, to))
        .region(from, to)
        .useTransparentBounds(true)
        .useAnchoringBounds(false);
  }

  List<String> all(int from, int to) {
    List<String> found = new ArrayList<>();
    Matcher matcher = matcher(from, to);
    while (matcher.find()) {
      found.add(bounds(matcher));
    }
    return found;
  }

  List<String> at(int from, int to) {
    Matcher matcher = matcher(from, to);
    return matcher.lookingAt() ? List.of(bounds(matcher)) : List.of();
  }

  List<String> lines(int from, int to) {
    List<String> found = new ArrayList<>();
    int start = from;
    while (start < to) {
      int end = start;
      while (end < to && text[end] != '\n') {
        end++;
      }
      if (pattern.matcher(new Counted(text, start, end)).find()) {
        found.add(start + "+" + (end - start));
      }
      start = end + 1;
    }
    return found;
  }

  private static String bounds(Matcher matcher) {
    long[] bounds = new long[2 * matcher.groupCount() + 2];
    for (int group = 0; group <= matcher.groupCount(); group++) {
      bounds[2 * group] = matcher.start(group);
      bounds[2 * group + 1] = matcher.end(group);
    }
    return Arrays.toString(bounds);
  }

  static String bounds(Match match) {
    long[] bounds = new long[2 * match.groupCount() + 2];
    for (int group = 0; group <= match.groupCount(); group++) {
      bounds[2 * group] = match.start(group);
      bounds[2 * group + 1] = match.end(group);
    }
    return Arrays.toString(bounds);
  }
}
