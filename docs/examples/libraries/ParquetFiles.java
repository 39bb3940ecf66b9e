import io.github.mmap4j.Mmap;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;

/** Parquet, which needs only types of Hadoop for files that are not Hadoop's. */
final class ParquetFiles {
  private ParquetFiles() {}

  static void run() throws Exception {
    Schema schema = SchemaBuilder.record("R").fields().requiredInt("n").endRecord();
    Path file = Path.of("a.parquet");
    try (ParquetWriter<GenericRecord> out =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withSchema(schema)
            .withDataModel(GenericData.get())
            .build()) {
      GenericRecord record = new GenericData.Record(schema);
      record.put("n", 42);
      out.write(record);
    }
    new Row("parquet-avro", "Parquet %s: `ParquetReader`", "`asChannel`, [adapter](#parquet)")
        .reads(file, 42, m -> () -> first(m));
  }

  private static Object first(Mmap m) throws Exception {
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(
                new ParquetInput(m), new PlainParquetConfiguration())
            .withDataModel(GenericData.get())
            .build()) {
      return reader.read().get("n");
    }
  }
}
