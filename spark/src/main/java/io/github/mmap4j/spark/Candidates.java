package io.github.mmap4j.spark;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Line;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Finds lines that may pass a filter by searching the whole text for bytes that every passing line
 * contains. Lines without them are not looked at one by one.
 */
abstract sealed class Candidates {
  /** The most literals to search for at a time; with more, testing each line is faster. */
  private static final int MOST_LITERALS = 8;

  /**
   * Returns an offset in the first line, at or after {@code line}, that may pass, or -1 if there is
   * none. The argument is the start of a line, and does not decrease from call to call.
   */
  abstract long next(long line);

  /**
   * Returns the candidates of a filter, or null if lines that pass have no bytes in common.
   *
   * @param stop the end (exclusive) of the lines to consider
   */
  static Candidates of(LinePredicate filter, Mmap text, Separator separator, long stop) {
    return switch (filter) {
      case LinePredicate.Contains part -> literal(part.literal(), text, stop);
      case LinePredicate.StartsWith part -> literal(part.literal(), text, stop);
      case LinePredicate.EndsWith part -> literal(part.literal(), text, stop);
      case LinePredicate.EqualTo part -> literal(part.literal(), text, stop);
      case LinePredicate.In in -> anyLiteral(in.literals(), text, stop);
      case LinePredicate.And and -> allOf(and.parts(), text, separator, stop);
      case LinePredicate.Or or -> anyOf(or.parts(), text, separator, stop);
      case LinePredicate.Matches matches -> pattern(matches.pattern(), text, separator, stop);
      case LinePredicate.Constant _,
          LinePredicate.Compared _,
          LinePredicate.Offset _,
          LinePredicate.Length _,
          LinePredicate.OfFile _,
          LinePredicate.Not _ ->
          null;
    };
  }

  private static Candidates literal(LineLiteral literal, Mmap text, long stop) {
    return literal.length() == 0 ? null : new OfLiteral(literal.finder(), text, stop);
  }

  private static Candidates anyLiteral(List<LineLiteral> literals, Mmap text, long stop) {
    List<Candidates> parts = new ArrayList<>();
    for (LineLiteral literal : literals) {
      parts.add(literal(literal, text, stop));
    }
    return any(parts);
  }

  private static Candidates anyOf(
      List<LinePredicate> filters, Mmap text, Separator separator, long stop) {
    List<Candidates> parts = new ArrayList<>();
    for (LinePredicate filter : filters) {
      parts.add(of(filter, text, separator, stop));
    }
    return any(parts);
  }

  private static Candidates any(List<Candidates> parts) {
    return parts.contains(null) || parts.size() > MOST_LITERALS ? null : new AnyOf(parts);
  }

  private static Candidates allOf(
      List<LinePredicate> filters, Mmap text, Separator separator, long stop) {
    List<Candidates> parts = new ArrayList<>();
    for (LinePredicate filter : filters) {
      Candidates part = of(filter, text, separator, stop);
      if (part != null) {
        parts.add(part);
      }
    }
    return switch (parts.size()) {
      case 0 -> null;
      case 1 -> parts.getFirst();
      default -> new AllOf(parts, text, separator);
    };
  }

  private static Candidates pattern(
      BytePattern pattern, Mmap text, Separator separator, long stop) {
    return separator.endsAtFeeds() ? new OfPattern(pattern, text, separator, stop) : null;
  }

  /** Lines with an occurrence of a literal. */
  private static final class OfLiteral extends Candidates {
    private final Finder finder;
    private final Mmap text;
    private final long stop;

    /** The first occurrence at or after the last argument, or -1 after the last occurrence. */
    private long found;

    private boolean searched;

    OfLiteral(Finder finder, Mmap text, long stop) {
      this.finder = finder;
      this.text = text;
      this.stop = stop;
    }

    @Override
    long next(long line) {
      if (!searched || found >= 0 && found < line) {
        found = text.find(finder, line, stop);
        searched = true;
      }
      return found;
    }
  }

  /** Lines that are a candidate of some part. */
  private static final class AnyOf extends Candidates {
    private final List<Candidates> parts;

    AnyOf(List<Candidates> parts) {
      this.parts = parts;
    }

    @Override
    long next(long line) {
      long first = -1;
      for (Candidates part : parts) {
        long each = part.next(line);
        if (each >= 0 && (first < 0 || each < first)) {
          first = each;
        }
      }
      return first;
    }
  }

  /**
   * Lines that are a candidate of every part. The search for each begins at the latest line found
   * for another, so the rarest literal determines how many lines are considered.
   */
  private static final class AllOf extends Candidates {
    private final List<Candidates> parts;
    private final Mmap text;
    private final Separator separator;

    AllOf(List<Candidates> parts, Mmap text, Separator separator) {
      this.parts = parts;
      this.text = text;
      this.separator = separator;
    }

    @Override
    long next(long line) {
      long start = line;
      long found = -1;
      int agreed = 0;
      for (int i = 0; agreed < parts.size(); i = (i + 1) % parts.size()) {
        found = parts.get(i).next(start);
        if (found < 0) {
          return -1;
        }
        long other = separator.lineStartBefore(text, start, found);
        agreed = other == start ? agreed + 1 : 1;
        start = other;
      }
      return found;
    }
  }

  /**
   * Lines with a match of a regular expression. The lines of a pattern end at line feeds, so in
   * blocks with carriage returns, each line is a candidate.
   */
  private static final class OfPattern extends Candidates {
    private static final long BLOCK = 1 << 20;

    private final BytePattern pattern;
    private final Mmap text;
    private final Separator separator;
    private final long stop;

    /** The end (exclusive) of the block that has been entered, or 0 if none has. */
    private long blockEnd;

    /** The matching lines of the block, or null if each line is a candidate. */
    private Iterator<Line> lines;

    /** The last line of {@link #lines}, or -1 if there is none. */
    private long found = -1;

    OfPattern(BytePattern pattern, Mmap text, Separator separator, long stop) {
      this.pattern = pattern;
      this.text = text;
      this.separator = separator;
      this.stop = stop;
    }

    @Override
    long next(long line) {
      long from = line;
      while (from < stop) {
        if (from >= blockEnd) {
          enter(from);
        }
        if (lines == null) {
          return from;
        }
        while (found < from && lines.hasNext()) {
          found = lines.next().offset();
        }
        if (found >= from) {
          return found;
        }
        from = blockEnd;
      }
      return -1;
    }

    /** Enters a block that begins with the line at {@code from}, and consists of whole lines. */
    private void enter(long from) {
      long end = stop - from > BLOCK ? separator.lineStart(text, from + BLOCK, stop) : -1;
      blockEnd = end < 0 ? stop : end;
      boolean clear = !separator.endsAtReturns() || !AnyNewline.hasReturn(text, from, blockEnd);
      lines = clear ? pattern.lines(text.asSegment(), from, blockEnd).iterator() : null;
      found = -1;
    }
  }
}
