package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineWalkTest {
  private static final int TEXTS = 3000;

  @TempDir Path folder;

  /** Holds bytes of earlier texts, as in a task that reads several files. */
  private final ReadBuffer memory = new ReadBuffer();

  /** A line by a loop over all bytes, in one piece. */
  private record Model(long offset, byte[] bytes) {
    @Override
    public String toString() {
      return offset + ":" + new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
  }

  private static List<Model> model(byte[] text, byte[] lineSep, LinePredicate filter) {
    List<Model> lines = new ArrayList<>();
    int start = 0;
    int i = 0;
    while (i < text.length) {
      int end = separatorEnd(text, i, lineSep);
      if (end > 0) {
        add(lines, text, start, i, filter);
        start = end;
        i = end;
      } else {
        i++;
      }
    }
    boolean isOnlyAMark = new String(text, UTF_8).equals("\uFEFF");
    if (start < text.length && !isOnlyAMark) {
      add(lines, text, start, text.length, filter);
    }
    return lines;
  }

  private static void add(
      List<Model> lines, byte[] text, int start, int end, LinePredicate filter) {
    boolean marked = start == 0 && new String(text, 0, end, UTF_8).startsWith("\uFEFF");
    int from = marked ? 3 : start;
    byte[] bytes = Arrays.copyOfRange(text, from, end);
    if (filter.test(new ArrayLine(from, bytes))) {
      lines.add(new Model(from, bytes));
    }
  }

  /** Returns the index after the separator that begins at {@code i}, or -1. */
  private static int separatorEnd(byte[] text, int i, byte[] lineSep) {
    if (lineSep != null) {
      int end = i + lineSep.length;
      return end <= text.length && Arrays.equals(text, i, end, lineSep, 0, lineSep.length)
          ? end
          : -1;
    }
    if (text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n') {
      return i + 2;
    }
    return text[i] == '\n' || text[i] == '\r' ? i + 1 : -1;
  }

  private List<Model> walk(
      LineFile text, List<FileRange> ranges, Separator separator, LinePredicate filter, int window)
      throws IOException {
    List<Model> lines = new ArrayList<>();
    for (FileRange range : ranges) {
      LineWalk walk = new LineWalk(text, range, separator, filter, memory, window);
      while (walk.next()) {
        byte[] array = walk.array();
        int from = walk.index();
        byte[] bytes = Arrays.copyOfRange(array, from, from + (int) walk.length());
        lines.add(new Model(walk.offset(), bytes));
      }
    }
    return lines;
  }

  private static List<FileRange> ranges(Random random, String path, int length, boolean splits) {
    TreeSet<Long> cuts = new TreeSet<>(List.of(0L, (long) length));
    for (int i = random.nextInt(6); splits && i > 0; i--) {
      cuts.add((long) random.nextInt(length + 1));
    }
    List<FileRange> ranges = new ArrayList<>();
    for (long cut : cuts) {
      Long end = cuts.higher(cut);
      if (end != null) {
        ranges.add(new FileRange(path, cut, end));
      }
    }
    return ranges;
  }

  private static LineLiteral literal(Random random) {
    String[] literals = {"a", "b", "ab", "ERROR", "é", "\uFEFF", "0", "[x]", "aa", "", "日本", "no"};
    return new LineLiteral(literals[random.nextInt(literals.length)].getBytes(UTF_8));
  }

  /** Returns a number that is often an offset, but may be any. */
  private static long number(Random random) {
    long[] limits = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, Long.MAX_VALUE - 1, Long.MAX_VALUE};
    return switch (random.nextInt(8)) {
      case 0 -> limits[random.nextInt(limits.length)];
      case 1 -> random.nextLong();
      default -> random.nextInt(60);
    };
  }

  private static LinePredicate filter(Random random, int depth) {
    Comparison comparison = Comparison.values()[random.nextInt(Comparison.values().length)];
    return switch (random.nextInt(depth == 0 ? 9 : 13)) {
      case 0 -> LinePredicate.ALL;
      case 1 -> new LinePredicate.Contains(literal(random));
      case 2 -> new LinePredicate.StartsWith(literal(random));
      case 3 -> new LinePredicate.EndsWith(literal(random));
      case 4 -> new LinePredicate.EqualTo(literal(random));
      case 5 -> new LinePredicate.Compared(comparison, literal(random));
      case 6 -> LinePredicate.In.of(List.of(literal(random), literal(random), literal(random)));
      case 7 ->
          random.nextBoolean()
              ? new LinePredicate.Offset(comparison, number(random))
              : new LinePredicate.Length(comparison, random.nextInt(10));
      case 8 -> new LinePredicate.Matches(random.nextBoolean() ? "a.*b" : "^(ERROR|a+)\\z|0\\s?$");
      case 9, 10 ->
          LinePredicate.and(List.of(filter(random, depth - 1), filter(random, depth - 1)));
      case 11 -> LinePredicate.or(List.of(filter(random, depth - 1), filter(random, depth - 1)));
      default -> LinePredicate.not(filter(random, depth - 1));
    };
  }

  @Test
  void splitsWindowsAndFiltersGiveTheLinesOfALoop() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("LineWalkTest: seed " + seed);
    Random random = new Random(seed);
    String[] separators = {null, null, null, "\n", "\r\n", "b", "ab", "aa", "é"};
    Path file = folder.resolve("text");
    for (int i = 0; i < TEXTS; i++) {
      byte[] bytes = RandomText.next(random);
      if (bytes.length == 0) {
        continue;
      }
      Files.write(file, bytes);
      String chosen = separators[random.nextInt(separators.length)];
      byte[] lineSep = chosen == null ? null : chosen.getBytes(UTF_8);
      Separator separator = Separator.of(lineSep);
      List<FileRange> ranges =
          ranges(random, file.toString(), bytes.length, separator.canBeFoundAnywhere());
      int window = 1 + random.nextInt(random.nextBoolean() ? 8 : 200);
      try (LineFile text = LineFile.open(file.toString(), true)) {
        for (int j = 0; j < 4; j++) {
          LinePredicate filter = filter(random, 2);
          List<Model> expected = model(bytes, lineSep, filter);
          String context =
              "seed "
                  + seed
                  + ", text "
                  + i
                  + ", "
                  + filter
                  + ", lineSep "
                  + chosen
                  + ", "
                  + ranges
                  + ", window "
                  + window;
          assertEquals(
              expected.toString(),
              walk(text, ranges, separator, filter, window).toString(),
              context);
          long count = 0;
          for (FileRange range : ranges) {
            count += new LineWalk(text, range, separator, filter, memory, window).count();
          }
          assertEquals(expected.size(), count, context);
        }
      }
    }
  }

  /** Texts of which each place is an end of a window and of a range, for each kind of separator. */
  @ParameterizedTest
  @CsvSource({"any, 'a\r\n', 6", "ab, abc, 6", "aab, abc, 6", "aa, ab, 7", "aba, ab, 7"})
  void windowsAndRangesMayEndAnywhere(String lineSep, String letters, int longest)
      throws IOException {
    byte[] bytes = lineSep.equals("any") ? null : lineSep.getBytes(UTF_8);
    char first = letters.charAt(0);
    for (int length = 1; length <= longest; length++) {
      for (int i = 0; i < Math.pow(letters.length(), length); i++) {
        StringBuilder text = new StringBuilder();
        for (int rest = i; text.length() < length; rest /= letters.length()) {
          text.append(letters.charAt(rest % letters.length()));
        }
        checkAllWindows(text.toString().getBytes(UTF_8), bytes, first);
      }
    }
  }

  private void checkAllWindows(byte[] text, byte[] lineSep, char letter) throws IOException {
    Path file = Files.write(folder.resolve("text"), text);
    Separator separator = Separator.of(lineSep);
    LineLiteral literal = new LineLiteral(new byte[] {(byte) letter});
    List<LinePredicate> filters = List.of(LinePredicate.ALL, new LinePredicate.Contains(literal));
    String path = file.toString();
    int lastCut = separator.canBeFoundAnywhere() ? text.length : 1;
    try (LineFile lines = LineFile.open(path, true)) {
      for (LinePredicate filter : filters) {
        String expected = model(text, lineSep, filter).toString();
        for (int window = 1; window <= text.length + 1; window++) {
          for (int cut = 0; cut < lastCut; cut++) {
            List<FileRange> ranges =
                List.of(new FileRange(path, 0, cut), new FileRange(path, cut, text.length));
            List<FileRange> used = cut == 0 ? ranges.subList(1, 2) : ranges;
            String context =
                "text " + Arrays.toString(text) + ", window " + window + ", cut " + cut;
            assertEquals(
                expected, walk(lines, used, separator, filter, window).toString(), context);
          }
        }
      }
    }
  }
}
