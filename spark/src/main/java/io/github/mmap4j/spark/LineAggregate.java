package io.github.mmap4j.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * An aggregation that is computed where the lines are. Spark combines the results of the tasks.
 *
 * @param perFile whether there is a result for each file, not one for all
 * @param functions what is computed
 */
record LineAggregate(boolean perFile, List<Function> functions) implements Serializable {
  /** The functions, of which all but the first have no result for no lines. */
  enum Function {
    COUNT,
    MIN_OFFSET,
    MAX_OFFSET,
    MIN_LENGTH,
    MAX_LENGTH
  }

  /** Returns the same aggregation, or null if it is to be left to Spark. */
  static LineAggregate of(Aggregation aggregation) {
    Expression[] groups = aggregation.groupByExpressions();
    boolean perFile = groups.length == 1 && LineColumn.of(groups[0]) == LineColumn.FILE;
    if (groups.length > 0 && !perFile) {
      return null;
    }
    List<Function> functions = new ArrayList<>();
    for (AggregateFunc each : aggregation.aggregateExpressions()) {
      Function function = function(each);
      if (function == null) {
        return null;
      }
      functions.add(function);
    }
    return functions.isEmpty() ? null : new LineAggregate(perFile, List.copyOf(functions));
  }

  private static Function function(AggregateFunc function) {
    return switch (function) {
      case CountStar _ -> Function.COUNT;
      // No column is ever null.
      case Count count when !count.isDistinct() && LineColumn.of(count.column()) != null ->
          Function.COUNT;
      case Min min -> of(min.column(), Function.MIN_OFFSET, Function.MIN_LENGTH);
      case Max max -> of(max.column(), Function.MAX_OFFSET, Function.MAX_LENGTH);
      default -> null;
    };
  }

  private static Function of(Expression column, Function ofOffset, Function ofLength) {
    return switch (LineColumn.of(column)) {
      case OFFSET -> ofOffset;
      case LENGTH -> ofLength;
      case VALUE, FILE -> null;
      case null -> null;
    };
  }

  /** Returns whether all that is asked for is how many lines there are. */
  boolean onlyCounts() {
    return functions.stream().allMatch(Function.COUNT::equals);
  }

  /** Returns the columns of the results, in the order that Spark expects. */
  StructType schema() {
    StructType schema = new StructType();
    if (perFile) {
      schema = schema.add("group_file", DataTypes.StringType, false);
    }
    for (int i = 0; i < functions.size(); i++) {
      schema = schema.add("result_" + i, DataTypes.LongType, functions.get(i) != Function.COUNT);
    }
    return schema;
  }
}
