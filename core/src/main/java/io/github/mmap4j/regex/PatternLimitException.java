package io.github.mmap4j.regex;

/**
 * A regular expression was given up: it looked at more characters than its {@linkplain
 * BytePattern#withLimit limit} allows, it went deeper than the thread's stack, or it had to look
 * further than an engine can whose offsets are {@code int}. Whether there is a match is not known.
 */
public final class PatternLimitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The regular expression. */
  private final String pattern;

  /** Characters that one search may look at. */
  private final long limit;

  /** Where the search had got to, from the text's start. */
  private final long offset;

  PatternLimitException(String reason, String pattern, long limit, long offset, Throwable cause) {
    super(reason + " (pattern " + pattern + ", at offset " + offset + ")", cause);
    this.pattern = pattern;
    this.limit = limit;
    this.offset = offset;
  }

  /** {@return the regular expression that was searched for} */
  public String pattern() {
    return pattern;
  }

  /**
   * {@return how many characters one search was allowed to look at, or {@link
   * BytePattern#UNLIMITED}}
   */
  public long limit() {
    return limit;
  }

  /** {@return where the search had got to, in bytes from the text's start} */
  public long offset() {
    return offset;
  }
}
