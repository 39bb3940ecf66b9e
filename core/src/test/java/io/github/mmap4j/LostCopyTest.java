package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Kind;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks private copies whose file lost its end, and which then follow the file. What was lost
 * can't be repaired, but it is no part of the copy any more.
 */
class LostCopyTest {
  private static final int PAGE = Mmap.PAGESIZE;
  private static final int LENGTH = 4 * PAGE;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void create() throws IOException {
    file = Files.write(directory.resolve("file"), Kind.content(LENGTH));
  }

  /** Maps a copy of the file, truncates the file to {@code left} bytes, and reads a lost byte. */
  private Mmap lost(long reserved, int left, int at) throws IOException {
    MmapBuilder builder = Mmap.builder().path(file).access(Access.COPY).orEmpty();
    Mmap m = (reserved > 0 ? builder.reserve(reserved) : builder).map();
    try {
      assumeTrue(m.capabilities().contains(Capability.FAULT_GUARD), "needs the fault guard");
      try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
        other.truncate(left);
      }
      assertThrows(MappingFaultException.class, () -> m.get(at));
      assertThrows(MappingFaultException.class, () -> sum(m));
      return m;
    } catch (Throwable e) {
      m.close();
      throw e;
    }
  }

  private static long sum(Mmap m) {
    return m.guardedLong(
        s -> {
          long sum = 0;
          for (long i = 0; i < s.byteSize(); i++) {
            sum += s.get(ValueLayout.JAVA_BYTE, i);
          }
          return sum;
        });
  }

  private static long sum(byte[] bytes) {
    long sum = 0;
    for (byte b : bytes) {
      sum += b;
    }
    return sum;
  }

  private static void assertHolds(byte[] expected, Mmap m) {
    assertEquals(expected.length, m.length());
    assertArrayEquals(expected, m.getSlice(0));
    assertEquals(sum(expected), sum(m));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 2", "0, 1, 3", "0, 0, 0", "0, 0, 3",
    "1048576, 1, 2", "1048576, 1, 3", "1048576, 0, 0", "1048576, 0, 3"
  })
  void itHoldsWhatTheFileHas(long reserved, int pagesLeft, int lostPage) throws IOException {
    int left = pagesLeft > 0 ? pagesLeft * PAGE + 100 : 0;
    try (Mmap m = lost(reserved, left, lostPage * PAGE)) {
      m.refresh();
      assertHolds(Arrays.copyOf(Kind.content(LENGTH), left), m);
      byte[] anew = Kind.content(2 * LENGTH);
      Arrays.fill(anew, LENGTH - PAGE, LENGTH, (byte) 'x');
      try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
        other.write(ByteBuffer.wrap(anew));
      }
      m.refresh();
      assertHolds(anew, m);
    }
  }
}
