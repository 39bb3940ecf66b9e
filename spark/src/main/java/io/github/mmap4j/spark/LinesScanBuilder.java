package io.github.mmap4j.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Collects what Spark pushes down, and builds the scan. */
final class LinesScanBuilder
    implements ScanBuilder,
        SupportsPushDownV2Filters,
        SupportsPushDownRequiredColumns,
        SupportsPushDownLimit,
        SupportsPushDownAggregates {
  private final LinesOptions options;
  private final List<Predicate> pushed = new ArrayList<>();
  private final List<LinePredicate> filters = new ArrayList<>();

  private StructType schema;
  private long limit = LineReaderFactory.UNLIMITED;
  private LineAggregate aggregate;
  private List<String> aggregates = List.of();

  LinesScanBuilder(LinesOptions options) {
    this.options = options;
    this.schema = options.schema();
    if (options.matching() != null) {
      filters.add(new LinePredicate.Matches(options.matching()));
    }
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    PredicateTranslator translator =
        new PredicateTranslator(options.valueType(), options.separator());
    List<Predicate> left = new ArrayList<>();
    for (Predicate each : predicates) {
      LinePredicate filter = translator.translate(each);
      if (filter == null) {
        left.add(each);
      } else {
        pushed.add(each);
        filters.add(filter);
      }
    }
    return left.toArray(Predicate[]::new);
  }

  @Override
  public Predicate[] pushedPredicates() {
    return pushed.toArray(Predicate[]::new);
  }

  @Override
  public void pruneColumns(StructType required) {
    schema = required;
  }

  /** Limits the rows of each task; Spark limits their sum. */
  @Override
  public boolean pushLimit(int most) {
    limit = most;
    return true;
  }

  @Override
  public boolean pushAggregation(Aggregation aggregation) {
    LineAggregate same = LineAggregate.of(aggregation);
    if (same == null) {
      return false;
    }
    aggregate = same;
    aggregates = new ArrayList<>();
    for (Object each : aggregation.aggregateExpressions()) {
      aggregates.add(each.toString());
    }
    return true;
  }

  @Override
  public Scan build() {
    List<LineColumn> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(LineColumn.of(field.name()));
    }
    LineReaderFactory reader =
        new LineReaderFactory(
            options.separator(),
            options.binary(),
            List.copyOf(columns),
            LinePredicate.and(filters),
            limit,
            aggregate);
    StructType result = aggregate == null ? schema : aggregate.schema();
    return new LinesScan(options, result, reader, description());
  }

  /** Tells {@code explain} what was pushed down. */
  private String description() {
    StringBuilder said = new StringBuilder(LinesProvider.NAME);
    said.append(" ").append(String.join(", ", options.paths()));
    if (options.matching() != null) {
      said.append(", matching: ").append(options.matching());
    }
    said.append(", PushedFilters: ").append(pushed);
    if (limit != LineReaderFactory.UNLIMITED) {
      said.append(", PushedLimit: ").append(limit);
    }
    if (aggregate != null) {
      said.append(", PushedAggregates: ").append(aggregates);
      said.append(aggregate.perFile() ? ", PushedGroupBy: [_file]" : "");
    }
    return said.toString();
  }
}
