package io.github.mmap4j.regex;

import java.lang.foreign.MemorySegment;

/**
 * A search of one text for the matches of one pattern, one after another. What the {@link
 * Prefilter} knows is looked for first; java.util.regex is asked about single starts or single
 * lines then. Where there is too much to ask it about, it gets the text as it is, for a while or
 * for the rest. For one thread.
 */
final class PatternSearch {
  /** One start in so many may be tried in vain, besides the first ones. */
  private static final int RARE = 8;

  private final BytePattern pattern;
  private final Prefilter plan;
  private final MemorySegment text;
  private final long to;
  private final long border;
  private final Tuning tuning;
  private final JdkEngine engine;
  private final ByteWindow view;
  private final LineCache lines;

  private int turn;
  private Prefilter.Literal literal;
  private long literalAt = -1;
  private long credit;
  private long plainUntil = -1;
  private long resume;

  /**
   * A search of {@code text} up to {@code to}, where it ends.
   *
   * @param border {@code to}, or, for a pattern whose matches lie within lines, a line feed, where
   *     the search ends
   * @param effort characters that java.util.regex may look at, in all
   */
  PatternSearch(BytePattern pattern, MemorySegment text, long to, long border, long effort) {
    this.pattern = pattern;
    this.plan = pattern.plan();
    this.text = text;
    this.to = to;
    this.border = border;
    this.tuning = pattern.tuning();
    this.literal = plan.literals.isEmpty() ? null : plan.literals.getFirst();
    this.credit = tuning.credit();
    this.engine = new JdkEngine(pattern, text, to, effort);
    this.view = engine.view();
    this.lines = new LineCache(text, border);
  }

  /** Whether there is a match from {@code from} on, which is not before an earlier {@code from}. */
  boolean find(long from) {
    return engine.limited(
        from, () -> pattern.goesOn() ? engine.goingOn(from, false) : search(from));
  }

  /** Whether there is a match behind the one found last. */
  boolean findNext() {
    long next = engine.start() == engine.end() ? engine.end() + 1 : engine.end();
    return next <= border
        && engine.limited(next, () -> pattern.goesOn() ? engine.goingOn(next, true) : search(next));
  }

  /** Whether the pattern matches at just this place. */
  boolean matchesAt(long place) {
    return engine.limited(place, () -> engine.at(place));
  }

  /** Whether a line, taken as a text of its own, has a match. */
  boolean isInLine(long from, long lineEnd) {
    long length = lineEnd - from;
    if (length > tuning.view()) {
      return new PatternSearch(pattern, text.asSlice(from, length), length, length, engine.effort())
          .find(0);
    }
    return engine.limited(from, () -> engine.isIn(from, (int) length));
  }

  private boolean search(long from) {
    long last = border - plan.shortest;
    long s = from;
    while (s <= last) {
      if (s < plainUntil) {
        if (engine.within(s, plainUntil)) {
          return true;
        }
        s = plainUntil + 1;
        continue;
      }
      if (literal != null) {
        if (literalAt < s + literal.low()) {
          literalAt = literal.finder().find(text, s + literal.low(), border);
        }
        if (literalAt < 0) {
          return false;
        }
        if (literal.byStart() || plan.byLine) {
          if (literal.byStart() ? byStart(s, last) : byLine(s, last)) {
            return true;
          }
          s = resume;
          continue;
        }
      }
      if (plan.scan == null) {
        return rest(s);
      }
      if (scan(s, last, true)) {
        return true;
      }
      s = resume;
      if (s <= last) { // given up
        if (!plan.withinLine) {
          return rest(s);
        }
        plainUntil = lines.end(Math.min(border, s + tuning.chunk()));
      }
    }
    return false;
  }

  /** Leaves everything to java.util.regex. */
  private boolean rest(long s) {
    return border < to ? engine.within(s, border) : engine.from(s);
  }

  /** Whether looking for literals pays; where one does not, the next is the one to look for. */
  private boolean pays(long saved, long cost) {
    credit = Math.min(tuning.credit(), credit + saved) - cost;
    if (credit >= 0) {
      return true;
    }
    turn = (turn + 1) % plan.literals.size();
    literal = plan.literals.get(turn);
    literalAt = -1;
    credit = turn == 0 ? 0 : tuning.credit();
    return turn != 0;
  }

  /** Tries the starts whose matches could have the literal here. */
  private boolean byStart(long s, long last) {
    long first = Math.max(s, literalAt - literal.high());
    long until = Math.min(last, literalAt - literal.low());
    if (!pays(first - s, tuning.cost() + until - first)) {
      until = Math.min(last, first + tuning.chunk());
      resume = until + 1;
      return scan(first, until, false);
    }
    resume = until + 1;
    for (long x = first; x <= until; x++) {
      view.hold(x, plan.scan.length());
      if (plan.scan.matches(view.window(), (int) (x - view.windowStart())) && begins(x)) {
        return true;
      }
    }
    return false;
  }

  /** Searches the line that has the literal, or some lines. */
  private boolean byLine(long s, long last) {
    long place = literalAt;
    long first = lines.start(s, place);
    if (pays(first - s, tuning.cost())) {
      long until = lines.end(place);
      resume = until + 1;
      return engine.within(first, until);
    }
    long until = lines.end(Math.min(border, Math.max(place, first + tuning.chunk())));
    if (plan.scan != null) {
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

  /** Tries the starts that the plan's scan finds, up to {@code until} or to where that is vain. */
  private boolean scan(long s, long until, boolean maySurrender) {
    int row = plan.scan.length();
    long trials = 0;
    long x = s;
    while (x <= until) {
      view.hold(x, row);
      long origin = view.windowStart();
      int stop = (int) Math.min(view.windowLength(), until + row - origin);
      int found = plan.scan.next(view.window(), (int) (x - origin), stop);
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

  /** Whether a match begins here, where it may. */
  private boolean begins(long x) {
    if (!plan.exact) {
      return engine.at(x);
    }
    return engine.found(x, x + plan.scan.length());
  }

  /** Where the match begins that was found last. */
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
