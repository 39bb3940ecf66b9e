package io.github.mmap4j.spark;

import java.util.List;
import java.util.Random;

/** Random filters in SQL, of which some can be pushed down and some can't. */
final class RandomFilters {
  private static final List<String> LITERALS =
      List.of(
          "'a'",
          "'b'",
          "'ab'",
          "'ERROR'",
          "'warn'",
          "'é'",
          "'日本'",
          "'\\uFEFF'",
          "' '",
          "'0'",
          "''",
          "'aa'",
          "'no'",
          "'a\\nb'",
          "'\\r'",
          "'é日'",
          "'[x]'",
          "'\\0'",
          "cast(X'80' as string)",
          "cast(X'E697' as string)",
          "cast(X'FF61' as string)",
          "cast(X'C080' as string)");

  private RandomFilters() {}

  private static String literal(Random random, boolean binary) {
    String literal = LITERALS.get(random.nextInt(LITERALS.size()));
    return binary ? "cast(" + literal + " as binary)" : literal;
  }

  private static String comparison(Random random) {
    return " " + List.of("<", "<=", "=", "<>", ">=", ">").get(random.nextInt(6)) + " ";
  }

  /** Returns a filter on a path with the name of a file of four digits, in the folder FOLDER. */
  private static String ofFile(Random random) {
    String digits = "" + random.nextInt(100);
    return switch (random.nextInt(5)) {
      case 0 -> "_file" + comparison(random) + "'FOLDER/0" + random.nextInt(1000) + ".log'";
      case 1 -> "_file IN ('FOLDER/0007.log', 'FOLDER/0" + random.nextInt(1000) + ".log', 'x')";
      case 2 -> "contains(_file, '" + digits + "')";
      case 3 -> "endswith(_file, '" + random.nextInt(10) + ".log')";
      default -> "_file LIKE 'FOLDER/0%" + digits + ".log'";
    };
  }

  /**
   * Returns a filter with at most this depth of AND, OR and NOT.
   *
   * @param binary whether the column value is BINARY
   */
  static String next(Random random, int depth, boolean binary) {
    String a = literal(random, binary);
    String b = literal(random, binary);
    String text = binary ? "cast(value as string)" : "value";
    return switch (random.nextInt(depth == 0 ? 17 : 23)) {
      case 0, 1 -> "contains(value, " + a + ")";
      case 2 -> "startswith(value, " + a + ")";
      case 3 -> "endswith(value, " + a + ")";
      case 4 -> "value = " + a;
      case 5 -> "value <> " + a;
      case 6 -> "value IN (" + a + ", " + b + ", " + literal(random, binary) + ")";
      case 7 -> "value" + comparison(random) + a;
      case 8 -> "value <=> " + a;
      case 9 ->
          text + " LIKE '" + List.of("a%b", "%a%b%", "%ERROR", "_b%").get(random.nextInt(4)) + "'";
      case 10 ->
          text + " RLIKE '" + List.of("a+b", "^ERROR", "[^a]", ".").get(random.nextInt(4)) + "'";
      case 11 -> "_length" + comparison(random) + random.nextInt(9);
      case 12 -> "length(value) > " + random.nextInt(6);
      case 13 -> "_offset" + comparison(random) + random.nextInt(40);
      case 14 -> "_offset IN (0, 3, " + random.nextInt(40) + ", " + random.nextInt(40) + ")";
      case 15, 16 -> ofFile(random);
      case 17, 18, 19 -> joined(random, depth, " AND ", binary);
      case 20, 21 -> joined(random, depth, " OR ", binary);
      default -> "NOT " + next(random, depth - 1, binary);
    };
  }

  private static String joined(Random random, int depth, String operator, boolean binary) {
    String first = next(random, depth - 1, binary);
    return "(" + first + operator + next(random, depth - 1, binary) + ")";
  }
}
