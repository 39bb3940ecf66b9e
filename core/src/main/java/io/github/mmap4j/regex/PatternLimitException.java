package io.github.mmap4j.regex;

/**
 * Thrown when a search is abandoned, so that it remains unknown whether there is a match. The
 * search needed more characters than the {@linkplain BytePattern#withLimit limit} allows, more
 * stack than the thread has, or more of the text than java.util.regex can address with its {@code
 * int} offsets.
 *
 * <p>Catch it where the expression comes from somebody else:
 *
 * {@snippet :
 * BytePattern pattern = BytePattern.compile(args[0]).withLimit(1_000_000);
 * try {
 *   System.out.println(pattern.find(m.asSegment()).isPresent());
 * } catch (PatternLimitException e) {
 *   System.out.println("gave up at offset " + e.offset());
 * }
 * }
 */
public final class PatternLimitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The regular expression. */
  private final String pattern;

  /** The maximum number of characters that one search may read. */
  private final long limit;

  /** The offset that the search had reached. */
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
   * {@return the maximum number of characters that one search was allowed to read, or {@link
   * BytePattern#UNLIMITED}}
   */
  public long limit() {
    return limit;
  }

  /** {@return the offset that the search had reached, in bytes from the start of the text} */
  public long offset() {
    return offset;
  }
}
