package io.github.mmap4j.spark;

import io.github.mmap4j.spark.LinePredicate.Compared;
import io.github.mmap4j.spark.LinePredicate.Contains;
import io.github.mmap4j.spark.LinePredicate.EndsWith;
import io.github.mmap4j.spark.LinePredicate.EqualTo;
import io.github.mmap4j.spark.LinePredicate.In;
import io.github.mmap4j.spark.LinePredicate.OfFile;
import io.github.mmap4j.spark.LinePredicate.StartsWith;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Translates Spark's predicates. A predicate whose answer could differ in any way from Spark's is
 * not translated, so that Spark evaluates it: for example casts, other collations and nulls.
 */
final class PredicateTranslator {
  private final DataType valueType;
  private final Separator separator;

  PredicateTranslator(DataType valueType, Separator separator) {
    this.valueType = valueType;
    this.separator = separator;
  }

  /** Returns an equal filter, or null if there is none. */
  LinePredicate translate(Predicate predicate) {
    Expression[] children = predicate.children();
    return switch (predicate.name()) {
      case "ALWAYS_TRUE" -> LinePredicate.ALL;
      case "ALWAYS_FALSE" -> LinePredicate.NONE;
      case "AND" -> {
        List<LinePredicate> parts = all(children);
        yield parts == null ? null : LinePredicate.and(parts);
      }
      case "OR" -> {
        List<LinePredicate> parts = all(children);
        yield parts == null ? null : LinePredicate.or(parts);
      }
      case "NOT" -> {
        List<LinePredicate> parts = all(children);
        yield parts == null ? null : LinePredicate.not(parts.getFirst());
      }
      default -> ofColumn(predicate.name(), children);
    };
  }

  private List<LinePredicate> all(Expression[] children) {
    List<LinePredicate> parts = new ArrayList<>();
    for (Expression child : children) {
      LinePredicate part = child instanceof Predicate p ? translate(p) : null;
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    return parts;
  }

  private LinePredicate ofColumn(String name, Expression[] children) {
    LineColumn column = children.length == 0 ? null : LineColumn.of(children[0]);
    if (column == null) {
      return null;
    }
    if (children.length == 1) {
      return switch (name) {
        case "IS_NULL" -> LinePredicate.NONE;
        case "IS_NOT_NULL" -> LinePredicate.ALL;
        default -> null;
      };
    }
    Expression[] literals = Arrays.copyOfRange(children, 1, children.length);
    return switch (column) {
      case VALUE -> ofBytes(name, literals, valueType, true);
      case FILE -> {
        LinePredicate path = ofBytes(name, literals, DataTypes.StringType, false);
        yield path == null ? null : new OfFile(path);
      }
      case OFFSET, LENGTH -> ofNumbers(column, name, literals);
    };
  }

  private LinePredicate ofBytes(
      String name, Expression[] expressions, DataType type, boolean isLine) {
    List<LineLiteral> literals = new ArrayList<>();
    for (Expression expression : expressions) {
      byte[] bytes = bytes(expression, type);
      if (bytes == null) {
        return null;
      }
      literals.add(new LineLiteral(bytes));
    }
    if (name.equals("IN")) {
      List<LineLiteral> possible =
          literals.stream().filter(literal -> canOccur(literal, isLine)).toList();
      return possible.isEmpty() ? LinePredicate.NONE : In.of(possible);
    }
    if (literals.size() != 1) {
      return null;
    }
    LineLiteral literal = literals.getFirst();
    boolean possible = canOccur(literal, isLine);
    return switch (name) {
      case "CONTAINS" ->
          literal.length() == 0
              ? LinePredicate.ALL
              : possible ? new Contains(literal) : LinePredicate.NONE;
      case "STARTS_WITH" -> possible ? new StartsWith(literal) : LinePredicate.NONE;
      case "ENDS_WITH" -> possible ? new EndsWith(literal) : LinePredicate.NONE;
      case "=", "<=>" -> possible ? new EqualTo(literal) : LinePredicate.NONE;
      case "<>" -> possible ? LinePredicate.not(new EqualTo(literal)) : LinePredicate.ALL;
      default -> {
        Comparison comparison = Comparison.of(name);
        yield comparison == null ? null : new Compared(comparison, literal);
      }
    };
  }

  /** Returns whether the literal can be in a line, that is, contains no separator. */
  private boolean canOccur(LineLiteral literal, boolean isLine) {
    return !isLine || separator.fitsInLine(literal.bytes());
  }

  /** Returns the bytes of a literal that has this very type, or null. */
  private static byte[] bytes(Expression expression, DataType type) {
    if (!(expression instanceof Literal<?> literal) || !literal.dataType().equals(type)) {
      return null;
    }
    return switch (literal.value()) {
      case UTF8String string -> string.getBytes();
      case byte[] bytes -> bytes.clone();
      case null, default -> null;
    };
  }

  private static LinePredicate ofNumbers(LineColumn column, String name, Expression[] literals) {
    List<LinePredicate> parts = new ArrayList<>();
    String symbol =
        switch (name) {
          case "IN", "<=>", "<>" -> "=";
          default -> name;
        };
    Comparison comparison = Comparison.of(symbol);
    if (comparison == null || literals.length != 1 && !name.equals("IN")) {
      return null;
    }
    for (Expression expression : literals) {
      if (!(expression instanceof Literal<?> literal)
          || !literal.dataType().equals(DataTypes.LongType)
          || !(literal.value() instanceof Long number)) {
        return null;
      }
      parts.add(
          column == LineColumn.OFFSET
              ? new LinePredicate.Offset(comparison, number)
              : new LinePredicate.Length(comparison, number));
    }
    LinePredicate any = LinePredicate.or(parts);
    return name.equals("<>") ? LinePredicate.not(any) : any;
  }
}
