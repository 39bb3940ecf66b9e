package io.github.mmap4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Truncates a file in the middle of a task, in a JVM of its own. */
class TruncatedFileForkTest {
  private static final int MOST_MINUTES = 5;

  @TempDir Path folder;

  private String run(int attempts, long left) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-ea", "-Xmx512m", "-XX:-CreateCoredumpOnCrash"));
    command.addAll(List.of("-XX:ErrorFile=/dev/null", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(TruncatedFileProgram.class.getName(), folder.toString()));
    command.addAll(List.of(Integer.toString(attempts), Long.toString(left)));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(output);
    assertTrue(ended, said);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("then 1000\n"), said);
    return said;
  }

  @Test
  void theTaskFailsWithTheTypedFault() throws Exception {
    String said = run(1, 1_000_000);
    assertTrue(said.contains("failed after 1\n"), said);
    assertTrue(said.contains("truncated.log became shorter while it was read on"), said);
    assertTrue(said.contains(", from 2000000 bytes to 1000000; "), said);
    assertTrue(said.contains("io.github.mmap4j.spark.FileShortenedException: "), said);
  }

  @Test
  void theNextAttemptReadsWhatIsLeft() throws Exception {
    String said = run(2, 1_000_000);
    assertTrue(said.contains("read 50000 in 2\n"), said);
  }

  @Test
  void aLossWithinTheLastPageIsNoticed() throws Exception {
    // The file has 2,000,000 bytes, and the last page has 1,152 of them.
    String said = run(2, 1_999_000);
    assertTrue(said.contains("read 99950 in 2\n"), said);
  }
}
