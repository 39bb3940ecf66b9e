package io.github.mmap4j.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The lines of some files as a table. */
final class LinesTable implements SupportsRead, SupportsMetadataColumns {
  private final CaseInsensitiveStringMap tableOptions;
  private final LinesOptions options;

  LinesTable(CaseInsensitiveStringMap options) {
    this.tableOptions = options;
    this.options = LinesOptions.of(options);
  }

  @Override
  public String name() {
    return LinesProvider.NAME + " " + String.join(", ", options.paths());
  }

  @Override
  public Column[] columns() {
    String value = LineColumn.VALUE.columnName();
    return new Column[] {Column.create(value, options.valueType(), true)};
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return new MetadataColumn[] {
      LineColumn.FILE.metadata(), LineColumn.OFFSET.metadata(), LineColumn.LENGTH.metadata()
    };
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ, TableCapability.MICRO_BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap ofQuery) {
    // Both maps have names in lower case, so a query's option replaces the table's.
    Map<String, String> all = new HashMap<>(tableOptions);
    all.putAll(ofQuery);
    return new LinesScanBuilder(LinesOptions.of(new CaseInsensitiveStringMap(all)));
  }
}
