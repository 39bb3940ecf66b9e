package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Command;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checks what becomes of this process's own locks on a file that is mapped. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "asks for a POSIX lock as on Linux")
class FileLockTest {
  private static final String LOCK =
      "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+b'), fcntl.LOCK_EX | fcntl.LOCK_NB)";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    assumeTrue(Command.runs("python3", "-c", "import fcntl"), "needs python3, to ask for a lock");
    file = Files.write(directory.resolve("file"), new byte[8192]);
  }

  private boolean othersCanLock() throws InterruptedException {
    return Command.runs("python3", "-c", LOCK, file.toString());
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Test
  void closingAMappingByPathDropsThem() throws Exception {
    try (FileChannel channel = open();
        FileLock lock = channel.lock()) {
      try (Mmap m = Mmap.open(file)) {
        m.resize(16384);
        assertFalse(othersCanLock());
      }
      assertTrue(othersCanLock());
      assertTrue(lock.isValid(), "the JDK does not notice");
    }
  }

  @Test
  void aMappingByTheirChannelKeepsThem() throws Exception {
    try (FileChannel channel = open();
        FileLock lock = channel.lock()) {
      try (Mmap m = Mmap.builder().channel(channel).map()) {
        m.resize(16384);
      }
      assertFalse(othersCanLock());
      assertTrue(lock.isValid());
    }
    assertTrue(othersCanLock());
  }
}
