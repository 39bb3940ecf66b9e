package io.github.mmap4j.regex;

import io.github.mmap4j.internal.parallel.OrderedTasks;
import io.github.mmap4j.search.Line;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Searches a long range for a pattern on several threads, in parts of whole lines. The results in
 * one line do not depend on other lines, so the parts, in order, give the same results as a single
 * thread.
 *
 * <p>Parts are searched ahead of the consumer, but only up to a limit. If a part has too many
 * results or takes too long, the consumer searches the rest of that part when it reaches the part.
 */
final class ParallelPattern<T> implements Iterator<T>, AutoCloseable {
  /** The maximum number of results of a part that may wait for the consumer. */
  private static final int MOST = 1 << 12;

  /** The number of characters per byte that java.util.regex may read ahead of the consumer. */
  private static final long EFFORT = 64;

  private static final long NOTHING = -1;

  /** A search of whole lines. */
  private interface Search<T> {
    /**
     * Begins to search the lines from {@code from} on.
     *
     * @param until the offset of the line feed at which the search ends, or the end of the text
     * @param effort the maximum number of characters that may be read
     */
    Iterator<T> begin(long from, long until, long effort);
  }

  /**
   * The results found ahead of the consumer in a part that ends at {@code until}.
   *
   * @param rest the offset from which the consumer must continue the search, or {@link #NOTHING}
   */
  private record Ahead<T>(List<T> found, long rest, long until) {}

  private final Search<T> search;
  private final ToLongFunction<T> after;
  private final int most;
  private final long effort;
  private final LinePartitions lines;
  private final OrderedTasks<Ahead<T>> parts;

  private Iterator<T> current = Collections.emptyIterator();
  private long rest = NOTHING;
  private long until;

  private ParallelPattern(
      BytePattern pattern,
      LinePartitions lines,
      Search<T> search,
      ToLongFunction<T> after,
      int most) {
    this.search = search;
    this.after = after;
    this.most = most;
    this.effort = EFFORT * pattern.tuning().part();
    this.lines = lines;
    this.parts = new OrderedTasks<>(pattern.executor(), lines.count(), this::ahead);
  }

  /** Returns a search for all matches, or null if a single thread must search or is as fast. */
  static ParallelPattern<Match> all(BytePattern pattern, MemorySegment text, long from, long to) {
    return matches(pattern, text, from, to, MOST);
  }

  /** Works like {@link #all}, but for a caller that needs only the first match. */
  static ParallelPattern<Match> first(BytePattern pattern, MemorySegment text, long from, long to) {
    return matches(pattern, text, from, to, 1);
  }

  private static ParallelPattern<Match> matches(
      BytePattern pattern, MemorySegment text, long from, long to, int most) {
    Prefilter prefilter = pattern.prefilter();
    boolean inLines = prefilter.withinLine() && prefilter.independent() && !pattern.usesLastMatch();
    if (!inLines || !pays(pattern, text, to - from)) {
      return null;
    }
    return new ParallelPattern<>(
        pattern,
        new LinePartitions(text, from, to, pattern.tuning().part()),
        (begin, until, effort) ->
            new Matches(new PatternSearch(pattern, text, to, until, effort), begin),
        match -> match.length() == 0 ? match.end() + 1 : match.end(),
        most);
  }

  /** Returns a search for matching lines, or null if a single thread must search or is as fast. */
  static ParallelPattern<Line> lines(BytePattern pattern, MemorySegment text, long from, long to) {
    if (!pays(pattern, text, to - from)) {
      return null;
    }
    return new ParallelPattern<>(
        pattern,
        new LinePartitions(text, from, to, pattern.tuning().part()),
        (begin, until, effort) ->
            new MatchingLines(pattern, text, begin, Math.min(to, until + 1), effort),
        line -> line.offset() + line.length() + 1,
        MOST);
  }

  private static boolean pays(BytePattern pattern, MemorySegment text, long length) {
    return pattern.executor() != null
        && length > 2 * pattern.tuning().part()
        && OrderedTasks.mayRead(text);
  }

  private Ahead<T> ahead(long part) {
    long begin = lines.begin(part);
    List<T> found = new ArrayList<>();
    if (begin == LinePartitions.ABSENT) {
      return new Ahead<>(found, NOTHING, begin);
    }
    long end = lines.end(part);
    long at = begin;
    Iterator<T> all = search.begin(begin, end, effort);
    try {
      while (found.size() < most) {
        if (!all.hasNext()) {
          return new Ahead<>(found, NOTHING, end);
        }
        T next = all.next();
        found.add(next);
        at = after.applyAsLong(next);
      }
    } catch (PatternLimitException e) {
      // The consumer continues with the whole limit and a different stack, so it may succeed or
      // fail.
      return new Ahead<>(found, at, end);
    }
    return new Ahead<>(found, at, end);
  }

  @Override
  public boolean hasNext() {
    boolean failed = true;
    try {
      boolean has = advance();
      failed = false;
      return has;
    } finally {
      if (failed) {
        close();
      }
    }
  }

  private boolean advance() {
    while (!current.hasNext()) {
      if (rest != NOTHING) {
        current = search.begin(rest, until, BytePattern.UNLIMITED);
        rest = NOTHING;
      } else if (parts.hasNext()) {
        Ahead<T> next = parts.next();
        current = next.found.iterator();
        rest = next.rest;
        until = next.until;
      } else {
        return false;
      }
    }
    return true;
  }

  @Override
  public T next() {
    hasNext();
    return current.next();
  }

  Stream<T> stream() {
    return BytePattern.stream(this).onClose(this::close);
  }

  /** Stops the work ahead of the consumer; afterwards, no other thread reads the memory. */
  @Override
  public void close() {
    parts.close();
  }
}
