package io.github.mmap4j.cli.grep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.cli.harness.GnuGrep;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code grep} prints the same bytes as GNU grep, and exits with the same status. */
class GrepAgainstGrepTest {
  private static final int ROUNDS = 300;
  private static final int NIGHTLY_ROUNDS = 10_000;
  private static final int MANY_BLOCKS = 1 << 20;
  private static final String TEXT = "aaabbAB c_1.x\r\n\n\n\u00ff\u00e9";
  private static final String[] FILES = {"f", "g", "h", "d/f", "d/s/g", "d/b"};

  @TempDir Path folder;

  @Test
  void outputAndStatusAreThoseOfGrep() throws IOException {
    compare(ROUNDS);
  }

  @Tag("nightly")
  @Test
  void outputAndStatusAreThoseOfGrepFarMoreOften() throws IOException {
    compare(NIGHTLY_ROUNDS);
  }

  private void compare(int rounds) throws IOException {
    long seed = System.nanoTime();
    System.out.println("GrepAgainstGrepTest: seed " + seed);
    for (long round = seed; round < seed + rounds; round++) {
      assertEquals("", difference(folder, round));
    }
  }

  @Test
  void longestOfManyTextsMatches() throws IOException {
    long seed = System.nanoTime();
    System.out.println("GrepAgainstGrepTest, many texts: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      StringBuilder texts = new StringBuilder();
      for (int i = random.nextInt(40); i >= 0; i--) {
        for (int length = random.nextInt(5) + (round < 40 ? 1 : 0); length > 0; length--) {
          texts.append("abB_".charAt(random.nextInt(4)));
        }
        texts.append(i == 0 ? "" : "\n");
      }
      Files.write(folder.resolve("f"), bytes(random, 300));
      for (String flag : new String[] {"-n", "-o", "-w", "-x", "-i", "-oi", "-ow", "-z"}) {
        List<String> command = List.of("-F", "-a", flag, "--", texts.toString(), "f");
        GnuGrep.compare(folder, "seed " + seed, command);
      }
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

  /** Returns what differs for one command line, or an empty string. */
  private static String difference(Path folder, long seed) throws IOException {
    Random random = new Random(seed);
    Files.createDirectories(folder.resolve("d/s"));
    Files.write(folder.resolve("e"), new byte[0]);
    for (String file : FILES) {
      int length = random.nextInt(4) * random.nextInt(file.equals("f") ? 200 : 60);
      Files.write(folder.resolve(file), bytes(random, length));
    }
    Files.writeString(folder.resolve(RandomCommandLine.GLOB_FILE), "*g \n\n?/f\n");
    RandomCommandLine line = new RandomCommandLine(random, folder);
    Path input = folder.resolve("h");
    String[] theirs = line.theirs().toArray(new String[0]);
    Tool.Answer expected = Tool.GREP.askReading(input, folder, theirs);
    List<Object> ours = new ArrayList<>(List.of("grep"));
    ours.addAll(line.ours());
    Result result = Result.reading(Files.readAllBytes(input), ours.toArray());
    String printed = new String(result.out(), ISO_8859_1);
    return expected.out().equals(printed) && expected.status() == result.status()
        ? ""
        : String.join(
            "\n",
            "seed " + seed + ", ours: " + line.ours() + ", GNU: " + line.theirs(),
            "expected " + expected,
            "printed " + new Tool.Answer(result.status(), printed, result.err()));
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
