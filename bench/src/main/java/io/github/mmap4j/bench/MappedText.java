package io.github.mmap4j.bench;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The corpus, mapped as a user of mmap4j would map it. Buffers that only one rival needs are
 * created on demand.
 */
@State(Scope.Benchmark)
public class MappedText {
  /** The maximum size in MiB; a string or a buffer could not hold twice that. */
  private static final int MOST = 1024;

  /** The size of the text in MiB. */
  @Param("512")
  public int mebibytes;

  private Corpus corpus;
  private Mmap mmap;
  private Mmap addresses;

  @Setup(Level.Trial)
  public void open() throws IOException {
    if (mebibytes < 1 || mebibytes > MOST) {
      throw new IllegalArgumentException("a text is of 1 to " + MOST + " MiB, not " + mebibytes);
    }
    corpus = Corpus.ofSize((long) mebibytes << 20);
    mmap = Mmap.open(corpus.path(), Access.READ);
  }

  @TearDown(Level.Trial)
  public void close() {
    mmap.close();
    if (addresses != null) {
      addresses.close();
    }
  }

  Corpus corpus() {
    return corpus;
  }

  Mmap mmap() {
    return mmap;
  }

  MemorySegment segment() {
    return mmap.asSegment();
  }

  AddressText addressText() throws IOException {
    return AddressText.in(Corpus.folder(), corpus.size());
  }

  MemorySegment addresses() throws IOException {
    if (addresses == null) {
      addresses = Mmap.open(addressText().path(), Access.READ);
    }
    return addresses.asSegment();
  }

  MappedByteBuffer buffer() throws IOException {
    return buffer(corpus.path());
  }

  static MappedByteBuffer buffer(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }
}
