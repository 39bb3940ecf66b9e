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

  private static String literal(Random random) {
    return LITERALS.get(random.nextInt(LITERALS.size()));
  }

  /** Returns a filter with at most this depth of AND, OR and NOT. */
  static String next(Random random, int depth) {
    String a = literal(random);
    String b = literal(random);
    return switch (random.nextInt(depth == 0 ? 13 : 19)) {
      case 0, 1 -> "contains(value, " + a + ")";
      case 2 -> "startswith(value, " + a + ")";
      case 3 -> "endswith(value, " + a + ")";
      case 4 -> "value = " + a;
      case 5 -> "value <> " + a;
      case 6 -> "value IN (" + a + ", " + b + ", 'ab', 'ERROR')";
      case 7 -> "value " + List.of("<", "<=", ">", ">=").get(random.nextInt(4)) + " " + a;
      case 8 -> "value <=> " + a;
      case 9 ->
          "value LIKE '" + List.of("a%b", "%a%b%", "%ERROR", "_b%").get(random.nextInt(4)) + "'";
      case 10 ->
          "value RLIKE '" + List.of("a+b", "^ERROR", "[^a]", ".").get(random.nextInt(4)) + "'";
      case 11 ->
          "_length "
              + List.of("<", "=", ">=", "<>").get(random.nextInt(4))
              + " "
              + random.nextInt(9);
      case 12 -> "length(value) > " + random.nextInt(6);
      case 13, 14, 15 -> "(" + next(random, depth - 1) + " AND " + next(random, depth - 1) + ")";
      case 16, 17 -> "(" + next(random, depth - 1) + " OR " + next(random, depth - 1) + ")";
      default -> "NOT " + next(random, depth - 1);
    };
  }
}
