package io.github.mmap4j.cli.grep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mmap4j.cli.harness.GnuGrep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code grep} prints the same as GNU grep, and exits with the same status. */
class GrepAgainstGrepTest {
  private static final int ROUNDS = 400;
  private static final int MANY_BLOCKS = 1 << 20;
  private static final String TEXT = "aaabbAB c\r\n\n\u00ff\u00e9";
  private static final String[] FLAGS = {"-c", "-o", "-b", "-n", "-i", "-v", "-l", "-a", "-m"};
  private static final String[] ATOMS = {
    "a", "b", "A", "c", ".", "[ab]", "[^a]", "(ab|b)", "\\r", "\\xff", "(?:a|bc?)", " "
  };
  private static final String[] REPEATS = {"", "", "", "*", "+", "?", "{2}", "{1,2}", "*?"};
  private static final String[] WORDS = {"a", "b", "AB", "a*", ".", "(", "c", "\r", ""};

  @TempDir Path folder;

  @Test
  void outputAndStatusAreThoseOfGrep() throws IOException {
    long seed = System.nanoTime();
    System.out.println("GrepAgainstGrepTest: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      Files.write(folder.resolve("f"), bytes(random, random.nextInt(4) * random.nextInt(200)));
      Files.write(folder.resolve("g"), bytes(random, random.nextInt(60)));
      GnuGrep.compare(folder, "seed " + seed + ", round " + round, command(random));
    }
  }

  @Test
  void zeroByteAfterManyBlocksHidesOnlyWhatFollows() throws IOException {
    byte[] bytes = "some text a\nand b\n".repeat(MANY_BLOCKS / 18).getBytes(ISO_8859_1);
    bytes[bytes.length / 2] = 0;
    Files.write(folder.resolve("f"), bytes);
    Files.write(folder.resolve("g"), new byte[0]);
    for (String flags : new String[] {"", "-n", "-c", "-vc", "-v", "-bo", "-l", "-m 3", "-a"}) {
      List<String> command = new ArrayList<>();
      command.addAll(Arrays.stream(flags.split(" ")).filter(flag -> !flag.isEmpty()).toList());
      command.addAll(List.of("-F", "--", "t a", "f"));
      GnuGrep.compare(folder, flags, command);
    }
  }

  private static List<String> command(Random random) {
    List<String> command = new ArrayList<>();
    for (String flag : FLAGS) {
      if (random.nextInt(4) == 0) {
        command.add(flag.equals("-m") ? "-m" + random.nextInt(5) : flag);
      }
    }
    boolean fixed = random.nextInt(3) == 0;
    if (fixed) {
      command.add("-F");
    }
    command.add("--");
    command.add(fixed ? texts(random) : regex(random));
    command.add("f");
    if (random.nextInt(3) == 0) {
      command.add("g");
    }
    return command;
  }

  private static String texts(Random random) {
    StringBuilder texts = new StringBuilder(word(random)).append(word(random));
    while (random.nextInt(3) == 0) {
      texts.append('\n').append(word(random));
    }
    return texts.toString();
  }

  private static String word(Random random) {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private static String regex(Random random) {
    StringBuilder regex = new StringBuilder(random.nextInt(6) == 0 ? "^" : "");
    for (int atoms = random.nextInt(4); atoms > 0; atoms--) {
      regex.append(ATOMS[random.nextInt(ATOMS.length)]);
      regex.append(REPEATS[random.nextInt(REPEATS.length)]);
    }
    return regex.append(random.nextInt(6) == 0 ? "$" : "").toString();
  }

  private static byte[] bytes(Random random, int length) {
    String alphabet = random.nextInt(4) == 0 ? TEXT + "\0" : TEXT;
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
    }
    return bytes;
  }
}
