package io.github.mmap4j.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.harness.Fork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Truncates the file while a workload runs, in a JVM of its own. */
class BenchTruncationForkTest {
  private static final int LENGTH = 64 << 20;

  @TempDir Path folder;

  private static Path maps(Process process) {
    Path maps = Path.of("/proc", String.valueOf(process.pid()), "maps");
    assumeTrue(Files.exists(maps), "no /proc that tells when a file is mapped");
    return maps;
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 300, 1000, 2500})
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aFileThatShrinksMeanwhileFailsOnOneLine(int milliseconds) throws Exception {
    byte[] bytes = new byte[LENGTH];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(folder.resolve("f"), bytes);
    Process process =
        new ProcessBuilder(Fork.command(List.of(), "bench", "--seconds", "60", file)).start();
    process.getOutputStream().close();
    while (!Files.readString(maps(process)).contains(file.toString())) {
      assertTrue(process.isAlive(), "it has ended");
      Thread.sleep(1);
    }
    Thread.sleep(milliseconds);
    Files.write(file, new byte[1]);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertEquals(2, process.waitFor(), err);
    assertTrue(err.startsWith("mmap: " + file + ": ") && err.contains("truncated"), err);
    assertEquals(1, err.lines().count(), err);
  }
}
