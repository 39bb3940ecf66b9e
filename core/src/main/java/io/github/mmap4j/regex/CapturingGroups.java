package io.github.mmap4j.regex;

import io.github.mmap4j.regex.PatternParser.UnknownException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The capturing groups of an expression that is being parsed: what each group matches, and whether
 * any group may show what it captured in an earlier attempt.
 *
 * <p>java.util.regex does not clear the groups between the starts that it tries. After a failed
 * attempt, a group keeps its capture if it is in a look-around, in an atomic group, or within a
 * repeated group. An old capture has no effect if every attempt captures the group again before the
 * attempt can match or refer to the group.
 */
final class CapturingGroups {
  // A group's number is its index in this list; an open group has no facts yet.
  private final List<RegexFacts> facts = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final BitSet kept = new BitSet();
  private final BitSet skipped = new BitSet();
  private boolean referenced;

  CapturingGroups() {
    facts.add(null); // group 0 is the whole match
  }

  /** Begins a group, whose name may be null, and returns its number. */
  int open(String name) {
    facts.add(null);
    int number = last();
    if (name != null) {
      names.put(name, number);
    }
    return number;
  }

  void close(int number, RegexFacts inner) {
    facts.set(number, inner);
  }

  /** Returns the number of the group that was opened last. */
  int last() {
    return facts.size() - 1;
  }

  /**
   * Records that the groups after {@code number} may keep what they captured in a failed attempt.
   */
  void keepAfter(int number) {
    kept.set(number + 1, last() + 1);
  }

  /** Records that an attempt may skip the groups after {@code number}. */
  void skipAfter(int number) {
    skipped.set(number + 1, last() + 1);
  }

  boolean leak() {
    return kept.intersects(skipped);
  }

  boolean referenced() {
    return referenced;
  }

  /** Returns the number of a named group. */
  int numbered(String name) throws UnknownException {
    Integer number = names.get(name);
    if (number == null) {
      throw new UnknownException();
    }
    return number;
  }

  /** Returns the facts about a back-reference to a group that has been closed. */
  RegexFacts reference(int number, boolean anyCase) throws UnknownException {
    if (number > last() || facts.get(number) == null) {
      throw new UnknownException();
    }
    referenced = true;
    return facts.get(number).again(anyCase);
  }
}
