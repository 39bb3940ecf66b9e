package io.github.mmap4j.spark;

import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The columns of the table, of which all but the first are hidden. */
enum LineColumn {
  VALUE("value", null, "The line without its separator."),
  FILE("_file", DataTypes.StringType, "The path of the file."),
  OFFSET("_offset", DataTypes.LongType, "The offset of the line's first byte in the file."),
  LENGTH("_length", DataTypes.LongType, "The number of bytes in the line.");

  private final String columnName;
  private final DataType type;
  private final String comment;

  LineColumn(String columnName, DataType type, String comment) {
    this.columnName = columnName;
    this.type = type;
    this.comment = comment;
  }

  String columnName() {
    return columnName;
  }

  /** Returns the column of this name, or null if there is none. */
  static LineColumn of(String name) {
    for (LineColumn each : values()) {
      if (each.columnName.equals(name)) {
        return each;
      }
    }
    return null;
  }

  /** Returns the column that an expression names, or null if it does not. */
  static LineColumn of(Expression expression) {
    return expression instanceof NamedReference reference && reference.fieldNames().length == 1
        ? of(reference.fieldNames()[0])
        : null;
  }

  /** Describes a hidden column to Spark. */
  MetadataColumn metadata() {
    return new MetadataColumn() {
      @Override
      public String name() {
        return columnName;
      }

      @Override
      public DataType dataType() {
        return type;
      }

      @Override
      public boolean isNullable() {
        return false;
      }

      @Override
      public String comment() {
        return comment;
      }
    };
  }
}
