package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A file is truncated under its mapping, and every call meets that fault itself. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no file is truncated there that is mapped")
class TruncationForkTest {
  /** How a program is run, and how often it is worth calling a method there. */
  private enum Mode {
    INTERPRETED(20, 20, "-Xint"),
    C1(6_000, 200, "-XX:TieredStopAtLevel=1"),
    C2(12_000, 200, "-XX:-TieredCompilation"),
    COMPILED_FIRST(500, 100, "-Xcomp");

    final int warmUp;
    final int rounds;
    private final String[] options;

    Mode(int warmUp, int rounds, String... options) {
      this.warmUp = warmUp;
      this.rounds = rounds;
      this.options = options;
    }

    List<String> denied() {
      return Stream.concat(ForkedJvm.denied().stream(), Stream.of(options)).toList();
    }

    List<String> options(String... more) {
      return ForkedJvm.onClassPath(
          Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new));
    }
  }

  private static final int AT_A_TIME = 20;

  @TempDir private Path folder;

  static Stream<Arguments> modes() {
    return Stream.of(Mode.values())
        .flatMap(
            mode ->
                Stream.of("-XX:+UseG1GC", "-XX:+UseSerialGC").map(gc -> Arguments.of(mode, gc)));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everyCallMeetsItsFaultItself(Mode mode, String collector) throws Exception {
    String said =
        ForkedJvm.run(
            folder,
            mode.options(collector),
            TruncationProgram.class,
            folder.resolve("file"),
            mode.warmUp,
            mode.rounds,
            AT_A_TIME,
            true);
    assertEquals(FaultingCall.values().length, said.lines().count(), said);
  }

  @ParameterizedTest
  @EnumSource
  void everyCallMeetsItsFaultItselfWithoutTheGuard(Mode mode) throws Exception {
    assertEquals(FaultingCall.values().length, unguarded(mode, mode.options()));
  }

  @ParameterizedTest
  @EnumSource
  void everyCallMeetsItsFaultItselfWithoutNativeAccess(Mode mode) throws Exception {
    assertEquals(FaultingCall.values().length, unguarded(mode, mode.denied()));
  }

  private long unguarded(Mode mode, List<String> options) throws Exception {
    return ForkedJvm.run(
            folder,
            options,
            TruncationProgram.class,
            folder.resolve("file"),
            mode.warmUp / 4,
            mode.rounds / 4,
            AT_A_TIME,
            false)
        .lines()
        .count();
  }

  @ParameterizedTest
  @EnumSource
  void theFaultOfOtherMemoryIsNotBlamedOnTheMapping(Mode mode) throws Exception {
    String said =
        ForkedJvm.run(
            folder,
            mode.options(),
            ForeignFaultProgram.class,
            folder.resolve("own"),
            folder.resolve("other"),
            mode.warmUp,
            mode.rounds);
    assertEquals(4, said.lines().count(), said);
  }
}
