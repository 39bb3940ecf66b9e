package io.github.mmap4j.trial;

import io.github.mmap4j.harness.ForkedJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks in {@code figure} rounds that every flush fails with EIO while strace makes every msync
 * fail with it.
 */
final class FailedFlushTrial implements Trial {
  private static final List<String> STRACE =
      List.of("strace", "-f", "-qq", "-e", "trace=msync", "-e", "inject=msync:error=EIO");

  @Override
  public String run(Path folder, long figure) throws Exception {
    return ForkedJvm.startUnder(
            strace("-o", "/dev/null"),
            folder,
            ForkedJvm.onClassPath(),
            FlushProgram.class,
            "FAILS",
            folder.resolve("flushed"),
            figure)
        .end()
        .strip();
  }

  private static List<String> strace(String... further) {
    return Stream.concat(STRACE.stream(), Stream.of(further)).toList();
  }

  @Override
  public String obstacle(Path folder) throws InterruptedException {
    try {
      int status =
          new ProcessBuilder(strace("-o", "/dev/null", "true"))
              .redirectErrorStream(true)
              .start()
              .waitFor();
      return status == 0 ? null : "strace may not trace processes here";
    } catch (IOException e) {
      return "needs strace: " + e.getMessage();
    }
  }
}
