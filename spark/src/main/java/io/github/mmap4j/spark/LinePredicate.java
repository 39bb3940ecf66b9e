package io.github.mmap4j.spark;

import io.github.mmap4j.regex.BytePattern;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A filter over lines, which gives exactly Spark's answer. No column is ever null. */
sealed interface LinePredicate extends Serializable {
  /** Every line. */
  LinePredicate ALL = new Constant(true);

  /** No line. */
  LinePredicate NONE = new Constant(false);

  /** Returns whether a line passes. */
  boolean test(LineBytes line);

  /** Returns this filter for the lines of one file, without tests of the file's path. */
  default LinePredicate forFile(LineBytes path) {
    return this;
  }

  /** Returns an offset that no line that passes lies before. */
  default long leastOffset() {
    return 0;
  }

  /** Returns an offset that no line that passes lies after. */
  default long greatestOffset() {
    return Long.MAX_VALUE;
  }

  /** All lines or none. */
  record Constant(boolean value) implements LinePredicate {
    @Override
    public boolean test(LineBytes line) {
      return value;
    }
  }

  /** Lines with an occurrence of a literal. */
  record Contains(LineLiteral literal) implements LinePredicate {
    @Override
    public boolean test(LineBytes line) {
      return line.length() >= literal.length() && line.contains(literal.finder());
    }
  }

  /** Lines that begin with a literal. */
  record StartsWith(LineLiteral literal) implements LinePredicate {
    @Override
    public boolean test(LineBytes line) {
      return line.hasAt(0, literal.bytes());
    }
  }

  /** Lines that end with a literal. */
  record EndsWith(LineLiteral literal) implements LinePredicate {
    @Override
    public boolean test(LineBytes line) {
      return line.hasAt(line.length() - literal.length(), literal.bytes());
    }
  }

  /** Lines that are equal to a literal. */
  record EqualTo(LineLiteral literal) implements LinePredicate {
    @Override
    public boolean test(LineBytes line) {
      return line.length() == literal.length() && line.hasAt(0, literal.bytes());
    }
  }

  /** Lines that are less than a literal, or greater, or not. */
  record Compared(Comparison comparison, LineLiteral literal) implements LinePredicate {
    @Override
    public boolean test(LineBytes line) {
      return comparison.test(line.compareTo(literal.bytes()));
    }
  }

  /**
   * Lines that are equal to one of several literals.
   *
   * @param literals the literals in ascending order
   */
  record In(List<LineLiteral> literals) implements LinePredicate {
    static In of(List<LineLiteral> literals) {
      return new In(
          literals.stream()
              .distinct()
              .sorted((a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes()))
              .toList());
    }

    @Override
    public boolean test(LineBytes line) {
      int low = 0;
      int high = literals.size() - 1;
      while (low <= high) {
        int middle = low + high >>> 1;
        int order = line.compareTo(literals.get(middle).bytes());
        if (order == 0) {
          return true;
        }
        if (order < 0) {
          high = middle - 1;
        } else {
          low = middle + 1;
        }
      }
      return false;
    }
  }

  /** Lines whose offset compares with a number. */
  record Offset(Comparison comparison, long number) implements LinePredicate {
    @Override
    public boolean test(LineBytes line) {
      return comparison.test(Long.compare(line.offset(), number));
    }

    @Override
    public long leastOffset() {
      return switch (comparison) {
        case EQUAL, AT_LEAST -> number;
        case GREATER -> Math.min(number, Long.MAX_VALUE - 1) + 1;
        case LESS, AT_MOST -> 0;
      };
    }

    @Override
    public long greatestOffset() {
      return switch (comparison) {
        case EQUAL, AT_MOST -> number;
        case LESS -> Math.max(number, Long.MIN_VALUE + 1) - 1;
        case GREATER, AT_LEAST -> Long.MAX_VALUE;
      };
    }
  }

  /** Lines whose length compares with a number. */
  record Length(Comparison comparison, long number) implements LinePredicate {
    @Override
    public boolean test(LineBytes line) {
      return comparison.test(Long.compare(line.length(), number));
    }
  }

  /** Lines of files whose path passes a filter. */
  record OfFile(LinePredicate path) implements LinePredicate {
    @Override
    public boolean test(LineBytes line) {
      throw new IllegalStateException("forFile has not been called");
    }

    @Override
    public LinePredicate forFile(LineBytes file) {
      return path.test(file) ? ALL : NONE;
    }
  }

  /** Lines that contain a match of a regular expression. */
  final class Matches implements LinePredicate {
    private static final long serialVersionUID = 1;

    private final String regex;
    private transient BytePattern pattern;

    Matches(String regex) {
      this.regex = regex;
    }

    BytePattern pattern() {
      if (pattern == null) {
        pattern = BytePattern.compile(regex);
      }
      return pattern;
    }

    @Override
    public boolean test(LineBytes line) {
      return line.contains(pattern());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Matches matches && regex.equals(matches.regex);
    }

    @Override
    public int hashCode() {
      return regex.hashCode();
    }

    @Override
    public String toString() {
      return "matching " + regex;
    }
  }

  /** Lines that pass all filters. */
  record And(List<LinePredicate> parts) implements LinePredicate {
    @Override
    public boolean test(LineBytes line) {
      for (LinePredicate part : parts) {
        if (!part.test(line)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public LinePredicate forFile(LineBytes path) {
      return and(each(parts, part -> part.forFile(path)));
    }

    @Override
    public long leastOffset() {
      return parts.stream().mapToLong(LinePredicate::leastOffset).max().orElse(0);
    }

    @Override
    public long greatestOffset() {
      return parts.stream().mapToLong(LinePredicate::greatestOffset).min().orElse(Long.MAX_VALUE);
    }
  }

  /** Lines that pass at least one filter. */
  record Or(List<LinePredicate> parts) implements LinePredicate {
    @Override
    public boolean test(LineBytes line) {
      for (LinePredicate part : parts) {
        if (part.test(line)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public LinePredicate forFile(LineBytes path) {
      return or(each(parts, part -> part.forFile(path)));
    }

    @Override
    public long leastOffset() {
      return parts.stream().mapToLong(LinePredicate::leastOffset).min().orElse(0);
    }

    @Override
    public long greatestOffset() {
      return parts.stream().mapToLong(LinePredicate::greatestOffset).max().orElse(Long.MAX_VALUE);
    }
  }

  /** Lines that do not pass a filter. */
  record Not(LinePredicate part) implements LinePredicate {
    @Override
    public boolean test(LineBytes line) {
      return !part.test(line);
    }

    @Override
    public LinePredicate forFile(LineBytes path) {
      return not(part.forFile(path));
    }
  }

  private static List<LinePredicate> each(
      List<LinePredicate> parts, UnaryOperator<LinePredicate> change) {
    return parts.stream().map(change).collect(Collectors.toList());
  }

  /** Returns a filter for lines that pass all of these. */
  static LinePredicate and(List<LinePredicate> parts) {
    List<LinePredicate> needed = new ArrayList<>();
    for (LinePredicate part : parts) {
      if (part.equals(NONE)) {
        return NONE;
      }
      if (part instanceof And and) {
        needed.addAll(and.parts);
      } else if (!part.equals(ALL)) {
        needed.add(part);
      }
    }
    return switch (needed.size()) {
      case 0 -> ALL;
      case 1 -> needed.getFirst();
      default -> new And(List.copyOf(needed));
    };
  }

  /** Returns a filter for lines that pass one of these. */
  static LinePredicate or(List<LinePredicate> parts) {
    List<LinePredicate> needed = new ArrayList<>();
    for (LinePredicate part : parts) {
      if (part.equals(ALL)) {
        return ALL;
      }
      if (part instanceof Or or) {
        needed.addAll(or.parts);
      } else if (!part.equals(NONE)) {
        needed.add(part);
      }
    }
    return switch (needed.size()) {
      case 0 -> NONE;
      case 1 -> needed.getFirst();
      default -> new Or(List.copyOf(needed));
    };
  }

  /** Returns a filter for lines that do not pass this one. */
  static LinePredicate not(LinePredicate part) {
    return switch (part) {
      case Constant constant -> constant.value ? NONE : ALL;
      case Not not -> not.part;
      default -> new Not(part);
    };
  }
}
