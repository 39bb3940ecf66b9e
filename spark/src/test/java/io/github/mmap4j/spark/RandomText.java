package io.github.mmap4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random texts of few different words, so that filters find something, with all kinds of ends. */
final class RandomText {
  private static final List<byte[]> WORDS = new ArrayList<>();

  static {
    for (String word :
        List.of("a", "b", "ab", "ERROR", "warn", "é", "日本", "\uFEFF", " ", "0", "[x]", "\0", "_")) {
      WORDS.add(word.getBytes(UTF_8));
    }
    // No valid UTF-8: a lone continuation, a cut sequence, an overlong NUL, a surrogate.
    WORDS.add(new byte[] {(byte) 0x80});
    WORDS.add(new byte[] {(byte) 0xE6, (byte) 0x97});
    WORDS.add(new byte[] {(byte) 0xC0, (byte) 0x80});
    WORDS.add(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});
    WORDS.add(new byte[] {(byte) 0xFF});
  }

  private static final List<String> ENDS = List.of("\n", "\n", "\n", "\r\n", "\r", "\n\n", "\n\r");
  private static final byte[] MARK = "\uFEFF".getBytes(UTF_8);

  private RandomText() {}

  /** Returns a text; one in ten is empty or a byte order mark. */
  static byte[] next(Random random) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    if (random.nextInt(10) == 0) {
      text.writeBytes(MARK);
    }
    boolean onlyFeeds = random.nextBoolean();
    int lines = random.nextInt(10) == 0 ? 0 : random.nextInt(12);
    for (int i = 0; i < lines; i++) {
      text.writeBytes(line(random));
      if (i < lines - 1 || random.nextBoolean()) {
        String end = onlyFeeds ? "\n" : ENDS.get(random.nextInt(ENDS.size()));
        text.writeBytes(end.getBytes(UTF_8));
      }
    }
    return text.toByteArray();
  }

  /** Returns a line, which may be empty. */
  static byte[] line(Random random) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int words = random.nextInt(30) == 0 ? 40 : random.nextInt(5);
    for (int i = 0; i < words; i++) {
      line.writeBytes(WORDS.get(random.nextInt(WORDS.size())));
    }
    return line.toByteArray();
  }
}
