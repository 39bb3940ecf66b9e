import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** Lets Parquet's readers read a mapping. */
record ParquetInput(Mmap m) implements InputFile {
  public long getLength() { return m.length(); }
  public SeekableInputStream newStream() {
    SeekableByteChannel in = m.asChannel();
    return new DelegatingSeekableInputStream(Channels.newInputStream(in)) {
      public long getPos() throws IOException { return in.position(); }
      public void seek(long to) throws IOException { in.position(to); }
    };
  }
}
