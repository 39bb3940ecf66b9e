package io.github.mmap4j.cli.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainLoopTest {
  private static final int SEVERAL_PARTS = (8 << 20) + 13;

  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("f"), bytes);
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    for (int i = random.nextInt(10); i < length; i += 1 + random.nextInt(40)) {
      bytes[i] = '\n';
    }
    return bytes;
  }

  /** Computes the answers with the JDK, from an array. */
  private static Map<Workload, Long> expected(byte[] bytes) {
    ByteBuffer padded = ByteBuffer.wrap(Arrays.copyOf(bytes, (bytes.length + 7) / 8 * 8));
    padded.order(ByteOrder.LITTLE_ENDIAN);
    long sum = 0;
    while (padded.hasRemaining()) {
      sum += padded.getLong();
    }
    String text = new String(bytes, ISO_8859_1);
    long newlines = text.chars().filter(c -> c == '\n').count();
    return Map.of(
        Workload.READ,
        sum,
        Workload.FIND,
        -1L,
        Workload.COUNT,
        newlines,
        Workload.LINES,
        newlines + (text.endsWith("\n") ? 0 : 1));
  }

  private void check(byte[] bytes) throws IOException {
    try (Mmap m = Mmap.open(file(bytes), Access.READ)) {
      PlainLoop plain = PlainLoop.of(m, Progress.none());
      assertEquals(expected(bytes), plain.answers(), bytes.length + " bytes");
      Finder absent = Finder.of(plain.absent());
      assertEquals(-1, absent.find(m.asSegment()));
      assertEquals(Math.min(18, bytes.length), absent.length());
      for (Workload workload : Workload.values()) {
        long answer = workload.run(m.asSegment(), absent);
        assertEquals(plain.answers().get(workload), answer, workload + ", " + bytes.length);
      }
    }
  }

  @Test
  void workloadsAnswerLikeAPlainLoopAtAnyLength() throws IOException {
    long seed = System.nanoTime();
    System.out.println("PlainLoopTest: seed " + seed);
    Random random = new Random(seed);
    for (int length = 1; length < 70; length++) {
      check(random(random, length));
    }
    check(random(random, SEVERAL_PARTS));
  }

  @Test
  void theNeedleIsAbsent() throws IOException {
    check("a b no such words here".getBytes(US_ASCII));
    check("n".getBytes(US_ASCII));
    check("no such words here".getBytes(US_ASCII));
    try (Mmap m = Mmap.open(file("x no such words here".getBytes(US_ASCII)), Access.READ)) {
      byte[] absent = PlainLoop.of(m, Progress.none()).absent();
      assertNotEquals("no such words here", new String(absent, US_ASCII));
    }
  }

  /** The plain loop also looks across the ends of its parts. */
  @Test
  void aNeedleAcrossTwoPartsIsFound() throws IOException {
    byte[] bytes = new byte[SEVERAL_PARTS];
    byte[] needle = "no such words here".getBytes(US_ASCII);
    System.arraycopy(needle, 0, bytes, (4 << 20) - 5, needle.length);
    check(bytes);
  }
}
