package io.github.mmap4j.trial;

import io.github.mmap4j.harness.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Maps until vm.max_map_count is reached, {@code figure} times. */
final class MapCountTrial implements Trial {
  /** Where the limit was raised, it takes too much memory and time to reach it. */
  private static final long MOST = 1 << 18;

  @Override
  public String run(Path folder, long figure) throws Exception {
    // The virtual machine itself ends where it can't map: no compiler, and a heap that is there.
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

  /** In one read: a second one finds nothing in such a file. */
  private static long most() throws IOException {
    return Long.parseLong(Files.readAllLines(Path.of("/proc/sys/vm/max_map_count")).getFirst());
  }
}
