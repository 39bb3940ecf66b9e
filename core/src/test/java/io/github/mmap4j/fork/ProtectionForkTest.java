package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.ForkedJvm;
import io.github.mmap4j.internal.os.NativeAccess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that memory is never touched in a way that its protection forbids, which would kill the
 * process.
 */
class ProtectionForkTest {
  @Test
  void whatProtectionForbidsIsRefused(@TempDir Path directory) throws Exception {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    String said =
        ForkedJvm.run(directory, ForkedJvm.withJUnit(), ProtectionProgram.class, directory);
    assertTrue(said.contains("24 mappings"), said);
  }
}
