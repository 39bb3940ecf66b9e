package io.github.mmap4j.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reserves huge pages of 2 MiB until it is closed, one JVM at a time, as the machine has one number
 * of them. Skips the calling test if there are none.
 */
public final class HugePages implements AutoCloseable {
  public static final int SIZE = 2 << 20;

  private static final Path FOLDER = Path.of("/sys/kernel/mm/hugepages/hugepages-2048kB");
  private static final Path NUMBER = FOLDER.resolve("nr_hugepages");

  private final MachineLock lock;
  private final long before;

  public HugePages(int more) throws IOException {
    assumeTrue(Files.isWritable(NUMBER), "needs the right to reserve huge pages of 2 MiB");
    lock = new MachineLock("huge-pages");
    before = number("nr_hugepages");
    try {
      Files.writeString(NUMBER, before + more + "\n");
    } catch (IOException e) {
      lock.close();
      assumeTrue(false, "needs the right to reserve huge pages of 2 MiB");
    }
    if (number("nr_hugepages") != before + more) {
      close();
      assumeTrue(false, "there are no huge pages to have");
    }
  }

  private static long number(String name) throws IOException {
    return Long.parseLong(Files.readString(FOLDER.resolve(name)).strip());
  }

  /** Returns the number of pages that neither hold bytes nor are promised to a mapping. */
  public static long free() throws IOException {
    return number("free_hugepages") - number("resv_hugepages");
  }

  @Override
  public void close() throws IOException {
    try {
      Files.writeString(NUMBER, before + "\n");
    } finally {
      lock.close();
    }
  }
}
