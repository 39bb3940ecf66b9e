package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.harness.FakeCalls;
import io.github.mmap4j.harness.ForkedJvm;
import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checks growth on a kernel that moves single pages only, and refuses to move every third. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux moves memory")
class MovedInPartsTest {
  private static final int LENGTH = 30 * Mmap.PAGESIZE - 5;
  private static final int LONGER = 50 * Mmap.PAGESIZE;

  @TempDir Path directory;
  private Path file;
  private byte[] content;
  private int pages;
  private final SystemCalls refusing = refusing(() -> pages++ % 3 == 0);

  /** Returns calls that move single pages only, and none for which {@code refuses} is true. */
  static SystemCalls refusing(BooleanSupplier refuses) {
    return FakeCalls.answering(
        (_, method, arguments) -> {
          if (method.getName().equals("remap")) {
            return (long) -Errno.EFAULT;
          }
          if (method.getName().equals("moveOver")) {
            if ((long) arguments[2] > Mmap.PAGESIZE) {
              return (long) -Errno.EFAULT;
            }
            if (refuses.getAsBoolean()) {
              return (long) -Errno.ENOMEM;
            }
          }
          return method.invoke(NativeAccess.os(), arguments);
        });
  }

  @BeforeEach
  void write() throws IOException {
    content = Kind.content(LENGTH);
    file = Files.write(directory.resolve("file"), content);
  }

  private void assertGrown(Mmap m) {
    assertEquals(30, pages, "each page was tried");
    content = Arrays.copyOf(content, LONGER);
    assertArrayEquals(content, m.getSlice(0));
  }

  @Test
  void aFileKeepsItsBytes() throws IOException {
    try (Mmap m = Internals.map(Mmap.builder().path(file), refusing)) {
      m.resize(LONGER);
      assertGrown(m);
      m.set(-1, 7);
      assertEquals(7, Files.readAllBytes(file)[LONGER - 1]);
    }
    assertEquals(List.of(), Proc.maps(file.toString()));
  }

  @Test
  void aCopyKeepsWhatWasWritten() throws IOException {
    try (Mmap m = Internals.map(Mmap.builder().path(file).access(Access.COPY), refusing)) {
      for (int at = 3; at < LENGTH; at += Mmap.PAGESIZE) {
        content[at] = (byte) ~content[at];
        m.set(at, content[at] & 0xff);
      }
      Files.write(file, new byte[LONGER - LENGTH], StandardOpenOption.APPEND);
      m.refresh();
      assertGrown(m);
    }
    assertEquals(List.of(), Proc.maps(file.toString()));
  }

  @Test
  void memoryWithoutAFileKeepsItsBytes() throws IOException {
    for (MapFlag[] flags :
        List.of(new MapFlag[] {MapFlag.SHARED}, new MapFlag[] {MapFlag.PRIVATE})) {
      pages = 0;
      content = Kind.content(LENGTH);
      try (Mmap m =
          Internals.map(Mmap.builder().anonymous().flags(flags).length(LENGTH), refusing)) {
        m.setSlice(0, LENGTH, content);
        m.resize(LONGER);
        assertGrown(m);
      }
    }
  }

  /** Runs in a JVM of its own, because the copy touches lost pages while nothing guards them. */
  @Test
  void aFileThatIsTruncatedMeanwhileIsATypedException() throws Exception {
    ForkedJvm.run(directory, ForkedJvm.onClassPath(), MovedInPartsProgram.class, file.toString());
  }
}
