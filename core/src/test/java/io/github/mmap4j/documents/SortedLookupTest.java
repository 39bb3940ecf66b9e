package io.github.mmap4j.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Compares the guide's program that looks up keys in a sorted file with {@code look}. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "look and sort are those of Linux")
class SortedLookupTest {
  private static final int LINES = 20_000;
  private static final List<String> ALLOWED = List.of("--enable-native-access=ALL-UNNAMED");

  @TempDir Path folder;

  private final Random random = new Random();
  private final List<String> lines = new ArrayList<>();
  private Path sorted;

  /** Words with variants of case and punctuation, some repeated, some prefixes of others. */
  @BeforeEach
  void sortAFile() throws IOException {
    assumeTrue(has("look") && has("sort") && has("grep"), "look, sort or grep is not installed");
    long seed = random.nextLong();
    random.setSeed(seed);
    System.out.println("seed " + seed);
    for (int i = 0; i < LINES; i++) {
      StringBuilder line = new StringBuilder();
      for (int length = random.nextInt(40); line.length() < length; ) {
        line.append("abcABC-; é".charAt(random.nextInt(10)));
      }
      lines.add(line.toString());
    }
    Path text = Files.write(folder.resolve("text"), lines, UTF_8);
    sorted = folder.resolve("sorted");
    said(0, "sort", "-o", sorted.toString(), text.toString());
    Path source = Document.ROOT.resolve("docs/examples/SortedLookup.java");
    Javac.compile(folder, "SortedLookup", Files.readString(source));
  }

  @Test
  void findsTheLinesThatLookAndGrepFind() throws IOException {
    TreeSet<String> keys = new TreeSet<>(List.of("a", "zebra", "é", "abc", "--", ";"));
    for (int i = 0; i < 30; i++) {
      String line = lines.get(random.nextInt(lines.size()));
      keys.add(line.substring(0, Math.min(line.length(), 1 + random.nextInt(4))) + "a");
    }
    StringBuilder byLook = new StringBuilder();
    StringBuilder byGrep = new StringBuilder();
    List<String> arguments = new ArrayList<>(List.of(sorted.toString()));
    for (String key : keys) {
      arguments.add(key);
      byLook.append(said(-1, "look", "--", key, sorted.toString()));
      byGrep.append(said(-1, "grep", "--", "^" + key, sorted.toString()));
    }
    String seen = Javac.run(folder, 0, ALLOWED, "SortedLookup", arguments.toArray(String[]::new));
    assertEquals(byLook.toString(), seen);
    assertEquals(byGrep.toString(), seen);
    assertTrue(seen.lines().count() > 1000, "found little");
  }

  private static boolean has(String program) throws IOException {
    return new ProcessBuilder("sh", "-c", "command -v " + program)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .onExit()
            .join()
            .exitValue()
        == 0;
  }

  /** Runs a command by bytes; a status of -1 allows 0 and 1, which stands for "not found". */
  private static String said(int status, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    int ended = process.onExit().join().exitValue();
    assertTrue(status < 0 ? ended <= 1 : ended == status, () -> ended + ": " + said);
    return said;
  }
}
