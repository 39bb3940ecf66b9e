package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diff} finds the same differences as {@code cmp}. */
class DiffAgainstCmpTest {
  private static final int ROUNDS = 100;
  private static final int LONGEST = 20_000;
  private static final Pattern FIRST = Pattern.compile("differ: (?:byte|char) (\\d+), line (\\d+)");
  private static final Pattern ENDS = Pattern.compile("EOF on (\\S+) (?:after byte (\\d+)|which)");

  @TempDir Path folder;

  @Test
  void differencesAreThoseOfCmp() throws IOException {
    long seed = System.nanoTime();
    System.out.println("DiffAgainstCmpTest: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(LONGEST)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextInt(20) == 0 ? '\n' : 'a' + random.nextInt(26));
      }
      Path a = Files.write(folder.resolve("a"), bytes);
      Path b = Files.write(folder.resolve("b"), changed(bytes, random));
      String message = "seed " + seed + ", round " + round;
      compareFirst(a, b, message);
      compareAll(a, b, random.nextInt(20), message);
    }
  }

  private static byte[] changed(byte[] bytes, Random random) {
    int length = random.nextInt(3) == 0 ? random.nextInt(LONGEST) : bytes.length;
    byte[] changed = java.util.Arrays.copyOf(bytes, length);
    for (int i = random.nextInt(4); i > 0 && length > 0; i--) {
      int from = random.nextInt(length);
      int to = Math.min(length, from + 1 + random.nextInt(50));
      for (int at = from; at < to; at++) {
        changed[at] += (byte) random.nextInt(2);
      }
    }
    return changed;
  }

  private void compareFirst(Path a, Path b, String message) throws IOException {
    Tool.Answer cmp = Tool.CMP.ask(folder, "a", "b");
    Result diff = Result.of("diff", a, b);
    assertEquals(cmp.status(), diff.status(), message);
    assertEquals(cmp.status(), Result.of("diff", "--quiet", a, b).status(), message);
    Matcher first = FIRST.matcher(cmp.out());
    Matcher ends = ENDS.matcher(cmp.err());
    if (first.find()) {
      long offset = Long.parseLong(first.group(1)) - 1;
      String begin = "offset %d (0x%x), line %s: ".formatted(offset, offset, first.group(2));
      assertEquals(begin, diff.text().substring(0, begin.length()), message);
    } else if (ends.find()) {
      long offset = ends.group(2) == null ? 0 : Long.parseLong(ends.group(2));
      String begin = "offset " + offset + " ";
      assertEquals(begin, diff.text().substring(0, begin.length()), message);
      String end = folder.resolve(ends.group(1)) + " ends";
      assertEquals(true, diff.text().lines().findFirst().orElseThrow().contains(end), message);
    } else {
      assertEquals("", diff.text(), message);
    }
  }

  /** Compares the ranges, with and without gaps, with the list of all differing bytes. */
  private void compareAll(Path a, Path b, int gap, String message) throws IOException {
    BitSet expected = new BitSet();
    new String(Tool.CMP.run(folder, "-l", "a", "b"), UTF_8)
        .lines()
        .map(line -> line.strip().split(" ")[0])
        .forEach(number -> expected.set(Integer.parseInt(number) - 1));
    int common = (int) Math.min(Files.size(a), Files.size(b));
    int longest = (int) Math.max(Files.size(a), Files.size(b));
    String tail = longest == common ? "" : common + " " + longest + "\n";
    assertEquals(ranges(expected, 0) + tail, diff(a, b, 0), message);
    assertEquals(ranges(expected, gap) + tail, diff(a, b, gap), message + ", gap " + gap);
  }

  /** Returns the first two columns. */
  private static String diff(Path a, Path b, int gap) {
    return Result.of("diff", "--ranges", "--gap", gap, a, b)
        .text()
        .replaceAll("(?m)^(\\d+ \\d+) .*$", "$1");
  }

  private static String ranges(BitSet bits, int gap) {
    StringBuilder ranges = new StringBuilder();
    for (int start = bits.nextSetBit(0); start >= 0; ) {
      int end = bits.nextClearBit(start);
      int next = bits.nextSetBit(end);
      while (next >= 0 && next - end <= gap) {
        end = bits.nextClearBit(next);
        next = bits.nextSetBit(end);
      }
      ranges.append(start).append(' ').append(end).append('\n');
      start = next;
    }
    return ranges.toString();
  }
}
