package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code find} prints the same as {@code grep -obUaF TEXT FILE cut -d: -f1}. */
class FindAgainstGrepTest {
  private static final int ROUNDS = 200;
  private static final int LONGEST_FILE = 20_000;
  private static final int LONGEST_TEXT = 6;
  private static final byte[] BYTES = "aaaabb\n\0é".getBytes(UTF_8);
  private static final String[] CHARACTERS = {"a", "b", "é"};

  @TempDir Path folder;

  @Test
  void offsetsAreThoseOfGrep() throws IOException {
    long seed = System.nanoTime();
    System.out.println("FindAgainstGrepTest: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      Path file = Files.write(folder.resolve("f"), bytes(random));
      String text = text(random);
      byte[] grep = Tool.GREP.run(folder, "-obUaF", "--", text, "f");
      Result find = Result.of("find", text, file);
      assertEquals(
          offsets(grep),
          find.text(),
          () -> "seed " + seed + ", text '" + text + "': " + find.err());
      assertEquals(grep.length == 0 ? 1 : 0, find.status());
    }
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(LONGEST_FILE)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = BYTES[random.nextInt(BYTES.length)];
    }
    return bytes;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(LONGEST_TEXT) + 1;
    for (int i = 0; i < length; i++) {
      text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }

  /** Returns the first field of each line. */
  private static String offsets(byte[] lines) {
    StringBuilder offsets = new StringBuilder();
    for (String line : new String(lines, UTF_8).split("\n")) {
      if (!line.isEmpty()) {
        offsets.append(line, 0, line.indexOf(':')).append('\n');
      }
    }
    return offsets.toString();
  }
}
