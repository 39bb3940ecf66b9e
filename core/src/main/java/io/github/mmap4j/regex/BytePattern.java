package io.github.mmap4j.regex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Line;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

// This file is longer than others, because most of it documents how a search differs from one by
// java.util.regex.
/**
 * A regular expression that matches the bytes of a memory segment of any length, like a bytes
 * pattern of Python's {@code re}. The syntax is that of {@link Pattern}. Each byte is one
 * character, 0 to 255 (ISO-8859-1). So {@code .} matches a single byte, {@code \xff} matches the
 * byte 255, and a character that UTF-8 encodes in two bytes is two characters here. {@link
 * #literal} searches for text in any charset.
 *
 * <p>Ranges are given in bytes as {@code [from, to)}, where {@code 0 <= from <= to <=
 * text.byteSize()}. The two offsets mean what {@code pos} and {@code endpos} mean <a
 * href="https://docs.python.org/3/library/re.html#re.Pattern.search">in Python</a>:
 *
 * <ul>
 *   <li>{@code to} is the end of the text, so {@code $} and {@code \z} match there, and later bytes
 *       are invisible.
 *   <li>{@code from} is only the offset at which the search begins. {@code ^} and {@code \A} match
 *       at the true start of the text, and {@code \b} and look-behind see the bytes before {@code
 *       from}.
 *   <li>{@code \G} matches at {@code from} and, in {@link #all(MemorySegment) all}, at the end of
 *       the previous match.
 * </ul>
 *
 * <p>If every match contains certain literal bytes, a search finds candidates at the speed of a
 * {@link Finder}, and java.util.regex checks only these. If there are no such bytes, or if they are
 * very common, java.util.regex may have to search the text itself, which is much slower.
 *
 * <p>The text may have any length. A search throws {@link PatternLimitException} if a match in a
 * text longer than 2 GiB may need more than about 1 GiB of that text, or if matching needs more
 * stack than the thread has. In a text longer than 2 GiB, look-behind sees at least the preceding
 * 512 MiB. {@link #withLimit} limits the work of a search.
 *
 * <p>A pattern is immutable and safe for use by several threads. Unless the pattern is {@linkplain
 * #parallel() parallel}, only the calling thread or the thread that consumes a stream reads the
 * segment. Concurrent writes and truncated files have the effects that {@link Finder} describes.
 *
 * {@snippet :
 * BytePattern date = BytePattern.compile("(?<year>[0-9]{4})-[0-9]{2}");
 * date.find(m.asSegment()).ifPresent(match -> System.out.println(match.start("year")));
 * long lines = BytePattern.compile("ERROR.*timeout").lines(m.asSegment()).count();
 * }
 */
public final class BytePattern {
  /** The value of {@link #limit()} for a pattern without a limit. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** The names of the flags that a pattern may have. */
  private static final Map<Integer, String> FLAGS =
      new TreeMap<>(
          Map.of(
              Pattern.UNIX_LINES, "UNIX_LINES",
              Pattern.CASE_INSENSITIVE, "CASE_INSENSITIVE",
              Pattern.COMMENTS, "COMMENTS",
              Pattern.MULTILINE, "MULTILINE",
              Pattern.LITERAL, "LITERAL",
              Pattern.DOTALL, "DOTALL",
              Pattern.UNICODE_CASE, "UNICODE_CASE",
              Pattern.UNICODE_CHARACTER_CLASS, "UNICODE_CHARACTER_CLASS"));

  private final Pattern pattern;
  private final Prefilter prefilter;
  private final boolean usesLastMatch;
  private final long limit;
  private final Tuning tuning;
  private final Executor executor;

  private BytePattern(Pattern pattern, PatternParser.Parsed parsed) {
    this(pattern, Prefilter.of(parsed, pattern), UNLIMITED, Tuning.USUAL, null);
  }

  private BytePattern(
      Pattern pattern, Prefilter prefilter, long limit, Tuning tuning, Executor executor) {
    this.pattern = pattern;
    this.prefilter = prefilter;
    this.usesLastMatch = Prefilter.usesLastMatch(pattern.pattern());
    this.limit = limit;
    this.tuning = tuning;
    this.executor = executor;
  }

  /**
   * Compiles a regular expression.
   *
   * @param regex the expression, in the syntax of {@link Pattern}
   * @return the pattern
   * @throws PatternSyntaxException if it is malformed, or if it contains a character above 255,
   *     which is not a byte (an escape of such a character is allowed, for example to exclude it)
   * @throws IllegalArgumentException if the expression sets {@link Pattern#CANON_EQ}, as {@code
   *     (?c)} does
   */
  public static BytePattern compile(String regex) {
    return compile(regex, 0);
  }

  /**
   * Compiles a regular expression.
   *
   * @param regex the expression, in the syntax of {@link Pattern}
   * @param flags the flags, as for {@link Pattern#compile(String, int)}
   * @return the pattern
   * @throws PatternSyntaxException if it is malformed, or if it contains a character above 255,
   *     which is not a byte (an escape of such a character is allowed, for example to exclude it)
   * @throws IllegalArgumentException if {@code flags} contains an unknown flag, or if {@link
   *     Pattern#CANON_EQ} is set, which has no meaning for bytes
   */
  public static BytePattern compile(String regex, int flags) {
    Pattern pattern = ByteClasses.bytesOnly(Pattern.compile(regex, flags));
    return new BytePattern(pattern, PatternParser.parse(regex, flags));
  }

  /**
   * Returns the pattern that matches just these bytes. Text that is not ASCII is searched for in
   * this way, encoded as in the file, because in a regular expression each byte is a character:
   *
   * {@snippet :
   * BytePattern.literal("Größe".getBytes(UTF_8)).lines(m.asSegment()).count();
   * }
   *
   * @param bytes the bytes, which are copied; if there are none, the pattern matches everywhere
   * @return the pattern
   */
  public static BytePattern literal(byte[] bytes) {
    return compile(new String(bytes, ISO_8859_1), Pattern.LITERAL);
  }

  /**
   * Adapts a compiled regular expression to bytes.
   *
   * @param pattern the expression
   * @return the pattern
   * @throws PatternSyntaxException if the expression contains a character above 255, which is not a
   *     byte (an escape of such a character is allowed, for example to exclude it)
   * @throws IllegalArgumentException if the expression was compiled with {@link Pattern#CANON_EQ}
   */
  public static BytePattern of(Pattern pattern) {
    ByteClasses.bytesOnly(pattern);
    return new BytePattern(pattern, PatternParser.parse(pattern));
  }

  /**
   * {@return a copy of this pattern with a limit on the work of each search} A search throws {@link
   * PatternLimitException} when java.util.regex needs to read more than {@code steps} characters. A
   * character that is read again counts again. The limit stops a search that tries a practically
   * endless number of ways to match, as one for {@code (a*)*b} may. A search is one call to {@code
   * find} or {@code matchAt}, one step of a stream, or the test of one line.
   *
   * @param steps the maximum number of characters, or {@link #UNLIMITED}, which is the default
   * @throws IllegalArgumentException if {@code steps} is negative
   */
  public BytePattern withLimit(long steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("a limit of " + steps + " characters");
    }
    return new BytePattern(pattern, prefilter, steps, tuning, executor);
  }

  /**
   * {@return a copy of this pattern that uses the common pool for long searches, as {@link
   * #parallel(Executor)} describes}
   */
  public BytePattern parallel() {
    return parallel(ForkJoinPool.commonPool());
  }

  /**
   * {@return a copy of this pattern that lets {@code executor} help with searches of several MiB or
   * more} The calling thread also searches. The results and their order are the same as without an
   * executor. The text is split at line feeds, so each line is searched by a single thread. A
   * {@linkplain #withLimit limit} applies separately to each part of a search.
   *
   * <p>Searches by {@link #lines} run in parallel for any pattern. Searches by {@code find} and
   * {@link #all} run in parallel only if every match lies within a line and does not depend on
   * other matches or attempts. Matches may depend on others in a pattern with {@code \G}, or with a
   * range of repetitions of a group, as in {@code (ab){2,5}}. Matches may also depend on others if
   * an attempt may skip a group in a look-around, as in {@code (?=(a)|b)}. The calling thread runs
   * all other searches alone. The calling thread also searches alone if no other thread may read
   * the memory, as with a confined arena.
   *
   * @param executor the executor that runs parts of a search; the calling thread searches any
   *     rejected parts
   */
  public BytePattern parallel(Executor executor) {
    Objects.requireNonNull(executor, "executor");
    return new BytePattern(pattern, prefilter, limit, tuning, executor);
  }

  BytePattern with(Tuning other) {
    return new BytePattern(pattern, prefilter, limit, other, executor);
  }

  /** {@return the regular expression that this pattern searches for} */
  public Pattern pattern() {
    return pattern;
  }

  /** {@return the maximum number of characters that one search may read, or {@link #UNLIMITED}} */
  public long limit() {
    return limit;
  }

  Prefilter prefilter() {
    return prefilter;
  }

  Tuning tuning() {
    return tuning;
  }

  /**
   * Returns the executor that helps with long searches, or null if the calling thread searches
   * alone.
   */
  Executor executor() {
    return executor;
  }

  /**
   * Returns whether a match may depend on the previous match through {@code \G} or {@code \b{g}}.
   */
  boolean usesLastMatch() {
    return usesLastMatch;
  }

  /**
   * {@return the first match in all of {@code text}, if there is one}
   *
   * @param text the bytes to search
   * @throws PatternLimitException if the search is abandoned
   */
  public Optional<Match> find(MemorySegment text) {
    return find(text, 0, text.byteSize());
  }

  /**
   * {@return the first match at or after an offset, if there is one}
   *
   * @param text the bytes to search
   * @param from the lowest offset at which a match may begin
   * @throws IndexOutOfBoundsException if {@code from} is negative or greater than {@code
   *     text.byteSize()}
   * @throws PatternLimitException if the search is abandoned
   */
  public Optional<Match> find(MemorySegment text, long from) {
    return find(text, from, text.byteSize());
  }

  /**
   * {@return the first match in a range, if there is one}
   *
   * @param text the bytes to search
   * @param from the lowest offset at which a match may begin
   * @param to the end (exclusive) of the visible text
   * @throws IndexOutOfBoundsException if the range is not within {@code text}
   * @throws PatternLimitException if the search is abandoned
   */
  public Optional<Match> find(MemorySegment text, long from, long to) {
    PatternSearch search = search(text, from, to);
    ParallelPattern<Match> parallel = ParallelPattern.first(this, text, from, to);
    if (parallel == null) {
      return search.find(from) ? Optional.of(search.match()) : Optional.empty();
    }
    try (parallel) {
      return parallel.hasNext() ? Optional.of(parallel.next()) : Optional.empty();
    }
  }

  /**
   * {@return the match that begins at an offset, if there is one, as Python's {@code
   * pattern.match(text, pos)} returns} The match need not extend to the end of the text.
   *
   * @param text the bytes to search
   * @param offset the offset at which the match must begin
   * @throws IndexOutOfBoundsException if {@code offset} is negative or greater than {@code
   *     text.byteSize()}
   * @throws PatternLimitException if the search is abandoned
   */
  public Optional<Match> matchAt(MemorySegment text, long offset) {
    return matchAt(text, offset, text.byteSize());
  }

  /**
   * {@return the match that begins at an offset, if there is one, as Python's {@code
   * pattern.match(text, pos, endpos)} returns}
   *
   * @param text the bytes to search
   * @param offset the offset at which the match must begin
   * @param to the end (exclusive) of the visible text
   * @throws IndexOutOfBoundsException if the range is not within {@code text}
   * @throws PatternLimitException if the search is abandoned
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
   * {@return all matches in {@code text}, as {@link #all(MemorySegment, long, long)} does}
   *
   * @param text the bytes to search
   */
  public Stream<Match> all(MemorySegment text) {
    return all(text, 0, text.byteSize());
  }

  /**
   * {@return all non-overlapping matches in a range, as repeated calls to {@link
   * java.util.regex.Matcher#find()} would find them} After an empty match, the next match begins at
   * least one byte later.
   *
   * <p>The stream is sequential, finds matches on demand, and throws {@link PatternLimitException}
   * if a search is abandoned. A {@linkplain #parallel() parallel} pattern searches slightly ahead,
   * so close its stream if you stop before the end.
   *
   * @param text the bytes to search
   * @param from the lowest offset at which a match may begin
   * @param to the end (exclusive) of the visible text
   * @throws IndexOutOfBoundsException if the range is not within {@code text}
   */
  public Stream<Match> all(MemorySegment text, long from, long to) {
    PatternSearch search = search(text, from, to);
    ParallelPattern<Match> parallel = ParallelPattern.all(this, text, from, to);
    return parallel == null ? stream(new Matches(search, from)) : parallel.stream();
  }

  /**
   * {@return the lines of {@code text} that contain a match, as {@link #lines(MemorySegment, long,
   * long)} does}
   *
   * @param text the bytes to search
   */
  public Stream<Line> lines(MemorySegment text) {
    return lines(text, 0, text.byteSize());
  }

  /**
   * {@return the lines of a range that contain a match, as {@code grep} prints them} Each line is a
   * text of its own: {@code ^} and {@code $} match at its start and end, and no byte outside it is
   * visible. A line ends before {@code '\n'} or at {@code to}. After the last {@code '\n'}, there
   * is another line only if bytes follow. The stream behaves like the one that {@link
   * #all(MemorySegment, long, long) all} returns.
   *
   * @param text the bytes to search
   * @param from the start of the first line
   * @param to the end (exclusive) of the last line
   * @throws IndexOutOfBoundsException if the range is not within {@code text}
   */
  public Stream<Line> lines(MemorySegment text, long from, long to) {
    Objects.checkFromToIndex(from, to, text.byteSize());
    ParallelPattern<Line> parallel = ParallelPattern.lines(this, text, from, to);
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
    String flags =
        FLAGS.entrySet().stream()
            .filter(each -> (pattern.flags() & each.getKey()) != 0)
            .map(each -> ", " + each.getValue())
            .collect(Collectors.joining());
    return "BytePattern[" + pattern + flags + "]";
  }
}
