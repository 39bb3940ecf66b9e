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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Truncates a file in the middle of a task, in a JVM of its own. */
class TruncatedFileForkTest {
  private static final int MOST_MINUTES = 10;

  @TempDir Path folder;

  private String run(int attempts, long left) throws Exception {
    String said = run(TruncatedFileProgram.class, Integer.toString(attempts), left);
    assertTrue(said.contains("then 1000\n"), said);
    return said;
  }

  private String run(Class<?> program, String what, long left) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-ea", "-Xmx512m", "-XX:-CreateCoredumpOnCrash"));
    command.addAll(List.of("-XX:ErrorFile=/dev/null", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(program.getName(), folder.toString(), what, Long.toString(left)));
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
    return said;
  }

  @Test
  void theTaskFailsWithTheTypedFault() throws Exception {
    String said = run(1, 1_000_000);
    assertTrue(said.contains("failed after 1\n"), said);
    assertTrue(said.contains("truncated.log became shorter while it was read on"), said);
    assertTrue(said.contains(", from 2000000 bytes to 1000000; "), said);
    assertTrue(said.contains("\ncause io.github.mmap4j.spark.FileShortenedException: "), said);
  }

  @Test
  void theNextAttemptReadsWhatIsLeft() throws Exception {
    String said = run(2, 1_000_000);
    assertTrue(said.contains("read 50000 in 2\n"), said);
  }

  @Test
  void aLossOfTheLastLinesIsNoticed() throws Exception {
    String said = run(2, 1_999_000);
    assertTrue(said.contains("read 99950 in 2\n"), said);
  }

  /** The second of three lines keeps a whole window, after which its mapped pages are lost. */
  @ParameterizedTest
  @ValueSource(strings = {"next", "count", "open"})
  void aLossOfPagesOfALongLineIsAFault(String what) throws Exception {
    String said = run(TruncatedLongLineProgram.class, what, 564_000);
    assertTrue(said.contains("a fault after 1\n"), said);
    assertTrue(said.contains(", from 900000 bytes to 564000; "), said);
  }

  /** The last page, of up to 64 KiB, keeps its first bytes; the others read as zeros. */
  @ParameterizedTest
  @CsvSource({"next, 3", "count, 1", "open, 1"})
  void aLossWithinTheLastPageOfALongLineIsNoticed(String what, int lines) throws Exception {
    String said = run(TruncatedLongLineProgram.class, what, 899_000);
    assertTrue(said.contains("no fault after " + lines + "\n"), said);
    assertTrue(said.contains(", from 900000 bytes to 899000; "), said);
  }
}
