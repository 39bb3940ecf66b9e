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
 * A {@link Pattern} that matches the bytes of any memory segment, of any length, as Python's {@code
 * re} does. Each byte is one character, 0 to 255 (ISO-8859-1): {@code .} is a byte, {@code \xff} is
 * the byte 255, and a character that UTF-8 encodes in two bytes is two characters here.
 *
 * <p>A range is {@code [from, to)} with {@code 0 <= from <= to <= text.byteSize()}, in bytes. It
 * means what {@code pos} and {@code endpos} mean <a
 * href="https://docs.python.org/3/library/re.html#re.Pattern.search">in Python</a>:
 *
 * <ul>
 *   <li>{@code to} is the end of the text, so {@code $} and {@code \z} match there, and nothing
 *       after it is seen.
 *   <li>{@code from} is only where the search begins. {@code ^} and {@code \A} match at the true
 *       start of the text, and {@code \b} and look-behind see the bytes before {@code from}.
 *   <li>{@code \G} matches at {@code from} and, in {@link #all(MemorySegment) all}, at the end of
 *       the previous match.
 * </ul>
 *
 * <p>A search finds candidates at the speed of a {@link Finder}; java.util.regex then checks them.
 *
 * <p>The text may have any length. A search throws {@link PatternLimitException} if a match in a
 * text longer than 2 GiB may need more than about 1 GiB, or if it needs more than the thread's
 * stack. In such a text, look-behind sees 512 MiB. {@link #withLimit} also limits the work.
 *
 * <p>Immutable and safe for use by several threads. The calling thread, or the one that consumes
 * the stream, reads the segment, unless {@link #parallel()} says otherwise. Concurrent writes and
 * truncated files have the effects that {@link Finder} describes.
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
  private final Prefilter prefilter;
  private final boolean usesLastMatch;
  private final long limit;
  private final Tuning tuning;

  /** Null if the calling thread searches alone. */
  private final Executor executor;

  private BytePattern(Pattern pattern, PatternParser.Parsed parsed) {
    this(pattern, Prefilter.of(parsed, pattern), UNLIMITED, Tuning.USUAL, null);
  }

  private BytePattern(
      Pattern pattern, Prefilter prefilter, long limit, Tuning tuning, Executor executor) {
    this.pattern = pattern;
    this.prefilter = prefilter;
    String regex = pattern.pattern();
    this.usesLastMatch = regex.contains("\\G") || regex.contains("\\b{g}");
    this.limit = limit;
    this.tuning = tuning;
    this.executor = executor;
  }

  /**
   * Compiles a regular expression.
   *
   * @param regex the expression, in the language of {@link Pattern}
   * @return the pattern
   * @throws PatternSyntaxException if it is malformed, or contains a character above 255, which no
   *     byte is (to exclude such a character, write it as an escape)
   * @throws IllegalArgumentException if it sets {@link Pattern#CANON_EQ}, as {@code (?c)} does
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
   * @throws PatternSyntaxException if it is malformed, or contains a character above 255, which no
   *     byte is (to exclude such a character, write it as an escape)
   * @throws IllegalArgumentException if there is no such flag, or if {@link Pattern#CANON_EQ} is
   *     set, which is about characters that are encoded as several
   */
  public static BytePattern compile(String regex, int flags) {
    Pattern pattern = ByteClasses.bytesOnly(Pattern.compile(regex, flags));
    return new BytePattern(pattern, PatternParser.parse(regex, flags));
  }

  /**
   * Adapts a compiled regular expression to bytes.
   *
   * @param pattern the expression
   * @return the pattern
   * @throws PatternSyntaxException if it contains a character above 255, which is no byte (to
   *     exclude such a character, write it as an escape)
   * @throws IllegalArgumentException if it was compiled with {@link Pattern#CANON_EQ}
   */
  public static BytePattern of(Pattern pattern) {
    ByteClasses.bytesOnly(pattern);
    return new BytePattern(pattern, PatternParser.parse(pattern));
  }

  /**
   * Returns the same pattern with a limit: a search throws {@link PatternLimitException} when
   * java.util.regex has read this many characters. A character that is read again counts again. The
   * limit stops a pattern that has practically endless ways to match, as {@code (a*)*b} may. A
   * search is one {@code find}, one step of a stream, or one line.
   *
   * @param steps the limit, or {@link #UNLIMITED}, which is the default
   * @return the pattern with that limit
   * @throws IllegalArgumentException if {@code steps} is negative
   */
  public BytePattern withLimit(long steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("a limit of " + steps + " characters");
    }
    return new BytePattern(pattern, prefilter, steps, tuning, executor);
  }

  /**
   * Returns the same pattern, which splits long searches over the common pool, as {@link
   * #parallel(Executor)} does.
   *
   * @return the pattern
   */
  public BytePattern parallel() {
    return parallel(ForkJoinPool.commonPool());
  }

  /**
   * Returns the same pattern, which lets {@code executor} help with searches of several MiB or
   * more. The calling thread works too. The answers are the same, in the same order. The text is
   * split at line feeds, so one thread searches a whole line. A {@linkplain #withLimit limit}
   * applies to each thread's share of a search.
   *
   * <p>These run in parallel: {@link #lines}, for any pattern, and {@code find} and {@link #all} if
   * every match lies within a line and does not depend on other matches or attempts. It may depend
   * on them with {@code \G}, {@code \1}, a group repeated up to a number of times, or a group
   * captured in a look-around. The calling thread does everything else alone, and also searches
   * memory that only it may read (a confined arena).
   *
   * @param executor runs the parts; it may reject them
   * @return the pattern
   */
  public BytePattern parallel(Executor executor) {
    Objects.requireNonNull(executor, "executor");
    return new BytePattern(pattern, prefilter, limit, tuning, executor);
  }

  BytePattern with(Tuning other) {
    return new BytePattern(pattern, prefilter, limit, other, executor);
  }

  /** {@return the regular expression that this pattern runs} */
  public Pattern pattern() {
    return pattern;
  }

  /** {@return the number of characters that one search may read, or {@link #UNLIMITED}} */
  public long limit() {
    return limit;
  }

  Prefilter prefilter() {
    return prefilter;
  }

  Tuning tuning() {
    return tuning;
  }

  /** Returns whether a match may depend on the previous one, by {@code \G} or {@code \b{g}}. */
  boolean usesLastMatch() {
    return usesLastMatch;
  }

  /**
   * Finds the first match in all of {@code text}.
   *
   * @param text the bytes to search
   * @return the match, if there is one
   * @throws PatternLimitException if the search was given up
   */
  public Optional<Match> find(MemorySegment text) {
    return find(text, 0, text.byteSize());
  }

  /**
   * Finds the first match from an offset on.
   *
   * @param text the bytes to search
   * @param from the least offset at which a match may begin
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
   * @param text the bytes to search
   * @param from the least offset at which a match may begin
   * @param to the end (exclusive) of the text that is seen
   * @return the match, if there is one
   * @throws IndexOutOfBoundsException if the range is not within {@code text}
   * @throws PatternLimitException if the search was given up
   */
  public Optional<Match> find(MemorySegment text, long from, long to) {
    PatternSearch search = search(text, from, to);
    ParallelPattern<Match> parallel = ParallelPattern.first(this, executor, text, from, to);
    if (parallel == null) {
      return search.find(from) ? Optional.of(search.match()) : Optional.empty();
    }
    try (parallel) {
      return parallel.hasNext() ? Optional.of(parallel.next()) : Optional.empty();
    }
  }

  /**
   * Returns the match at one offset, as Python's {@code pattern.match(text, pos)} does. The match
   * need not extend to the end of the text.
   *
   * @param text the bytes to search
   * @param offset where the match is to begin
   * @return the match, if there is one
   * @throws IndexOutOfBoundsException if {@code offset} is not in 0 to {@code text.byteSize()}
   * @throws PatternLimitException if the search was given up
   */
  public Optional<Match> matchAt(MemorySegment text, long offset) {
    return matchAt(text, offset, text.byteSize());
  }

  /**
   * Returns the match at one offset, as Python's {@code pattern.match(text, pos, endpos)} does.
   *
   * @param text the bytes to search
   * @param offset where the match is to begin
   * @param to the end (exclusive) of the text that is seen
   * @return the match, if there is one
   * @throws IndexOutOfBoundsException if the range is not within {@code text}
   * @throws PatternLimitException if the search was given up
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
   * Returns all matches in {@code text}, as {@link #all(MemorySegment, long, long)}.
   *
   * @param text the bytes to search
   * @return the matches, in order
   */
  public Stream<Match> all(MemorySegment text) {
    return all(text, 0, text.byteSize());
  }

  /**
   * Returns all matches in a range that do not overlap, as repeated {@link
   * java.util.regex.Matcher#find()} gives them. An empty match is followed by one that begins at
   * least a byte later.
   *
   * <p>The stream is sequential, finds matches on demand, and throws {@link PatternLimitException}
   * if a search is given up. A {@linkplain #parallel() parallel} pattern searches a little ahead:
   * close its stream if you stop before the end.
   *
   * @param text the bytes to search
   * @param from the least offset at which a match may begin
   * @param to the end (exclusive) of the text that is seen
   * @return the matches, in order
   * @throws IndexOutOfBoundsException if the range is not within {@code text}
   */
  public Stream<Match> all(MemorySegment text, long from, long to) {
    PatternSearch search = search(text, from, to);
    ParallelPattern<Match> parallel = ParallelPattern.all(this, executor, text, from, to);
    return parallel == null ? stream(new Matches(search, from)) : parallel.stream();
  }

  /**
   * Returns the lines of {@code text} that have a match, as {@link #lines(MemorySegment, long,
   * long)}.
   *
   * @param text the bytes to search
   * @return the lines, in order
   */
  public Stream<Line> lines(MemorySegment text) {
    return lines(text, 0, text.byteSize());
  }

  /**
   * Returns the lines of a range that have a match, as {@code grep} prints them. Each line is a
   * text of its own: {@code ^} and {@code $} match at its start and end, and nothing outside is
   * seen. A line ends before {@code '\n'} or at {@code to}. After the last {@code '\n'} there is a
   * line only if there are bytes. The stream is as that of {@link #all(MemorySegment, long, long)
   * all}.
   *
   * @param text the bytes to search
   * @param from the start of the first line
   * @param to the end (exclusive) of the last line
   * @return the lines, in order
   * @throws IndexOutOfBoundsException if the range is not within {@code text}
   */
  public Stream<Line> lines(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    ParallelPattern<Line> parallel = ParallelPattern.lines(this, executor, text, from, to);
    return parallel == null
        ? stream(new MatchingLines(this, text, from, to, UNLIMITED))
        : parallel.stream();
  }

  static <T> Stream<T> stream(Iterator<T> iterator) {
    int order = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, order), false);
  }

  /** {@return the expression and its flags, as in {@code BytePattern[a.*b, DOTALL]}} */
  @Override
  public String toString() {
    return "BytePattern[" + pattern + PatternFlags.suffix(pattern.flags()) + "]";
  }
}
