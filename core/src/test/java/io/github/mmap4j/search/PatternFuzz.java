package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A fuzzer's target: bytes are flags, a regular expression and a text; what is looked for first
 * must not hide what java.util.regex finds. A fuzzer calls {@link #fuzzerTestOneInput}.
 */
public final class PatternFuzz {
  private static final int LONGEST_EXPRESSION = 40;
  private static final int LONGEST_TEXT = 200;
  private static final int[] FLAGS = {
    Pattern.CASE_INSENSITIVE,
    Pattern.MULTILINE,
    Pattern.DOTALL,
    Pattern.UNIX_LINES,
    Pattern.UNICODE_CASE,
    Pattern.UNICODE_CHARACTER_CLASS,
    Pattern.COMMENTS,
    Pattern.LITERAL,
  };

  private PatternFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 2) {
      return;
    }
    int flags = 0;
    for (int i = 0; i < FLAGS.length; i++) {
      flags |= (input[0] >> i & 1) == 1 ? FLAGS[i] : 0;
    }
    int end = Math.min(input.length, 2 + (input[1] & 0xff) % LONGEST_EXPRESSION);
    String regex = new String(input, 2, end - 2, ISO_8859_1);
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex, flags);
    } catch (PatternSyntaxException | IndexOutOfBoundsException | StackOverflowError e) {
      return; // no expression, or one that java.util.regex itself fails at
    }
    byte[] text = Arrays.copyOfRange(input, end, Math.min(input.length, end + LONGEST_TEXT));
    new PatternComparison(BytePattern.of(pattern))
        .compare(text, 0, text.length, "/" + regex + "/ " + flags + " in " + Arrays.toString(text));
  }
}
