package io.github.mmap4j.regex;

import io.github.mmap4j.internal.bytes.ByteSearch;
import io.github.mmap4j.internal.bytes.Direction;
import io.github.mmap4j.internal.bytes.OccurrenceWindow;
import java.lang.foreign.MemorySegment;

/**
 * Finds the matches of one pattern in one text, one after another. A search first looks for the
 * candidates of the {@link Prefilter}. java.util.regex then checks single starts or single lines.
 * If there are too many candidates, java.util.regex searches some or all of the remaining text
 * without the prefilter. Only one thread at a time may use a search.
 */
final class PatternSearch {
  /** One start in this many may be tried in vain, in addition to {@link Tuning#trials}. */
  private static final int RARE = 8;

  private final BytePattern pattern;
  private final Prefilter prefilter;
  private final MemorySegment text;
  private final long to;
  private final long border;
  private final Tuning tuning;
  private final JdkEngine engine;
  private final ByteWindow window;
  private final LineCache lines;
  private final RequiredLiterals required; // null if there are not several

  private int turn;
  private Prefilter.Literal literal;
  private OccurrenceWindow occurrences; // of the literal, or null before the first search for it
  private long literalAt = -1;
  private long credit;
  private boolean settled; // whether to keep the literal, as none is rare and it has a walk
  private long plainUntil = -1;
  private long resume;

  /**
   * Prepares a search of {@code text} up to {@code to}.
   *
   * @param border the offset at which the search ends: {@code to} or, if matches lie within lines,
   *     that of a line feed
   * @param effort the maximum number of characters that java.util.regex may read in total
   */
  PatternSearch(BytePattern pattern, MemorySegment text, long to, long border, long effort) {
    this.pattern = pattern;
    this.prefilter = pattern.prefilter();
    this.text = text;
    this.to = to;
    this.border = border;
    this.tuning = pattern.tuning();
    this.literal = prefilter.literals().isEmpty() ? null : prefilter.literals().getFirst();
    this.credit = tuning.credit();
    this.settled = prefilter.literals().size() == 1 && literal.walk() != null;
    this.engine = new JdkEngine(pattern, text, to, effort);
    this.window = engine.window();
    this.lines = new LineCache(text, border);
    this.required =
        prefilter.required().isEmpty() ? null : new RequiredLiterals(prefilter.required(), text);
  }

  /**
   * Returns whether a match begins at or after {@code from}, which must not decrease from call to
   * call.
   */
  boolean find(long from) {
    return engine.limited(
        from, () -> pattern.usesLastMatch() ? engine.fromLastMatch(from, false) : search(from));
  }

  /** Returns whether there is a match after the most recently found one. */
  boolean findNext() {
    long next = engine.start() == engine.end() ? engine.end() + 1 : engine.end();
    return next <= border
        && engine.limited(
            next, () -> pattern.usesLastMatch() ? engine.fromLastMatch(next, true) : search(next));
  }

  /** Returns whether a match begins at {@code place}. */
  boolean matchesAt(long place) {
    return engine.limited(place, () -> engine.at(place));
  }

  /**
   * Returns whether a line, as a text of its own, contains a match.
   *
   * @param place the first occurrence of the first literal in the line, or the line's start if
   *     there are no literals
   */
  boolean isInLine(long from, long lineEnd, long place) {
    long length = lineEnd - from;
    if (length > tuning.window()) {
      return new PatternSearch(pattern, text.asSlice(from, length), length, length, engine.effort())
          .find(0);
    }
    long first = firstInLine(from, lineEnd, place);
    return first >= 0 && engine.limited(from, () -> engine.isIn(from, (int) length, first));
  }

  /** Returns the first offset in a line at which a match may begin, or -1 if there is none. */
  private long firstInLine(long from, long lineEnd, long place) {
    if (prefilter.literals().isEmpty() || prefilter.literals().getFirst().walk() == null) {
      return from;
    }
    Prefilter.Literal required = prefilter.literals().getFirst();
    long first = -1;
    for (long at = place;
        at >= 0 && first < 0;
        at = ByteSearch.find(Direction.FORWARD, text, required.needle(), at + 1, lineEnd)) {
      first = required.walk().first(window, from, at);
    }
    return first;
  }

  private boolean search(long from) {
    long last = border - prefilter.shortest();
    long s = from;
    while (s <= last) {
      if (s < plainUntil) {
        long end = endOfLines(s, plainUntil);
        if (!isHopeless(s, end) && engine.within(s, end)) {
          return true;
        }
        s = end + 1;
        continue;
      }
      if (literal != null) {
        if (literalAt < s + literal.low()) {
          literalAt = occurrence(s + literal.low());
        }
        if (literalAt < 0) {
          return false;
        }
        if (required != null) {
          long lineEnd = lines.end(literalAt);
          if (isHopeless(lines.start(s, literalAt), lineEnd)) {
            s = lineEnd + 1;
            continue;
          }
        }
        if (literal.walk() != null || literal.byStart() || prefilter.byLine()) {
          boolean found =
              literal.walk() != null
                  ? byWalk(literal, s, last)
                  : literal.byStart() ? byStart(s, last) : byLine(s, last);
          if (found) {
            return true;
          }
          s = resume;
          continue;
        }
      }
      if (prefilter.scan() == null) {
        return rest(s);
      }
      if (scan(s, last, true)) {
        return true;
      }
      s = resume;
      if (s <= last) { // the scan has given up
        if (!prefilter.withinLine()) {
          return rest(s);
        }
        plainUntil = lines.end(Math.min(border, s + tuning.chunk()));
      }
    }
    return false;
  }

  /** Returns the first occurrence of the current literal at or after {@code place}, or -1. */
  private long occurrence(long place) {
    if (occurrences == null) {
      occurrences = new OccurrenceWindow(text, literal.needle(), place, border);
    }
    return occurrences.next(place);
  }

  /**
   * Returns whether a range of lines is long and lacks a literal that every match contains.
   * java.util.regex might take very long to find out.
   *
   * @param from the lowest offset at which a match may begin
   */
  private boolean isHopeless(long from, long end) {
    return required != null && end - from > tuning.firstBuffer() && required.isMissing(from, end);
  }

  private long endOfLines(long s, long most) {
    return required == null ? most : lines.endOfLines(s, most, tuning.firstBuffer());
  }

  /** Lets java.util.regex search the rest of the text. */
  private boolean rest(long s) {
    return border < to ? engine.within(s, border) : engine.from(s);
  }

  /**
   * Returns whether searching for literals still pays off; if the current literal does not,
   * switches to the next one.
   */
  private boolean pays(long saved, long cost) {
    credit = Math.min(tuning.credit(), credit + saved) - cost;
    if (credit >= 0) {
      return true;
    }
    if (settled) {
      credit = 0;
      return false;
    }
    turn = (turn + 1) % prefilter.literals().size();
    use(prefilter.literals().get(turn));
    literalAt = -1;
    credit = turn == 0 ? 0 : tuning.credit();
    if (turn == 0) {
      settle();
    }
    return turn != 0;
  }

  private void use(Prefilter.Literal other) {
    literal = other;
    occurrences = null;
  }

  /** Settles on a literal that has a walk to its starts, if there is one. */
  private void settle() {
    for (Prefilter.Literal each : prefilter.literals()) {
      if (each.walk() != null) {
        use(each);
        settled = true;
        return;
      }
    }
  }

  /**
   * Walks from the current occurrence of the literal to the first possible start of a match, and
   * tries the starts from there on.
   */
  private boolean byWalk(Prefilter.Literal literal, long s, long last) {
    long place = literalAt;
    if (!pays(place - s, settled ? tuning.walk() : tuning.cost())) {
      return tooCommon(s, last, place);
    }
    long first = literal.walk().first(window, s, place);
    if (first < 0 || literal.single()) {
      resume = place + 1;
      return first >= 0 && engine.at(first);
    }
    if (!prefilter.withinLine()) {
      return trying(first, Math.min(last, place - literal.low()));
    }
    long until = lines.end(place);
    resume = until + 1;
    return engine.within(first, until);
  }

  /**
   * Handles a literal that is too common: scans the next stretch for starts or, if matches lie
   * within lines, leaves the next lines to java.util.regex.
   */
  private boolean tooCommon(long s, long last, long place) {
    if (!prefilter.withinLine()) {
      return scan(s, Math.min(last, place + tuning.chunk()), false);
    }
    resume = s;
    plainUntil = lines.end(Math.min(border, place + tuning.chunk()));
    return false;
  }

  /** Tries all starts from which a match could contain the current occurrence of the literal. */
  private boolean byStart(long s, long last) {
    long first = Math.max(s, literalAt - literal.high());
    long until = Math.min(last, literalAt - literal.low());
    if (!pays(first - s, tuning.cost() + until - first)) {
      until = endOfLines(first, Math.min(last, first + tuning.chunk()));
      resume = until + 1;
      return scan(first, until, false);
    }
    return trying(first, until);
  }

  /** Tries the starts from {@code first} to {@code until} (inclusive). */
  private boolean trying(long first, long until) {
    resume = until + 1;
    for (long x = first; x <= until; x++) {
      window.hold(x, prefilter.scan().length());
      if (prefilter.scan().matches(window.buffer(), (int) (x - window.bufferStart()))
          && begins(x)) {
        return true;
      }
    }
    return false;
  }

  /** Searches the line that contains the literal, or several lines if literals are too common. */
  private boolean byLine(long s, long last) {
    long place = literalAt;
    long first = lines.start(s, place);
    if (pays(first - s, tuning.cost())) {
      long until = lines.end(place);
      resume = until + 1;
      return engine.within(first, until);
    }
    long until = lines.end(Math.min(border, Math.max(place, first + tuning.chunk())));
    if (prefilter.scan() != null) {
      if (scan(first, Math.min(last, until), true)) {
        return true;
      }
      if (resume > Math.min(last, until)) {
        return false;
      }
    } else {
      resume = first;
    }
    plainUntil = until;
    return false;
  }

  /**
   * Tries the starts that the prefilter's scan finds, up to {@code until}. If {@code maySurrender}
   * is true, gives up after too many starts have been tried in vain.
   */
  private boolean scan(long s, long until, boolean maySurrender) {
    int row = prefilter.scan().length();
    long trials = 0;
    long x = s;
    while (x <= until) {
      window.hold(x, row);
      long origin = window.bufferStart();
      int stop = (int) Math.min(window.bufferLength(), until + row - origin);
      int found = prefilter.scan().next(window.buffer(), (int) (x - origin), stop);
      if (found < 0) {
        x = origin + stop - row + 1;
        continue;
      }
      x = origin + found;
      if (begins(x)) {
        return true;
      }
      x++;
      if (++trials > tuning.trials() + (x - s) / RARE && maySurrender) {
        break;
      }
    }
    resume = x;
    return false;
  }

  /** Returns whether a match begins at {@code x}, where the scan has found a sequence. */
  private boolean begins(long x) {
    return prefilter.exact() ? engine.found(x, x + prefilter.scan().length()) : engine.at(x);
  }

  /** Returns the start of the most recently found match. */
  long start() {
    return engine.start();
  }

  Match match() {
    return engine.match();
  }

  LineCache lines() {
    return lines;
  }
}
