package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A use of memory that is gone would end the virtual machine, or read another mapping's. */
class UseAfterCloseForkTest {
  private static final int GENERATIONS = 60;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"path", "channel", "anonymous", "private"})
  void aRaceWithCloseAndResizeEndsInRightValuesOrRefusals(String kind) throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the race: " + seed);
    String said =
        ForkedJvm.run(
            folder,
            ForkedJvm.onClassPath(),
            UseAfterCloseProgram.class,
            kind,
            folder,
            GENERATIONS,
            seed);
    assertTrue(said.startsWith(kind), said);
  }

  @Test
  void noViewOutlivesItsMemory() throws Exception {
    String said =
        ForkedJvm.run(folder, ForkedJvm.onClassPath(), ViewsProgram.class, folder.resolve("file"));
    assertEquals("no view outlives its memory", said.strip());
  }

  @Test
  void memoryThatTheKernelWritesIsNotTakenAway() throws Exception {
    String said =
        ForkedJvm.run(folder, ForkedJvm.onClassPath(), InUseProgram.class, folder.resolve("file"));
    assertEquals(4, said.lines().filter("in use"::equals).count(), said);
  }
}
