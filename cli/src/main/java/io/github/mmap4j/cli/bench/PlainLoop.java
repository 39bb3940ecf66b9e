package io.github.mmap4j.cli.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.terminal.Progress;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * A loop that computes the expected answers byte by byte, without the library's searches. Reading
 * the whole file also loads it into memory, if it fits.
 */
final class PlainLoop {
  private static final int PART = 4 << 20;
  private static final byte[] USUAL_NEEDLE = "no such words here".getBytes(US_ASCII);

  private final MemorySegment text;
  private final byte[] needle;
  private long sum;
  private long newlines;
  private boolean found;

  private PlainLoop(MemorySegment text, byte[] needle) {
    this.text = text;
    this.needle = needle;
  }

  /** Reads all of {@code m} and picks a needle that does not occur in it. */
  static PlainLoop of(Mmap m, Progress progress) {
    int length = (int) Math.min(USUAL_NEEDLE.length, m.length());
    PlainLoop loop = through(m, Arrays.copyOf(USUAL_NEEDLE, length), progress);
    for (int seed = 1; loop.found; seed++) {
      byte[] other = new byte[length];
      Random random = new Random(seed);
      for (int i = 0; i < length; i++) {
        other[i] = (byte) random.nextInt('a', 'z' + 1);
      }
      loop = through(m, other, progress);
    }
    return loop;
  }

  private static PlainLoop through(Mmap m, byte[] needle, Progress progress) {
    PlainLoop loop = new PlainLoop(m.asSegment(), needle);
    progress.startBytes(m.length());
    for (long at = 0; at < m.length(); at += PART) {
      long from = at;
      m.guarded(() -> loop.part(from, (int) Math.min(PART, loop.text.byteSize() - from)));
      progress.at(at);
    }
    return loop;
  }

  private void part(long from, int length) {
    long added = 0;
    long ends = 0;
    for (int i = 0; i < length; i++) {
      int b = text.get(JAVA_BYTE, from + i) & 0xff;
      added += (long) b << (i % Long.BYTES * Byte.SIZE);
      if (b == '\n') {
        ends++;
      }
      if (b == needle[0] && isAt(from + i)) {
        found = true;
      }
    }
    sum += added;
    newlines += ends;
  }

  private boolean isAt(long at) {
    if (at > text.byteSize() - needle.length) {
      return false;
    }
    for (int i = 0; i < needle.length; i++) {
      if (text.get(JAVA_BYTE, at + i) != needle[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns a needle that does not occur in the text and is not longer than the text. */
  byte[] absent() {
    return needle;
  }

  /** Returns the expected answer for each workload. */
  Map<Workload, Long> answers() {
    boolean hasRest = text.get(JAVA_BYTE, text.byteSize() - 1) != '\n';
    Map<Workload, Long> answers = new EnumMap<>(Workload.class);
    answers.put(Workload.READ, sum);
    answers.put(Workload.FIND, -1L);
    answers.put(Workload.COUNT, newlines);
    answers.put(Workload.LINES, newlines + (hasRest ? 1 : 0));
    return answers;
  }
}
