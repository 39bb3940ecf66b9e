package io.github.mmap4j.spark;

import io.github.mmap4j.MappingFaultException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a task was given of a batch. Each file is found by its identity and checked before and
 * after its lines are read, since it may have been renamed, truncated or written anew.
 */
final class StreamReader implements PartitionReader<InternalRow> {
  private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);

  private final StreamReaderFactory spec;
  private final Iterator<StreamRange> ranges;

  private StreamRange range;
  private MappedFile file;
  private LineReader lines;

  /** Whether rows of the range have been handed out. */
  private boolean delivered;

  StreamReader(StreamReaderFactory spec, List<StreamRange> ranges) {
    this.spec = spec;
    this.ranges = ranges.iterator();
  }

  @Override
  public boolean next() throws IOException {
    while (lines != null || ranges.hasNext()) {
      if (lines == null) {
        open(ranges.next());
      }
      if (lines != null && nextLine()) {
        return true;
      }
      close();
    }
    return false;
  }

  private void open(StreamRange next) throws IOException {
    range = next;
    delivered = false;
    try {
      file = find();
    } catch (MappingFaultException e) {
      lose(shorter("opened", e.mappingLength(), e.fileSize()), e);
      return;
    }
    if (file == null) {
      lose(missing(), null);
      return;
    }
    lines = new LineReader(spec.lines(), List.of(range.range()), _ -> file.file());
  }

  private MappedFile find() throws IOException {
    String path = range.range().path();
    FileIdentity identity = range.identity();
    // Spark may read on one thread and close on another. Later bytes may go without a loss: an
    // appender shortens its file to its last line.
    LineFile.Opener opener = each -> LineFile.open(each, false, range.last());
    MappedFile found = MappedFile.open(path, identity, opener, range::isIn);
    SeenFile now = found == null ? SeenFile.at(path, false) : null;
    if (now == null || identity.certain() && now.identity().certain()) {
      return found;
    }
    // Some network file systems have other inodes on each host, but these have no creation times.
    return MappedFile.open(path, now.identity(), opener, range::isIn);
  }

  private String missing() throws IOException {
    String host = LineFile.host();
    return SeenFile.at(range.range().path(), false) == null
        ? "the file does not exist on "
            + host
            + ", neither at its path nor renamed in the same folder; it was deleted, or only other"
            + " hosts have it"
        : "the file on " + host + " was truncated, written anew, or replaced by another";
  }

  /** Moves to the next line of the range, or returns false at its end. */
  private boolean nextLine() throws IOException {
    try {
      if (lines.next()) {
        delivered = true;
        return true;
      }
      if (!range.isIn(file)) {
        lose("the file was written anew while it was read on " + LineFile.host(), null);
      }
    } catch (MappingFaultException e) {
      lose(shorter("read", e.mappingLength(), e.fileSize()), e);
    } catch (FileShortenedException e) {
      lose(shorter("read", e.lengthBefore(), e.lengthNow()), e);
    }
    return false;
  }

  private static String shorter(String done, long before, long now) {
    return "the file became shorter while it was "
        + done
        + " on "
        + LineFile.host()
        + LineFile.lengths(before, now);
  }

  /**
   * Fails, or goes on if the options say so. Rows that were handed out before a loss was noticed
   * may be wrong, and can't be taken back. Then the task fails in a way that Spark tries again; the
   * next attempt finds the loss when it opens the file.
   */
  private void lose(String reason, Throwable cause) throws IOException {
    DataLossException loss =
        new DataLossException(range.range().path(), range.range().start(), reason, cause);
    if (spec.failOnDataLoss()) {
      throw loss;
    }
    if (delivered) {
      throw new IOException(
          range.range().path()
              + " changed after rows of it were read: "
              + reason
              + "; Spark's next attempt leaves it out",
          cause);
    }
    LOG.warn("goes on although {}", loss.getMessage());
  }

  @Override
  public InternalRow get() {
    return lines.get();
  }

  @Override
  public void close() throws IOException {
    if (lines != null) {
      lines.close();
      lines = null;
    }
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
