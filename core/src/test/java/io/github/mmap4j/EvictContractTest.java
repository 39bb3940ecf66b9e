package io.github.mmap4j;

import static io.github.mmap4j.harness.Kind.CONFINED;
import static io.github.mmap4j.harness.Kind.COPY;
import static io.github.mmap4j.harness.Kind.FILENO;
import static io.github.mmap4j.harness.Kind.OFFSET;
import static io.github.mmap4j.harness.Kind.PATH;
import static io.github.mmap4j.harness.Kind.READ;
import static io.github.mmap4j.harness.Kind.RESERVED;
import static io.github.mmap4j.harness.Kind.UNTRACKED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Checks which kinds of mapping can evict their file, and how the others refuse. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have no such call")
class EvictContractTest extends Contract {
  private static final long MOST_NANOS = 60_000_000_000L;

  @ForKinds(only = {PATH, FILENO, COPY, READ, OFFSET, CONFINED, RESERVED})
  void nothingIsInMemoryThenAndNothingIsLost() throws Exception {
    assumeFalse(
        Files.getFileStore(directory).type().equals("tmpfs"),
        "tmpfs has only memory for its files");
    assertMemoryAsExpected();
    try (FileChannel channel = FileChannel.open(mapped.file(), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    long begun = System.nanoTime();
    do {
      assertTrue(System.nanoTime() - begun < MOST_NANOS, () -> "some pages stay in memory");
      m.madvise(Advice.PAGEOUT); // the pages that this mapping has touched
      m.evict();
    } while (m.residency().residentPages() > 0);
    assertMemoryAsExpected();
    assertEquals(4, m.residency().residentPages());
  }

  @ForKinds(but = {PATH, FILENO, COPY, READ, OFFSET, CONFINED, RESERVED, UNTRACKED})
  void othersAreRefusedWithTheReason() throws IOException {
    String reason =
        kind.isAnonymous()
            ? "only a file can be read again"
            : kind.isJdk() ? "a mapping made by a FileChannel" : "there is no such call on ";
    String message = assertThrows(UnsupportedOperationException.class, m::evict).getMessage();
    assertTrue(message.startsWith("evict: " + reason), message);
    assertMemoryAsExpected();
  }
}
