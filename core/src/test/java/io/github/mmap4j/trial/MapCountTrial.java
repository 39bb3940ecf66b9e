package io.github.mmap4j.trial;

import io.github.mmap4j.harness.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Maps until vm.max_map_count is reached, {@code figure} times. */
final class MapCountTrial implements Trial {
  /**
   * The highest limit that the trial tries to reach; a higher one takes too much memory and time.
   */
  private static final long MOST = 1 << 18;

  @Override
  public String run(Path folder, long figure) throws Exception {
    // The JVM itself exits if it can't map, so it gets no compiler, and its whole heap at the
    // start.
    return ForkedJvm.run(
            folder,
            ForkedJvm.onClassPath("-Xint", "-XX:+UseSerialGC", "-Xms256m", "-XX:+AlwaysPreTouch"),
            MapCountProgram.class,
            folder.resolve("other"),
            figure,
            most())
        .strip();
  }

  @Override
  public String obstacle(Path folder) throws IOException {
    long most = most();
    return most <= MOST ? null : "vm.max_map_count is " + most + ", too many to reach";
  }

  /** Reads the limit in one read, because a second read finds nothing in such a file. */
  private static long most() throws IOException {
    return Long.parseLong(Files.readAllLines(Path.of("/proc/sys/vm/max_map_count")).getFirst());
  }
}
