package io.github.mmap4j.search;

import java.lang.foreign.MemorySegment;
import java.util.regex.Matcher;

/**
 * A search of one text for the matches of one pattern, one after another. What the {@link Plan}
 * knows is looked for first; java.util.regex is asked about single starts or single lines then.
 * Where there is too much to ask it about, it gets the text as it is, for a while or for the rest.
 * For one thread.
 */
final class PatternSearch {
  private static final Finder LINE_FEED = Finder.of(new byte[] {'\n'});

  /** One start in so many may be tried in vain, besides the first ones. */
  private static final int RARE = 8;

  /** Within so many characters of its end, a cut view may mislead {@code $}. */
  private static final int MARGIN = 3;

  private final BytePattern pattern;
  private final Plan plan;
  private final MemorySegment text;
  private final long to;
  private final Tuning tuning;
  private final View view;
  private final Matcher matcher;

  private long start;
  private long end;
  private boolean hasGroups;

  private long reached;
  private int turn;
  private Plan.Literal literal;
  private long literalAt = -1;
  private long credit;
  private long plainUntil = -1;
  private long resume;

  // No line feed is in here.
  private long lineFrom = -1;
  private long lineTo = -1;

  PatternSearch(BytePattern pattern, MemorySegment text, long to) {
    this.pattern = pattern;
    this.plan = pattern.plan();
    this.text = text;
    this.to = to;
    this.tuning = pattern.tuning();
    this.literal = plan.literals.isEmpty() ? null : plan.literals.getFirst();
    this.credit = tuning.credit();
    this.view = new View(text, to, tuning);
    this.matcher =
        pattern.pattern().matcher(view).useTransparentBounds(true).useAnchoringBounds(false);
  }

  /** Whether there is a match from {@code from} on, which is not before an earlier {@code from}. */
  boolean find(long from) {
    return run(from, false);
  }

  /** Whether there is a match behind the one found last. */
  boolean findNext() {
    long next = start == end ? end + 1 : end;
    return next <= to && run(next, pattern.goesOn());
  }

  /** Whether the pattern matches at just this place. */
  boolean matchesAt(long place) {
    view.allow(pattern.limit());
    try {
      return at(place);
    } catch (View.StepsException e) {
      throw stepsExceeded();
    } catch (StackOverflowError e) {
      throw stackExceeded(e);
    }
  }

  private boolean run(long from, boolean again) {
    view.allow(pattern.limit());
    reached = from;
    try {
      return pattern.goesOn() ? goingOn(from, again) : search(from);
    } catch (View.StepsException e) {
      throw stepsExceeded();
    } catch (StackOverflowError e) {
      throw stackExceeded(e);
    }
  }

  /** Whether a line, taken as a text of its own, has a match. */
  boolean isInLine(long from, long lineEnd) {
    long length = lineEnd - from;
    if (length > tuning.view()) {
      return new PatternSearch(pattern, text.asSlice(from, length), length).find(0);
    }
    view.allow(pattern.limit());
    reached = from;
    try {
      if (length > 0) {
        view.hold(from, 1);
      }
      view.show(from, (int) length);
      return matcher.reset().find();
    } catch (View.StepsException e) {
      throw stepsExceeded();
    } catch (StackOverflowError e) {
      throw stackExceeded(e);
    }
  }

  private PatternLimitException stepsExceeded() {
    return limited("one search looked at more than " + pattern.limit() + " characters", null);
  }

  private PatternLimitException stackExceeded(StackOverflowError error) {
    return limited("the match goes deeper than the thread's stack allows", error);
  }

  private PatternLimitException tooFar() {
    return limited("a match may need more than " + tuning.view() / 2 + " characters", null);
  }

  private PatternLimitException limited(String reason, Throwable cause) {
    return new PatternLimitException(
        reason, pattern.pattern().pattern(), pattern.limit(), reached, cause);
  }

  private boolean search(long from) {
    long last = to - plan.shortest;
    long s = from;
    while (s <= last) {
      if (s < plainUntil) {
        if (within(s, plainUntil)) {
          return true;
        }
        s = plainUntil + 1;
        continue;
      }
      if (literal != null) {
        if (literalAt < s + literal.low()) {
          literalAt = literal.finder().find(text, s + literal.low(), to);
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
        return plain(s);
      }
      if (scan(s, last, true)) {
        return true;
      }
      s = resume;
      if (s <= last) { // given up
        if (!plan.withinLine) {
          return plain(s);
        }
        plainUntil = lineEnd(Math.min(to, s + tuning.chunk()));
      }
    }
    return false;
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
    long first = lineStart(s, place);
    if (pays(first - s, tuning.cost())) {
      long until = lineEnd(place);
      resume = until + 1;
      return within(first, until);
    }
    long until = lineEnd(Math.min(to, Math.max(place, first + tuning.chunk())));
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
      return at(x);
    }
    start = x;
    end = x + plan.scan.length();
    hasGroups = false;
    return true;
  }

  private boolean found() {
    start = view.base() + matcher.start();
    end = view.base() + matcher.end();
    hasGroups = true;
    return true;
  }

  private long bestBase(long x) {
    return Math.max(0, x - tuning.context());
  }

  /** Makes the view show enough around {@code x}. */
  private void place(long x) {
    reached = x;
    long best = bestBase(x);
    if (view.base() > best
        || view.isCut()
            && x - view.base() > tuning.context() + (view.length() - tuning.context()) / 2) {
      view.move(best);
    }
    if (x < to) {
      view.hold(x, 1); // so that nothing is run for the first time deep in the stack
    }
  }

  /** Whether a match begins here. */
  private boolean at(long x) {
    place(x);
    boolean match = lookingAt(x);
    if (view.isCut() && (matcher.hitEnd() || view.lastSeen())) {
      view.move(bestBase(x));
      match = lookingAt(x);
      if (view.isCut() && (matcher.hitEnd() || view.lastSeen())) {
        throw tooFar();
      }
    }
    return match && found();
  }

  private boolean lookingAt(long x) {
    view.forgetLast();
    return matcher.region((int) (x - view.base()), view.length()).lookingAt();
  }

  /** Whether there is a match in these lines, or the rest of one, which no match leaves. */
  private boolean within(long s, long lineEnd) {
    place(s);
    if (view.isCut() && lineEnd - view.base() > view.length() - MARGIN) {
      view.move(bestBase(s));
    }
    if (!view.isCut() || lineEnd - view.base() <= view.length() - MARGIN) {
      view.forgetLast();
      long base = view.base();
      boolean match = matcher.region((int) (s - base), (int) (lineEnd - base)).find();
      if (!view.isCut() || !view.lastSeen()) {
        return match && found();
      }
    }
    for (long x = s; x <= lineEnd; x++) {
      if (at(x)) {
        return true;
      }
    }
    return false;
  }

  /** Leaves everything to java.util.regex. */
  private boolean plain(long s) {
    for (long x = s; x <= to; x++) {
      if (to - bestBase(x) <= tuning.view()) {
        return rest(x);
      }
      if (at(x)) {
        return true;
      }
    }
    return false;
  }

  private boolean rest(long s) {
    place(s);
    if (view.isCut()) {
      view.move(bestBase(s));
    }
    return matcher.region((int) (s - view.base()), view.length()).find() && found();
  }

  /** As {@link #plain}, where only the matcher knows what it must of the match before. */
  private boolean goingOn(long s, boolean again) {
    if (again && !view.isCut()) {
      return matcher.find() && found();
    }
    if (!again && to - bestBase(s) <= tuning.view()) {
      return rest(s);
    }
    if (!again && at(s)) {
      return true;
    }
    throw tooFar();
  }

  /** Where the line begins that {@code offset} is in, or {@code from} if that is later. */
  long lineStart(long from, long offset) {
    if (from >= lineFrom && offset <= lineTo) {
      return from;
    }
    return Math.max(from, LINE_FEED.rfind(text, from, offset) + 1);
  }

  /** Where the line ends that {@code offset} is in. */
  long lineEnd(long offset) {
    if (offset < lineFrom || offset > lineTo) {
      long feed = LINE_FEED.find(text, offset, to);
      lineFrom = offset;
      lineTo = feed < 0 ? to : feed;
    }
    return lineTo;
  }

  long start() {
    return start;
  }

  long end() {
    return end;
  }

  Match match() {
    int groups = hasGroups ? matcher.groupCount() : 0;
    long[] bounds = new long[2 * groups + 2];
    bounds[0] = start;
    bounds[1] = end;
    for (int group = 1; group <= groups; group++) {
      int from = matcher.start(group);
      bounds[2 * group] = from < 0 ? Match.ABSENT : view.base() + from;
      bounds[2 * group + 1] = from < 0 ? Match.ABSENT : view.base() + matcher.end(group);
    }
    return new Match(text, bounds, pattern.pattern().namedGroups());
  }
}
