package io.github.mmap4j.trial;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.internal.os.NativeAccess;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the short form of each trial; {@code build/trial} runs the long one. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the trials ask /proc")
class TrialsForkTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void passesInShort(Trials trial) throws Exception {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    String obstacle = trial.trial().obstacle(folder);
    assumeTrue(obstacle == null, obstacle);
    System.out.println(trial.runInShort(folder));
  }
}
