package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.FakeCalls;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a close that waits for a resize releases the memory that the resize has mapped. */
class CloseWhileResizingTest {
  @TempDir Path folder;

  @Test
  void theNewMemoryIsReleased() throws Exception {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    Path file = Files.write(folder.resolve("file"), new byte[100]);
    AtomicReference<Thread> closer = new AtomicReference<>();
    Mmap m = Mmap.builder().path(file).map(truncatingOnceBlocked(closer));
    closer.set(new Thread(m::close));
    m.resize(Mmap.PAGESIZE + 1);
    closer.get().join();
    assertTrue(m.isClosed());
    List<OpenMapping> left =
        Mmap.openMappings().stream().filter(o -> o.source().equals(file.toString())).toList();
    assertEquals(List.of(), left);
  }

  /**
   * Returns the system's calls; the first call that truncates starts the thread and waits until it
   * blocks.
   */
  private static SystemCalls truncatingOnceBlocked(AtomicReference<Thread> thread) {
    return FakeCalls.answering(
        (_, method, arguments) -> {
          Thread closer = thread.get();
          if (method.getName().equals("truncate") && closer.getState() == Thread.State.NEW) {
            closer.start();
            while (closer.getState() != Thread.State.WAITING && closer.isAlive()) {
              Thread.onSpinWait();
            }
          }
          return method.invoke(NativeAccess.os(), arguments);
        });
  }
}
