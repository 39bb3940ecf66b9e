package io.github.mmap4j.regex;

import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;

/**
 * java.util.regex over a text: asks it about single starts, about lines, and about the rest of the
 * text, under the limits that a pattern and a view have. For one thread.
 */
final class JdkEngine {
  /** Within so many characters of its end, a cut view may mislead {@code $}. */
  private static final int MARGIN = 3;

  private final BytePattern pattern;
  private final MemorySegment text;
  private final long to;
  private final Tuning tuning;
  private final ByteWindow view;
  private final Matcher matcher;

  private long effort;
  private long reached;
  private long start;
  private long end;
  private boolean hasGroups;

  /** Searches that look at {@code effort} characters, all together. */
  JdkEngine(BytePattern pattern, MemorySegment text, long to, long effort) {
    this.pattern = pattern;
    this.text = text;
    this.to = to;
    this.effort = effort;
    this.tuning = pattern.tuning();
    this.view = new ByteWindow(text, to, tuning);
    this.matcher =
        pattern.pattern().matcher(view).useTransparentBounds(true).useAnchoringBounds(false);
  }

  /** Where the text can be looked at without the engine. */
  ByteWindow view() {
    return view;
  }

  long effort() {
    return effort;
  }

  /** Runs one search, which begins at {@code from}, under the pattern's limit. */
  boolean limited(long from, BooleanSupplier search) {
    view.allow(Math.min(pattern.limit(), effort));
    reached = from;
    try {
      return search.getAsBoolean();
    } catch (ByteWindow.StepsException e) {
      throw givenUp("one search looked at more than " + pattern.limit() + " characters", null);
    } catch (StackOverflowError e) {
      throw givenUp("the match goes deeper than the thread's stack allows", e);
    } finally {
      effort -= view.looked();
    }
  }

  private PatternLimitException tooFar() {
    return givenUp("a match may need more than " + tuning.view() / 2 + " characters", null);
  }

  private PatternLimitException givenUp(String reason, Throwable cause) {
    return new PatternLimitException(
        reason, pattern.pattern().pattern(), pattern.limit(), reached, cause);
  }

  /** Whether these bytes, taken as a text of their own, have a match; where is not told. */
  boolean isIn(long from, int length) {
    if (length > 0) {
      view.hold(from, 1);
    }
    view.show(from, length);
    return matcher.reset().find();
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
  boolean at(long x) {
    place(x);
    boolean match = lookingAt(x);
    if (view.isCut() && (matcher.hitEnd() || view.lastSeen())) {
      view.move(bestBase(x));
      match = lookingAt(x);
      if (view.isCut() && (matcher.hitEnd() || view.lastSeen())) {
        throw tooFar();
      }
    }
    // Not where the matcher says: a ^ in a look-behind leaves its own place there.
    return match && found(x, view.base() + matcher.end(), true);
  }

  private boolean lookingAt(long x) {
    view.forgetLast();
    return matcher.region((int) (x - view.base()), view.length()).lookingAt();
  }

  /** Whether there is a match in these lines, or the rest of one, which no match leaves. */
  boolean within(long s, long lineEnd) {
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

  /** Whether there is a match from here on. */
  boolean from(long s) {
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

  /** As {@link #from}, where only the matcher knows what it must of the match before. */
  boolean goingOn(long s, boolean again) {
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

  private boolean found() {
    return found(view.base() + matcher.start(), view.base() + matcher.end(), true);
  }

  /** Takes for a match what needed no engine. */
  boolean found(long from, long behind) {
    return found(from, behind, false);
  }

  private boolean found(long from, long behind, boolean withGroups) {
    start = from;
    end = behind;
    hasGroups = withGroups;
    return true;
  }

  /** Where the match begins that was found last. */
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
