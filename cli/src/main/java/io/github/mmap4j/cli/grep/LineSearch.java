package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.files.Pieces;
import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.regex.Match;
import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Line;
import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A search for the lines that match grep's patterns. */
sealed interface LineSearch {
  /** Returns the matching lines of a range, in order. The caller must close the stream. */
  Stream<Line> lines(MemorySegment text, long from, long to);

  /** Returns whether a line matches. */
  boolean matches(MemorySegment text, long from, long to);

  /** Returns false only if no line that begins in a range matches. */
  boolean mayMatch(MemorySegment text, long from, long to);

  /** Returns the maximum length of a range whose search takes only milliseconds. */
  int longestPiece();

  /** Returns the start and end of each match, as pairs of offsets from the start of the line. */
  LongStream matches(Line line);

  /** A search for a regular expression, with a limit on the work for each line. */
  record OfPattern(BytePattern pattern, PatternLimit limit, LineEnd lineEnd) implements LineSearch {
    @Override
    public Stream<Line> lines(MemorySegment text, long from, long to) {
      return lineEnd == LineEnd.NEWLINE
          ? new LimitedLines(pattern, limit, text, from, to).stream()
          : new TestedLines(this, lineEnd, text, from, to).stream();
    }

    @Override
    public boolean matches(MemorySegment text, long from, long to) {
      return limit.on(pattern, to - from).find(text.asSlice(from, to - from)).isPresent();
    }

    @Override
    public boolean mayMatch(MemorySegment text, long from, long to) {
      return true;
    }

    @Override
    public int longestPiece() {
      return 4 << 20;
    }

    @Override
    public LongStream matches(Line line) {
      Stream<Match> all = limit.on(pattern, line.length()).all(line.segment());
      boolean keeps = pattern.pattern().namedGroups().containsKey(ByteRegex.KEPT); // copies the map
      return all.flatMapToLong(
          match -> LongStream.of(keeps ? kept(match) : match.start(), match.end()));
    }

    /** Returns the start of what is printed, which {@code \K} may put after that of the match. */
    private static long kept(Match match) {
      long kept = match.start(ByteRegex.KEPT);
      return kept < 0 ? match.start() : kept;
    }
  }

  /** A search for a text that is not empty and does not span lines. */
  record OfText(Finder finder, LineEnd lineEnd) implements LineSearch {
    @Override
    public Stream<Line> lines(MemorySegment text, long from, long to) {
      LongStream all = finder.parallel().all(text, from, to);
      return new LinesOfOccurrences(lineEnd, text, from, to, all).stream();
    }

    @Override
    public boolean matches(MemorySegment text, long from, long to) {
      return finder.find(text, from, to) >= 0;
    }

    @Override
    public boolean mayMatch(MemorySegment text, long from, long to) {
      long end = Math.min(text.byteSize(), to + finder.length() - 1);
      return finder.parallel().find(text, from, end) >= 0;
    }

    @Override
    public int longestPiece() {
      return Pieces.LONGEST;
    }

    @Override
    public LongStream matches(Line line) {
      long length = finder.length();
      LongStream all = finder.all(line.text(), line.offset(), line.offset() + line.length());
      return all.map(at -> at - line.offset()).flatMap(at -> LongStream.of(at, at + length));
    }
  }

  /** A search that finds nothing. */
  record OfNothing() implements LineSearch {
    @Override
    public Stream<Line> lines(MemorySegment text, long from, long to) {
      return Stream.empty();
    }

    @Override
    public boolean matches(MemorySegment text, long from, long to) {
      return false;
    }

    @Override
    public boolean mayMatch(MemorySegment text, long from, long to) {
      return false;
    }

    @Override
    public int longestPiece() {
      return Pieces.LONGEST;
    }

    @Override
    public LongStream matches(Line line) {
      return LongStream.empty();
    }
  }
}
