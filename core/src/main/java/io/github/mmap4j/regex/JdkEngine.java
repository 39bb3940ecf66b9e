package io.github.mmap4j.regex;

import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;

/**
 * Runs java.util.regex on a text at single starts, within lines or in the rest of the text. The
 * engine enforces the limits of the pattern and of the window. Only one thread at a time may use an
 * engine.
 */
final class JdkEngine {
  /** The number of characters at the end of a cut window where {@code $} may wrongly match. */
  private static final int MARGIN = 3;

  private final BytePattern pattern;
  private final MemorySegment text;
  private final long to;
  private final Tuning tuning;
  private final ByteWindow window;
  private final Matcher matcher;

  private long effort;
  private long reached;
  private long start;
  private long end;
  private boolean hasGroups;

  /** Prepares searches that together read at most {@code effort} characters. */
  JdkEngine(BytePattern pattern, MemorySegment text, long to, long effort) {
    this.pattern = pattern;
    this.text = text;
    this.to = to;
    this.effort = effort;
    this.tuning = pattern.tuning();
    this.window = new ByteWindow(text, to, tuning);
    this.matcher =
        pattern.pattern().matcher(window).useTransparentBounds(true).useAnchoringBounds(false);
  }

  /** Returns the window, so that the text can be read without the engine. */
  ByteWindow window() {
    return window;
  }

  long effort() {
    return effort;
  }

  /** Runs one search from {@code from} on and enforces the pattern's limit. */
  boolean limited(long from, BooleanSupplier search) {
    window.allow(Math.min(pattern.limit(), effort));
    reached = from;
    try {
      return search.getAsBoolean();
    } catch (ByteWindow.StepsException e) {
      throw givenUp("one search looked at more than " + pattern.limit() + " characters", null);
    } catch (StackOverflowError e) {
      throw givenUp("the match goes deeper than the thread's stack allows", e);
    } finally {
      effort -= window.read();
    }
  }

  private PatternLimitException tooFar() {
    return givenUp("a match may need more than " + tuning.window() / 2 + " characters", null);
  }

  private PatternLimitException givenUp(String reason, Throwable cause) {
    return new PatternLimitException(
        reason, pattern.pattern().pattern(), pattern.limit(), reached, cause);
  }

  /**
   * Returns whether the {@code length} bytes from {@code from} on, as a text of their own, contain
   * a match at or after {@code first}. The position of the match is not recorded.
   */
  boolean isIn(long from, int length, long first) {
    if (length > 0) {
      window.hold(first, 1);
    }
    window.show(from, length);
    return matcher.region((int) (first - from), length).find();
  }

  private long bestBase(long x) {
    return Math.max(0, x - tuning.context());
  }

  /** Moves the window, if needed, so that it presents enough text around {@code x}. */
  private void place(long x) {
    reached = x;
    long best = bestBase(x);
    if (window.base() > best
        || window.isCut()
            && x - window.base() > tuning.context() + (window.length() - tuning.context()) / 2) {
      window.move(best);
    }
    if (x < to) {
      window.hold(x, 1); // loads classes now, not deep in the stack
    }
  }

  /** Returns whether a match begins at {@code x}. */
  boolean at(long x) {
    place(x);
    boolean match = lookingAt(x);
    if (window.isCut() && (matcher.hitEnd() || window.lastSeen())) {
      window.move(bestBase(x));
      match = lookingAt(x);
      if (window.isCut() && (matcher.hitEnd() || window.lastSeen())) {
        throw tooFar();
      }
    }
    // matcher.start() is not used here, because a ^ in a look-behind sets it to the position of the
    // ^.
    return match && found(x, window.base() + matcher.end(), true);
  }

  private boolean lookingAt(long x) {
    window.forgetLast();
    return matcher.region((int) (x - window.base()), window.length()).lookingAt();
  }

  /**
   * Returns whether there is a match in the lines of {@code [s, lineEnd)}; no match may extend past
   * {@code lineEnd}.
   */
  boolean within(long s, long lineEnd) {
    place(s);
    if (window.isCut() && lineEnd - window.base() > window.length() - MARGIN) {
      window.move(bestBase(s));
    }
    if (!window.isCut() || lineEnd - window.base() <= window.length() - MARGIN) {
      window.forgetLast();
      long base = window.base();
      boolean match = matcher.region((int) (s - base), (int) (lineEnd - base)).find();
      if (!window.isCut() || !window.lastSeen()) {
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

  /** Returns whether a match begins at or after {@code s}. */
  boolean from(long s) {
    for (long x = s; x <= to; x++) {
      if (to - bestBase(x) <= tuning.window()) {
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
    if (window.isCut()) {
      window.move(bestBase(s));
    }
    return matcher.region((int) (s - window.base()), window.length()).find() && found();
  }

  /** Works like {@link #from}, but for patterns with {@code \G}, which need the matcher's state. */
  boolean fromLastMatch(long s, boolean again) {
    if (again && !window.isCut()) {
      return matcher.find() && found();
    }
    if (!again && to - bestBase(s) <= tuning.window()) {
      return rest(s);
    }
    if (!again && at(s)) {
      return true;
    }
    throw tooFar();
  }

  private boolean found() {
    return found(window.base() + matcher.start(), window.base() + matcher.end(), true);
  }

  /** Records a match that was found without the engine. */
  boolean found(long from, long to) {
    return found(from, to, false);
  }

  private boolean found(long from, long to, boolean withGroups) {
    start = from;
    end = to;
    hasGroups = withGroups;
    return true;
  }

  /** Returns the start of the most recently found match. */
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
      bounds[2 * group] = from < 0 ? Match.ABSENT : window.base() + from;
      bounds[2 * group + 1] = from < 0 ? Match.ABSENT : window.base() + matcher.end(group);
    }
    return new Match(text, bounds, pattern.pattern().namedGroups());
  }
}
