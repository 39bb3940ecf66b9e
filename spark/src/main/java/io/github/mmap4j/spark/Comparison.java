package io.github.mmap4j.spark;

/** How a value compares with a literal, by Spark's names for predicates. */
enum Comparison {
  EQUAL("=") {
    @Override
    boolean test(int order) {
      return order == 0;
    }
  },
  LESS("<") {
    @Override
    boolean test(int order) {
      return order < 0;
    }
  },
  AT_MOST("<=") {
    @Override
    boolean test(int order) {
      return order <= 0;
    }
  },
  GREATER(">") {
    @Override
    boolean test(int order) {
      return order > 0;
    }
  },
  AT_LEAST(">=") {
    @Override
    boolean test(int order) {
      return order >= 0;
    }
  };

  private final String symbol;

  Comparison(String symbol) {
    this.symbol = symbol;
  }

  /** Returns whether the comparison holds, given the order of value and literal. */
  abstract boolean test(int order);

  /** Returns the comparison with this symbol, or null if there is none. */
  static Comparison of(String symbol) {
    for (Comparison each : values()) {
      if (each.symbol.equals(symbol)) {
        return each;
      }
    }
    return null;
  }
}
