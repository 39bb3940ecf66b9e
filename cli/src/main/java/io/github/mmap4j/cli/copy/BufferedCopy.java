package io.github.mmap4j.cli.copy;

import io.github.mmap4j.cli.input.ByteSource;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Copies what can't be mapped, through a buffer. Pages of zeros are not written. */
final class BufferedCopy {
  private static final int PAGE = SparseCopy.PAGE;
  private static final int CHUNK = 64 * PAGE;

  private static final byte[] ZEROS = new byte[PAGE];

  private final ByteSource from;
  private final FileChannel to;
  private final byte[] chunk = new byte[CHUNK];

  /** Thrown if the bytes to copy can't be read; the cause gives the reason. */
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;

    Unreadable(IOException cause) {
      super(cause);
    }
  }

  /** Creates a copy to {@code to}, which must be an empty file. */
  BufferedCopy(ByteSource from, FileChannel to) {
    this.from = from;
    this.to = to;
  }

  /** Copies all bytes and returns their number. */
  long run(Progress progress) throws IOException {
    long at = 0;
    for (int count = CHUNK; count == CHUNK; at += count) {
      count = fill();
      write(at, count);
      progress.at(at);
    }
    if (to.size() < at) { // the file ends in a hole, so set its length
      to.write(ByteBuffer.allocate(1), at - 1);
    }
    return at;
  }

  private int fill() throws Unreadable {
    try {
      return from.fill(chunk, CHUNK);
    } catch (IOException e) {
      throw new Unreadable(e);
    }
  }

  /** Writes the runs of pages that are not all zeros. */
  private void write(long at, int count) throws IOException {
    int begin = 0; // of the run
    for (int page = 0; page < count; page += PAGE) {
      int end = Math.min(count, page + PAGE);
      if (Arrays.equals(chunk, page, end, ZEROS, 0, end - page)) {
        write(at, begin, page);
        begin = end;
      }
    }
    write(at, begin, count);
  }

  private void write(long at, int begin, int end) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(chunk, begin, end - begin);
    while (left.hasRemaining()) {
      to.write(left, at + left.position());
    }
  }
}
