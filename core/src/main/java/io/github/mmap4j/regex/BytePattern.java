package io.github.mmap4j.regex;

import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Line;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A {@link Pattern} over the bytes of any memory segment, of any length, as Python's {@code re}
 * over bytes. Each byte is one character, 0 to 255 (ISO-8859-1): {@code .} is a byte, {@code \xff}
 * is the byte 255, and a character that UTF-8 writes in two bytes is two characters here.
 *
 * <p>A range is {@code [from, to)} with {@code 0 <= from <= to <= text.byteSize()}, in bytes, and
 * means what {@code pos} and {@code endpos} mean <a
 * href="https://docs.python.org/3/library/re.html#re.Pattern.search">in Python</a>: {@code to} is
 * the text's end, so that {@code $} and {@code \z} match there and nothing behind it is seen.
 * {@code from} is only where the search begins: {@code ^} and {@code \A} match at the text's true
 * start, and {@code \b} and look-behind see what is before {@code from}. {@code \G} matches at
 * {@code from} and, in {@link #all(MemorySegment) all}, at the end of the match before.
 *
 * <p>What every match must contain is looked for first, at the speed of a {@link Finder}; what
 * matches is what java.util.regex says.
 *
 * <p>There is no limit to the text's length. In a text longer than 2 GiB, a match for which more
 * than about 1 GiB has to be looked at is refused, a {@link PatternLimitException}, and look-behind
 * sees 512 MiB. So are a match that needs more than the thread's stack, and, under {@link
 * #withLimit}, a search that takes too long.
 *
 * <p>Immutable, for any number of threads. A segment is read by the thread that calls, or that asks
 * the stream, unless {@link #parallel()} says otherwise. While a search runs, others may write the
 * bytes: what is found was there at some time. If the memory is a mapping's and its file is
 * truncated under the search, that is the mapping's {@link io.github.mmap4j.MappingFaultException}.
 *
 * {@snippet :
 * BytePattern date = BytePattern.compile("(?<year>[0-9]{4})-[0-9]{2}");
 * date.find(m.asSegment()).ifPresent(match -> System.out.println(match.start("year")));
 * long lines = BytePattern.compile("ERROR.*timeout").lines(m.asSegment()).count();
 * }
 */
public final class BytePattern {
  /** The {@link #limit()} of a pattern that has none. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private final Pattern pattern;
  private final Prefilter plan;
  private final boolean goesOn;
  private final long limit;
  private final Tuning tuning;

  /** Null if the thread that calls does it alone. */
  private final Executor executor;

  private BytePattern(Pattern pattern, PatternParser.Parsed parsed) {
    this(pattern, Prefilter.of(parsed, pattern), UNLIMITED, Tuning.USUAL, null);
  }

  private BytePattern(
      Pattern pattern, Prefilter plan, long limit, Tuning tuning, Executor executor) {
    this.pattern = pattern;
    this.plan = plan;
    String regex = pattern.pattern();
    this.goesOn = regex.contains("\\G") || regex.contains("\\b{g}");
    this.limit = limit;
    this.tuning = tuning;
    this.executor = executor;
  }

  /**
   * Compiles a regular expression.
   *
   * @param regex the expression, in the language of {@link Pattern}
   * @return the pattern
   * @throws PatternSyntaxException if it is none, or has a character above 255, which no byte is
   *     (where it is meant to be excluded, write it as an escape)
   * @throws IllegalArgumentException if it sets the flag {@link Pattern#CANON_EQ}, by {@code (?c)}
   */
  public static BytePattern compile(String regex) {
    return compile(regex, 0);
  }

  /**
   * Compiles a regular expression.
   *
   * @param regex the expression, in the language of {@link Pattern}
   * @param flags as {@link Pattern#compile(String, int)} takes them
   * @return the pattern
   * @throws PatternSyntaxException if it is none, or has a character above 255, which no byte is
   *     (where it is meant to be excluded, write it as an escape)
   * @throws IllegalArgumentException if there is no such flag, or it is {@link Pattern#CANON_EQ},
   *     which is about characters that are written as several, or the expression sets that
   */
  public static BytePattern compile(String regex, int flags) {
    Pattern pattern = ByteClasses.bytesOnly(Pattern.compile(regex, flags));
    return new BytePattern(pattern, PatternParser.parse(regex, flags));
  }

  /**
   * Takes a compiled regular expression.
   *
   * @param pattern the expression
   * @return the pattern
   * @throws PatternSyntaxException if it has a character above 255, which no byte is (where it is
   *     meant to be excluded, write it as an escape)
   * @throws IllegalArgumentException if it was compiled with {@link Pattern#CANON_EQ}
   */
  public static BytePattern of(Pattern pattern) {
    ByteClasses.bytesOnly(pattern);
    return new BytePattern(pattern, PatternParser.parse(pattern));
  }

  /**
   * The same pattern under a limit: a search ends with a {@link PatternLimitException} when
   * java.util.regex has looked at so many characters, each counted as often as it is looked at.
   * That ends a pattern which tries endlessly many ways to match, as {@code (a*)*b} may. A search
   * is one {@code find}, one step of a stream, or one line.
   *
   * @param steps the limit, or {@link #UNLIMITED}, which is what a pattern has at first
   * @return the pattern with that limit
   * @throws IllegalArgumentException if {@code steps} is negative
   */
  public BytePattern withLimit(long steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("a limit of " + steps + " characters");
    }
    return new BytePattern(pattern, plan, steps, tuning, executor);
  }

  /**
   * The same pattern, which spreads long searches over the common pool: as {@link
   * #parallel(Executor)}.
   *
   * @return the pattern
   */
  public BytePattern parallel() {
    return parallel(ForkJoinPool.commonPool());
  }

  /**
   * The same pattern, which has {@code executor} help with searches of some MiB and more. The
   * thread that calls works too; the answers are the same, and in the same order. The text is cut
   * at line feeds, so a line is searched by one thread. A {@linkplain #withLimit limit} holds for
   * what one thread does of a search.
   *
   * <p>Spread are {@link #lines}, of any pattern, and {@code find} and {@link #all} where all that
   * matches is known to lie within lines: not if a match may have a line feed, and not if it may
   * depend on other matches or tries ({@code \G}, {@code \1}, a group repeated up to a number of
   * times or captured in a look-around). The thread that calls does these alone, and what is in
   * memory that only it may read (a confined arena's).
   *
   * @param executor what runs the parts; it may refuse them
   * @return the pattern
   */
  public BytePattern parallel(Executor executor) {
    Objects.requireNonNull(executor, "executor");
    return new BytePattern(pattern, plan, limit, tuning, executor);
  }

  BytePattern with(Tuning other) {
    return new BytePattern(pattern, plan, limit, other, executor);
  }

  /** {@return what this pattern was compiled to} */
  public Pattern pattern() {
    return pattern;
  }

  /** {@return how many characters one search may look at, or {@link #UNLIMITED}} */
  public long limit() {
    return limit;
  }

  Prefilter plan() {
    return plan;
  }

  Tuning tuning() {
    return tuning;
  }

  /** Whether a match may depend on the one before: by {@code \G} or {@code \b{g}}. */
  boolean goesOn() {
    return goesOn;
  }

  /**
   * Finds the first match in all of {@code text}.
   *
   * @param text where to look
   * @return the match, if there is one
   * @throws PatternLimitException if the search was given up
   */
  public Optional<Match> find(MemorySegment text) {
    return find(text, 0, text.byteSize());
  }

  /**
   * Finds the first match from an offset on.
   *
   * @param text where to look
   * @param from where the first match may begin
   * @return the match, if there is one
   * @throws IndexOutOfBoundsException if {@code from} is not in 0 to {@code text.byteSize()}
   * @throws PatternLimitException if the search was given up
   */
  public Optional<Match> find(MemorySegment text, long from) {
    return find(text, from, text.byteSize());
  }

  /**
   * Finds the first match in a range.
   *
   * @param text where to look
   * @param from where the first match may begin
   * @param to the byte behind the last that is seen
   * @return the match, if there is one
   * @throws IndexOutOfBoundsException if {@code text} has no such range
   * @throws PatternLimitException if the search was given up
   */
  public Optional<Match> find(MemorySegment text, long from, long to) {
    PatternSearch search = search(text, from, to);
    ParallelPattern<Match> spread = ParallelPattern.first(this, executor, text, from, to);
    if (spread == null) {
      return search.find(from) ? Optional.of(search.match()) : Optional.empty();
    }
    try (spread) {
      return spread.hasNext() ? Optional.of(spread.next()) : Optional.empty();
    }
  }

  /**
   * Matches at one offset and nowhere else, as Python's {@code pattern.match(text, pos)}. The match
   * need not reach the text's end.
   *
   * @param text where to look
   * @param offset where the match is to begin
   * @return the match, if there is one
   * @throws IndexOutOfBoundsException if {@code offset} is not in 0 to {@code text.byteSize()}
   * @throws PatternLimitException if it was given up
   */
  public Optional<Match> matchAt(MemorySegment text, long offset) {
    return matchAt(text, offset, text.byteSize());
  }

  /**
   * Matches at one offset and nowhere else, as Python's {@code pattern.match(text, pos, endpos)}.
   *
   * @param text where to look
   * @param offset where the match is to begin
   * @param to the byte behind the last that is seen
   * @return the match, if there is one
   * @throws IndexOutOfBoundsException if {@code text} has no such range
   * @throws PatternLimitException if it was given up
   */
  public Optional<Match> matchAt(MemorySegment text, long offset, long to) {
    PatternSearch search = search(text, offset, to);
    return search.matchesAt(offset) ? Optional.of(search.match()) : Optional.empty();
  }

  private PatternSearch search(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    return new PatternSearch(this, text, to, to, UNLIMITED);
  }

  /**
   * All matches in {@code text}: as {@link #all(MemorySegment, long, long)}.
   *
   * @param text where to look
   * @return the matches, in order
   */
  public Stream<Match> all(MemorySegment text) {
    return all(text, 0, text.byteSize());
  }

  /**
   * All matches in a range, each from the end of the one before on, as repeated {@link
   * java.util.regex.Matcher#find()}; an empty match is followed by one that begins at least a byte
   * later. They are looked for as the stream asks for them, or a little ahead by a {@linkplain
   * #parallel() parallel} pattern: close such a stream if you leave it before its end. The stream
   * itself is sequential, and throws {@link PatternLimitException} if a search is given up.
   *
   * @param text where to look
   * @param from where the first match may begin
   * @param to the byte behind the last that is seen
   * @return the matches, in order
   * @throws IndexOutOfBoundsException if {@code text} has no such range
   */
  public Stream<Match> all(MemorySegment text, long from, long to) {
    PatternSearch search = search(text, from, to);
    ParallelPattern<Match> spread = ParallelPattern.all(this, executor, text, from, to);
    return spread == null ? stream(new Matches(search, from)) : spread.stream();
  }

  /**
   * The lines of {@code text} that match: as {@link #lines(MemorySegment, long, long)}.
   *
   * @param text where to look
   * @return the lines, in order
   */
  public Stream<Line> lines(MemorySegment text) {
    return lines(text, 0, text.byteSize());
  }

  /**
   * The lines of a range that have a match, as {@code grep} prints them. Each line is a text of its
   * own: {@code ^} and {@code $} match at its start and end, and nothing outside is seen. A line
   * ends before {@code '\n'} or at {@code to}; behind the last {@code '\n'} there is a line only if
   * there are bytes. They are looked for as by {@link #all(MemorySegment, long, long) all}.
   *
   * @param text where to look
   * @param from where the first line begins
   * @param to the byte behind the last line
   * @return the lines, in order
   * @throws IndexOutOfBoundsException if {@code text} has no such range
   */
  public Stream<Line> lines(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    ParallelPattern<Line> spread = ParallelPattern.lines(this, executor, text, from, to);
    return spread == null
        ? stream(new MatchingLines(this, text, from, to, UNLIMITED))
        : spread.stream();
  }

  static <T> Stream<T> stream(Iterator<T> iterator) {
    int order = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, order), false);
  }

  /** {@return the regular expression} */
  @Override
  public String toString() {
    return pattern.pattern();
  }
}
