package io.github.mmap4j.spark;

import io.github.mmap4j.regex.BytePattern;
import io.github.mmap4j.search.Finder;
import io.github.mmap4j.search.Line;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Finds lines that may pass a filter by searching all lines of a window together for bytes that
 * every passing line contains. Lines without them are not looked at one by one.
 */
abstract sealed class Candidates {
  /** The most literals to search for at a time; with more, testing each line is faster. */
  private static final int MOST_LITERALS = 8;

  /**
   * Begins with the lines that are in a window now.
   *
   * @param from the start of the first line
   * @param stop the end (exclusive) of the last line
   */
  abstract void enter(LineWindow window, long from, long stop);

  /**
   * Returns an offset in the first line of the window, at or after {@code line}, that may pass, or
   * -1 if there is none. The argument is the start of a line, and does not decrease from call to
   * call.
   */
  abstract long next(long line);

  /** Returns the candidates of a filter, or null if lines that pass have no bytes in common. */
  static Candidates of(LinePredicate filter, Separator separator) {
    return switch (filter) {
      case LinePredicate.Contains part -> literal(part.literal());
      case LinePredicate.StartsWith part -> literal(part.literal());
      case LinePredicate.EndsWith part -> literal(part.literal());
      case LinePredicate.EqualTo part -> literal(part.literal());
      case LinePredicate.In in -> anyLiteral(in.literals());
      case LinePredicate.And and -> allOf(and.parts(), separator);
      case LinePredicate.Or or -> anyOf(or.parts(), separator);
      case LinePredicate.Matches matches -> pattern(matches.pattern(), separator);
      case LinePredicate.Constant _,
          LinePredicate.Compared _,
          LinePredicate.Offset _,
          LinePredicate.Length _,
          LinePredicate.OfFile _,
          LinePredicate.Not _ ->
          null;
    };
  }

  private static Candidates literal(LineLiteral literal) {
    return literal.length() == 0 ? null : new OfLiteral(literal.finder());
  }

  private static Candidates anyLiteral(List<LineLiteral> literals) {
    List<Candidates> parts = new ArrayList<>();
    for (LineLiteral literal : literals) {
      parts.add(literal(literal));
    }
    return any(parts);
  }

  private static Candidates anyOf(List<LinePredicate> filters, Separator separator) {
    List<Candidates> parts = new ArrayList<>();
    for (LinePredicate filter : filters) {
      parts.add(of(filter, separator));
    }
    return any(parts);
  }

  private static Candidates any(List<Candidates> parts) {
    return parts.contains(null) || parts.size() > MOST_LITERALS ? null : new AnyOf(parts);
  }

  private static Candidates allOf(List<LinePredicate> filters, Separator separator) {
    List<Candidates> parts = new ArrayList<>();
    for (LinePredicate filter : filters) {
      Candidates part = of(filter, separator);
      if (part != null) {
        parts.add(part);
      }
    }
    return switch (parts.size()) {
      case 0 -> null;
      case 1 -> parts.getFirst();
      default -> new AllOf(parts, separator);
    };
  }

  private static Candidates pattern(BytePattern pattern, Separator separator) {
    return separator.endsAtFeeds() ? new OfPattern(pattern, separator) : null;
  }

  /** Lines with an occurrence of a literal. */
  private static final class OfLiteral extends Candidates {
    private final Finder finder;
    private LineWindow window;
    private long stop;

    /** The first occurrence at or after the last argument, or -1 after the last occurrence. */
    private long found;

    private boolean searched;

    OfLiteral(Finder finder) {
      this.finder = finder;
    }

    @Override
    void enter(LineWindow newWindow, long from, long newStop) {
      window = newWindow;
      stop = newStop;
      searched = false;
    }

    @Override
    long next(long line) {
      if (!searched || found >= 0 && found < line) {
        found = window.find(finder, line, stop);
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
    void enter(LineWindow window, long from, long stop) {
      parts.forEach(part -> part.enter(window, from, stop));
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
    private final Separator separator;
    private LineWindow window;

    AllOf(List<Candidates> parts, Separator separator) {
      this.parts = parts;
      this.separator = separator;
    }

    @Override
    void enter(LineWindow newWindow, long from, long stop) {
      window = newWindow;
      parts.forEach(part -> part.enter(newWindow, from, stop));
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
        long other = separator.lineStartBefore(window, start, found);
        agreed = other == start ? agreed + 1 : 1;
        start = other;
      }
      return found;
    }
  }

  /**
   * Lines with a match of a regular expression. The lines of a pattern end at line feeds, so in
   * windows with carriage returns, each line is a candidate.
   */
  private static final class OfPattern extends Candidates {
    private final BytePattern pattern;
    private final Separator separator;
    private LineWindow window;

    /** The matching lines of the window, or null if each line is a candidate. */
    private Iterator<Line> lines;

    /** The last line of {@link #lines}, or -1 if there is none. */
    private long found;

    OfPattern(BytePattern pattern, Separator separator) {
      this.pattern = pattern;
      this.separator = separator;
    }

    @Override
    void enter(LineWindow newWindow, long from, long stop) {
      window = newWindow;
      found = -1;
      boolean clear = !separator.endsAtReturns() || !AnyNewline.hasReturn(window, from, stop);
      lines =
          clear
              ? pattern.lines(window.segment(), window.index(from), window.index(stop)).iterator()
              : null;
    }

    @Override
    long next(long line) {
      if (lines == null) {
        return line;
      }
      while (found < line && lines.hasNext()) {
        found = window.start() + lines.next().offset();
      }
      return found < line ? -1 : found;
    }
  }
}
