package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.ForkedJvm;
import io.github.mmap4j.internal.fault.FaultHandler;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Truncates the files of foreign segments, in JVMs of their own. */
class SegmentGuardForkTest {
  private static final int KINDS_OF_READS = 14;
  private static final int LIVES = 14;

  @TempDir private Path folder;

  @BeforeEach
  void needsAGuard() {
    assumeTrue(FaultHandler.missing() == null, FaultHandler::missing);
  }

  static Stream<Arguments> modes() {
    return Stream.of(
        Arguments.of("-Xint", 2, 5),
        Arguments.of("-XX:TieredStopAtLevel=1", 500, 30),
        Arguments.of("-XX:-TieredCompilation", 1_000, 30),
        Arguments.of("-XX:+UseSerialGC", 1_000, 30),
        Arguments.of("-Xcomp", 5, 5));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whateverReadsAFaultIsTold(String option, int warmUp, int rounds) throws Exception {
    reads(warmUp, rounds, option);
  }

  @Test
  void soItIsWithVectors() throws Exception {
    reads(1_000, 30, "-XX:-TieredCompilation", "--add-modules=jdk.incubator.vector");
  }

  private void reads(int warmUp, int rounds, String... options) throws Exception {
    String said =
        ForkedJvm.run(
            folder,
            ForkedJvm.onClassPath(options),
            SegmentReadsProgram.class,
            folder.resolve("file"),
            warmUp,
            rounds);
    long done = said.lines().filter(line -> !line.startsWith("WARNING")).count();
    assertEquals(KINDS_OF_READS, done, said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:-TieredCompilation", "-XX:+UseSerialGC"})
  void guardsAndWhatTheyGuardEndInAnyOrder(String option) throws Exception {
    String said =
        ForkedJvm.run(folder, ForkedJvm.onClassPath(option), SegmentLivesProgram.class, folder);
    assertEquals(LIVES, said.lines().count(), said);
  }

  @Test
  void withoutAGuardTheReasonIsSaid() throws Exception {
    ForkedJvm.run(folder, ForkedJvm.denied(), SegmentDeniedProgram.class, folder.resolve("file"));
  }
}
