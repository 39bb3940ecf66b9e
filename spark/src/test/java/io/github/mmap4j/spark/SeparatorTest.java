package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeparatorTest {
  private static final int LONGEST = 8;

  /** Returns the starts of the lines, then the end of the text. */
  private static List<Long> starts(String text, Pattern separator) {
    List<Long> starts = new ArrayList<>(List.of(0L));
    Matcher matcher = separator.matcher(text);
    while (matcher.find()) {
      starts.add((long) matcher.end());
    }
    if (starts.getLast() < text.length()) {
      starts.add((long) text.length());
    }
    return starts;
  }

  private static void check(String text, Separator separator, Pattern pattern) throws IOException {
    List<Long> starts = starts(text, pattern);
    try (Mmap memory = Mmap.anonymous(text.length())) {
      memory.setSlice(0, text.getBytes(US_ASCII));
      MappedText m = new MappedText(memory);
      long length = text.length();
      assertEquals(starts.size() - 1, separator.count(m, 0, length), text);
      for (int i = 0; i + 1 < starts.size(); i++) {
        assertEquals(starts.size() - 1 - i, separator.count(m, starts.get(i), length), text);
      }
      if (separator.canBeFoundAnywhere()) {
        for (long from = 0; from < length; from++) {
          long at = from;
          long first = starts.stream().filter(start -> start >= at).findFirst().orElseThrow();
          assertEquals(
              first < length ? first : -1, separator.lineStart(m, from, length), text + from);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"a", "ab", "aa", "aba", "aab", "abaab"})
  void linesOfAllShortTextsAreFound(String lineSep) throws IOException {
    Separator separator = Separator.of(lineSep.getBytes(US_ASCII));
    for (int length = 1; length <= LONGEST; length++) {
      for (int i = 0; i < 1 << length; i++) {
        String bits = Integer.toBinaryString(1 << length | i).substring(1);
        check(bits.replace('0', 'a').replace('1', 'b'), separator, Pattern.compile(lineSep));
      }
    }
  }

  @Test
  void linesOfAllShortTextsWithNewlinesAreFound() throws IOException {
    for (int length = 1; length <= LONGEST - 1; length++) {
      for (int i = 0; i < Math.pow(3, length); i++) {
        StringBuilder text = new StringBuilder();
        for (int rest = i; text.length() < length; rest /= 3) {
          text.append("a\r\n".charAt(rest % 3));
        }
        check(text.toString(), Separator.of(null), Pattern.compile("\r\n|\r|\n"));
      }
    }
  }

  @Test
  void onlySeparatorsThatDoNotOverlapCanBeFoundAnywhere() {
    for (String each : List.of("a", "ab", "aab", "abc")) {
      assertEquals(true, Separator.of(each.getBytes(US_ASCII)).canBeFoundAnywhere(), each);
    }
    for (String each : List.of("aa", "aba", "abab", "abcab")) {
      assertEquals(false, Separator.of(each.getBytes(US_ASCII)).canBeFoundAnywhere(), each);
    }
  }
}
