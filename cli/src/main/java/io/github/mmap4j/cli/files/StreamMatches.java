package io.github.mmap4j.cli.files;

import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;

/** The occurrences of a text in a stream, in order and without overlaps. */
public final class StreamMatches {
  private final Finder finder;
  private final StreamBytes bytes;
  private final Progress progress;
  private long from;

  public StreamMatches(Finder finder, InputStream in, Progress progress) {
    this.finder = finder;
    this.bytes = new StreamBytes(in);
    this.progress = progress;
  }

  /** Waits for more bytes and returns false at the stream's end. */
  public boolean more() throws IOException {
    long size = bytes.segment().byteSize();
    long needless = Math.max(from, size - finder.length() + 1); // no occurrence begins before
    bytes.drop(needless);
    from = 0;
    boolean more = bytes.read();
    progress.at(bytes.start() + bytes.segment().byteSize());
    return more;
  }

  /** Returns the offset in the stream of the next occurrence in the bytes so far, or -1. */
  public long next() {
    MemorySegment all = bytes.segment();
    long at = finder.find(all, from, all.byteSize());
    if (at < 0) {
      return -1;
    }
    from = at + finder.length();
    return bytes.start() + at;
  }
}
