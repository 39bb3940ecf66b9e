package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.MapFlag;
import io.github.mmap4j.harness.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a JVM of its own, which has a large heap. */
class LongestArrayForkTest {
  private static final long NEEDED = 6L << 30;

  @TempDir Path folder;

  @Test
  void asManyBytesAreCopiedAsAnArrayHolds() throws Exception {
    assumeTrue(
        MapFlag.NORESERVE.isSupported(), "memory can't be mapped here without room for all of it");
    assumeTrue(memory() >= NEEDED, "a heap of 3 GiB may have no room here");
    ForkedJvm.run(
        folder,
        ForkedJvm.onClassPath("-Xmx3g", "-Xmn64m", "-XX:+UseSerialGC"),
        LongestArrayProgram.class);
  }

  /** Returns the size of the machine's memory in bytes, or 0 if the system does not report it. */
  private static long memory() throws IOException {
    Path report = Path.of("/proc/meminfo");
    if (!Files.exists(report)) {
      return 0;
    }
    String total = Files.readAllLines(report).getFirst();
    return Long.parseLong(total.replaceAll("\\D", "")) << 10;
  }
}
