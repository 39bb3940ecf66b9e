package io.github.mmap4j.regex;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Iterates over all matches and finds each on demand. */
final class Matches implements Iterator<Match> {
  private final PatternSearch search;
  private final long from;
  private boolean begun;
  private boolean ended;
  private Match next;

  Matches(PatternSearch search, long from) {
    this.search = search;
    this.from = from;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      ended = true; // remains true if the search throws
      if (begun ? search.findNext() : search.find(from)) {
        next = search.match();
        ended = false;
      }
      begun = true;
    }
    return next != null;
  }

  @Override
  public Match next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no further match");
    }
    Match found = next;
    next = null;
    return found;
  }
}
