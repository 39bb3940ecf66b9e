package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the JDK's count of mapped memory with the list of open mappings. */
class MonitoringTest {
  /** A length that stands out, because mappings of other tests may be unmapped meanwhile. */
  private static final long LENGTH = 1L << 30;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void create() throws IOException {
    file = directory.resolve("sparse");
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(LENGTH);
    }
  }

  /** Asks the JDK's BufferPoolMXBean by reflection, as the library requires no such module. */
  private static long mappedByTheJdk() throws ReflectiveOperationException {
    Class<?> bean = Class.forName("java.lang.management.BufferPoolMXBean");
    List<?> pools =
        (List<?>)
            Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getPlatformMXBeans", Class.class)
                .invoke(null, bean);
    for (Object pool : pools) {
      if (bean.getMethod("getName").invoke(pool).equals("mapped")) {
        return (long) bean.getMethod("getMemoryUsed").invoke(pool);
      }
    }
    throw new AssertionError("there is no pool of mapped memory");
  }

  private long opened() {
    return Mmap.openMappings().stream()
        .filter(mapping -> mapping.length() == LENGTH)
        .mapToLong(OpenMapping::length)
        .sum();
  }

  @Test
  void theJdkCountsNothingThatTheLibraryHasMapped() throws Exception {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    long before = mappedByTheJdk();
    try (Mmap m = Mmap.open(file);
        Mmap _ = Mmap.builder().anonymous().length(LENGTH).map();
        Mmap _ = Mmap.builder().path(file).access(Access.READ).map()) {
      assertEquals(0, m.asByteBuffer(0, 10).get(0));
      assertTrue(mappedByTheJdk() < before + LENGTH, "the JDK counts some of it");
      assertEquals(3 * LENGTH, opened());
    }
    assertEquals(0, opened());
  }

  @Test
  void bothCountWhatTheJdkHasMappedForTheLibrary() throws Exception {
    long before = mappedByTheJdk();
    try (FileChannel channel = FileChannel.open(file);
        Mmap _ = Mmap.builder().channel(channel).access(Access.READ).map()) {
      assertTrue(mappedByTheJdk() > before + LENGTH / 2, "the JDK does not count it");
      assertEquals(LENGTH, opened());
    }
    assertEquals(0, opened());
  }
}
