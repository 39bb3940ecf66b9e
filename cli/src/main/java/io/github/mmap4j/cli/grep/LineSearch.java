package io.github.mmap4j.cli.grep;

import io.github.mmap4j.cli.files.Pieces;
import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.regex.Match;
import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Line;
import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A search for the lines that match grep's PATTERN. */
sealed interface LineSearch {
  /** Returns the matching lines of a range, in order. The caller must close the stream. */
  Stream<Line> lines(MemorySegment text, long from, long to);

  /** Returns the maximum length of a range whose search takes only milliseconds. */
  int longestPiece();

  /** Returns the start and end of each match, as pairs of offsets from the start of the line. */
  LongStream matches(Line line);

  /** A search for a regular expression, with a limit on the work for each line. */
  record OfPattern(BytePattern pattern, PatternLimit limit) implements LineSearch {
    @Override
    public Stream<Line> lines(MemorySegment text, long from, long to) {
      return new LimitedLines(pattern, limit, text, from, to).stream();
    }

    @Override
    public int longestPiece() {
      return 4 << 20;
    }

    @Override
    public LongStream matches(Line line) {
      Stream<Match> all = limit.on(pattern, line.length()).all(line.segment());
      return all.flatMapToLong(match -> LongStream.of(match.start(), match.end()));
    }
  }

  /** A search for a text that is not empty and has no newline. */
  record OfText(Finder finder) implements LineSearch {
    @Override
    public Stream<Line> lines(MemorySegment text, long from, long to) {
      LongStream all = finder.parallel().all(text, from, to);
      return new LinesOfOccurrences(text, from, to, all).stream();
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
    public int longestPiece() {
      return Pieces.LONGEST;
    }

    @Override
    public LongStream matches(Line line) {
      return LongStream.empty();
    }
  }
}
