import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.tukaani.xz.SeekableInputStream;

/** Lets SeekableXZInputStream read a mapping, by {@code m.asChannel()}. */
final class XzInput extends SeekableInputStream {
  private final SeekableByteChannel in;

  XzInput(SeekableByteChannel in) { this.in = in; }
  public long length() throws IOException { return in.size(); }
  public long position() throws IOException { return in.position(); }
  public void seek(long to) throws IOException { in.position(to); }
  public int read(byte[] b, int off, int len) throws IOException {
    return in.read(ByteBuffer.wrap(b, off, len));
  }
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one) < 0 ? -1 : one[0] & 0xff;
  }
}
