package io.github.mmap4j.bench;

import java.util.List;

/** The regular expressions, each of which matches at most once in a line of its text. */
public enum Regex {
  QUICK_JUMPS("quick.*jumps"),
  DATE("[0-9]{4}-[0-9]{2}"),

  /** An e-mail address, in {@link AddressText}. */
  EMAIL("[\\w.+-]+@[\\w-]+\\.[\\w.]+"),

  /** A back-reference, in {@link AddressText}. */
  BACK_REFERENCE("(quick).*\\1 jumps");

  private final String pattern;

  Regex(String pattern) {
    this.pattern = pattern;
  }

  /** {@return the expressions with which other programs are measured too} */
  static List<Regex> compared() {
    return List.of(QUICK_JUMPS, DATE);
  }

  /** {@return the expression, which is the same for every engine} */
  public String pattern() {
    return pattern;
  }

  boolean isInAddressText() {
    return this == EMAIL || this == BACK_REFERENCE;
  }

  long expected(Corpus corpus) {
    return switch (this) {
      case QUICK_JUMPS -> corpus.quickLines();
      case DATE -> corpus.dates();
      default -> throw new IllegalArgumentException(this + " is for another text");
    };
  }

  long expected(AddressText text) {
    return switch (this) {
      case EMAIL -> text.addresses();
      case BACK_REFERENCE -> text.phrases();
      default -> throw new IllegalArgumentException(this + " is for another text");
    };
  }
}
