import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.apache.avro.file.SeekableInput;

/** Lets Avro's DataFileReader read a mapping, by {@code m.asChannel()}. */
record AvroInput(SeekableByteChannel in) implements SeekableInput {
  public void seek(long to) throws IOException { in.position(to); }
  public long tell() throws IOException { return in.position(); }
  public long length() throws IOException { return in.size(); }
  public void close() throws IOException { in.close(); }
  public int read(byte[] b, int off, int len) throws IOException {
    return in.read(ByteBuffer.wrap(b, off, len));
  }
}
