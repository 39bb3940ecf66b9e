package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs in a JVM of its own, so that no other test affects its garbage collector and descriptors.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "it asks /proc")
class LifetimeForkTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC"})
  void memoryIsGivenBackWhenNothingReachesIt(String collector) throws Exception {
    String said =
        ForkedJvm.run(
            folder,
            ForkedJvm.onClassPath(collector),
            LifetimeProgram.class,
            folder.resolve("lifetime-file"));
    assertEquals(6, said.lines().count(), said);
  }
}
