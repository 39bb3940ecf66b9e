package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.FakeCalls;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileStatus;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a system that refuses to report a file's status, as a sandbox may. */
class UnknownStatusTest {
  @TempDir Path directory;

  private static SystemCalls refusing() {
    return FakeCalls.answering(
        (_, method, arguments) ->
            method.getName().equals("status")
                ? new FileStatus(Errno.EPERM, 0, 0, 0, 0, 0, 0)
                : method.invoke(NativeAccess.os(), arguments));
  }

  @Test
  void theFileIsNotTakenForNamedMemory() throws Exception {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    Path file = Files.write(directory.resolve("file"), new byte[100]);
    MmapBuilder builder = Mmap.builder().path(file).length(10);
    MmapException e = assertThrows(MmapException.class, () -> Internals.map(builder, refusing()));
    assertEquals("EPERM", e.errnoName());
    assertTrue(e.getMessage().contains("stat"), e.getMessage());
  }
}
