package io.github.mmap4j.cli.copy;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.input.MappedFile;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Copies a file without writing its pages of zeros. Reported holes are skipped, and the mapping
 * shows which other pages are zeros; the system copies the rest from file to file. A copy by the
 * system is faster than one through memory, and lets some file systems share the blocks.
 */
final class SparseCopy {
  /** The granularity of holes in most file systems. */
  static final int PAGE = 4096;

  /**
   * The number of pages that are checked and then copied at a time; they fit in the processor's
   * cache.
   */
  private static final int PAGES = 256;

  private static final byte[] ZEROS = new byte[PAGE];

  private final Mmap memory;
  private final FileChannel from;
  private final FileChannel to;
  private final byte[] page = new byte[PAGE];
  private final boolean[] zero = new boolean[PAGES];

  /** Creates a copy to {@code to}, which must be an empty file. */
  SparseCopy(MappedFile from, FileChannel to) {
    this.memory = from.mmap();
    this.from = from.channel();
    this.to = to;
  }

  /**
   * Copies the file and returns the number of bytes copied. The result is less than the mapped
   * length if the file was truncated meanwhile.
   */
  long run(Progress progress) throws IOException {
    long length = memory.length();
    for (long at = 0; at < length; ) {
      at = Math.max(at, memory.nextData(at) & -PAGE);
      int count = (int) Math.min(PAGES * PAGE, length - at);
      look(at, count);
      long copied = copy(at, count);
      at += copied;
      if (copied < count) {
        return at;
      }
      progress.at(at);
    }
    if (to.size() < length) { // the file ends in a hole, so set its length
      to.write(ByteBuffer.allocate(1), length - 1);
    }
    return length;
  }

  /** Finds out which pages are all zeros. */
  private void look(long at, int count) {
    memory.guarded(
        (MemorySegment s) -> {
          for (int i = 0; i * PAGE < count; i++) {
            zero[i] = isZero(s, at + i * PAGE, Math.min(PAGE, count - i * PAGE));
          }
          return null;
        });
  }

  private boolean isZero(MemorySegment s, long at, int count) {
    if (s.get(JAVA_BYTE, at) != 0) { // true of most pages with content
      return false;
    }
    MemorySegment.copy(s, JAVA_BYTE, at, page, 0, count);
    return Arrays.equals(page, 0, count, ZEROS, 0, count);
  }

  /**
   * Copies the runs of pages with other bytes than zeros, and returns how many of the {@code count}
   * bytes have been copied or skipped.
   */
  private long copy(long at, int count) throws IOException {
    int pages = (count + PAGE - 1) / PAGE;
    int end;
    for (int begin = 0; begin < pages; begin = end) {
      end = begin + 1;
      while (end < pages && zero[end] == zero[begin]) {
        end++;
      }
      if (!zero[begin]) {
        long first = at + begin * PAGE;
        long last = at + Math.min(count, end * PAGE);
        long reached = transfer(first, last);
        if (reached < last) {
          return reached - at;
        }
      }
    }
    return count;
  }

  /**
   * Copies a range and returns the offset at which copying stopped, which is below {@code end} if
   * the file was truncated.
   */
  private long transfer(long begin, long end) throws IOException {
    to.position(begin);
    long at = begin;
    while (at < end) {
      long count = from.transferTo(at, end - at, to);
      if (count <= 0) {
        return at;
      }
      at += count;
    }
    return end;
  }
}
