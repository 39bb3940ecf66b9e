package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a virtual machine of its own, whose collector and descriptors nobody else disturbs. */
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
