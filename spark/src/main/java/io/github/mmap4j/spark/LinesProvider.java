package io.github.mmap4j.spark;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Registers the source {@code mmap-lines} with Spark. Each row is a line of a file, as in Spark's
 * source {@code text}, but the files are searched before Spark gets rows.
 *
 * {@snippet :
 * Dataset<Row> slow =
 *     spark.read().format(LinesProvider.NAME).option("matching", "took \\d{4,} ms").load("/logs");
 * slow.select("_file", "_offset", "value").show();
 * }
 *
 * <p>The table has a column {@code value}, the line without its line separator. The bytes are
 * handed out as they are, even if they are not valid UTF-8. Three more columns are hidden: a query
 * gets them only if it names them. A temporary view has only the columns of its query, so name them
 * there.
 *
 * <table>
 * <caption>Hidden columns</caption>
 * <tr><th>column</th><th>type</th><th>meaning</th></tr>
 * <tr><td>{@code _file}</td><td>STRING</td><td>the path of the file</td></tr>
 * <tr><td>{@code _offset}</td><td>BIGINT</td><td>the offset of the line's first byte in the
 * file</td></tr>
 * <tr><td>{@code _length}</td><td>BIGINT</td><td>the number of bytes in the line</td></tr>
 * </table>
 *
 * <p>Spark leaves these to the source, which searches the files for them: comparisons, {@code
 * contains}, {@code startswith} and {@code endswith} (also as {@code LIKE 'a%'}), {@code IN}, and
 * their combinations by {@code AND}, {@code OR} and {@code NOT}; columns; limits; {@code count},
 * and {@code min} and {@code max} of {@code _offset} and {@code _length}, for all lines or for each
 * {@code _file}. Spark evaluates all other filters itself. It keeps {@code RLIKE} to itself, for
 * which there is the option {@code matching}. {@code explain} shows what was pushed down.
 *
 * <p>The driver and every executor must see the files at the same path, on a local disk or a
 * mounted file system. A path without a scheme is one of the local file system, whatever {@code
 * fs.defaultFS} says. If a file becomes shorter while a task reads it, the task fails with a {@link
 * FileShortenedException}, and Spark's next attempt reads what is left. A task that opens a shorter
 * file than was listed, or another, reads it and logs a warning. Lines that are appended after the
 * files were listed are not read, but a line that had begun by then is read to its end. The
 * exception is a {@code lineSep} whose occurrences can overlap, such as {@code aa}: a file is then
 * read by one task, to the end that the file has when the task opens it.
 *
 * <p>The names of options are case-insensitive. Unknown options are ignored, as Spark's own sources
 * do.
 *
 * <table>
 * <caption>Options</caption>
 * <tr><th>option</th><th>meaning</th></tr>
 * <tr><td>{@code path}</td><td>a file, a folder, or a pattern such as {@code /logs/*.log}; {@code
 * load} takes several</td></tr>
 * <tr><td>{@code lineSep}</td><td>what separates lines; by default each of {@code \n}, {@code \r}
 * and {@code \r\n}</td></tr>
 * <tr><td>{@code charset}</td><td>the charset of {@code lineSep} in the files, by default {@code
 * UTF-8}; {@code encoding}, its name in Spark's text source, means the same. As there, values are
 * not decoded: they have the bytes of the file</td></tr>
 * <tr><td>{@code valueType}</td><td>{@code string}, the default, or {@code binary}</td></tr>
 * <tr><td>{@code matching}</td><td>only lines that contain a match of this regular expression, a
 * {@link io.github.mmap4j.regex.BytePattern}</td></tr>
 * <tr><td>{@code pathGlobFilter}</td><td>only files whose name matches this pattern</td></tr>
 * <tr><td>{@code recursiveFileLookup}</td><td>{@code true} to also read the files in
 * subfolders</td></tr>
 * </table>
 *
 * <p>{@code spark.readStream()} follows files that grow: it reads whole lines, each once, and
 * continues from its checkpoint. A renamed file is still read, if it stays in the same folder,
 * until it has been read to its end and was not changed for 10 seconds. A truncated file is read
 * from its start. A file is read on after its file system was not mounted for up to seven days, or
 * after it was moved away and back within an hour.
 *
 * <table>
 * <caption>Options of streams</caption>
 * <tr><th>option</th><th>meaning</th></tr>
 * <tr><td>{@code maxFilesPerTrigger}</td><td>the most files of which a batch reads lines</td></tr>
 * <tr><td>{@code maxBytesPerTrigger}</td><td>the bytes after which a batch ends, with a whole
 * line</td></tr>
 * <tr><td>{@code failOnDataLoss}</td><td>{@code true}, the default, to fail with a {@link
 * DataLossException} if known lines can't be read any more; {@code false} to log it and go
 * on</td></tr>
 * </table>
 */
public final class LinesProvider implements TableProvider, DataSourceRegister {
  /** The name of the source, for {@code format} and {@code USING}. */
  public static final String NAME = "mmap-lines";

  /** Creates the provider; Spark does so itself. */
  public LinesProvider() {}

  @Override
  public String shortName() {
    return NAME;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return LinesOptions.of(options).schema();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new LinesTable(new CaseInsensitiveStringMap(properties));
  }
}
