package io.github.mmap4j.bench;

/** The regular expressions, each of which matches at most once in a line of the corpus. */
public enum Regex {
  QUICK_JUMPS("quick.*jumps"),
  DATE("[0-9]{4}-[0-9]{2}");

  private final String pattern;

  Regex(String pattern) {
    this.pattern = pattern;
  }

  /** {@return the expression, which is the same for every engine} */
  public String pattern() {
    return pattern;
  }

  long expected(Corpus corpus) {
    return this == QUICK_JUMPS ? corpus.quickLines() : corpus.dates();
  }
}
