package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.harness.ForkedJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests requests about pages that could crash the JVM or fill its heap. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "it asks /proc, and truncates what is mapped")
class PagesForkTest {
  private static final int GENERATIONS = 100;

  @TempDir private Path folder;

  @Test
  void pagesOfATruncatedFileEndNoVirtualMachine() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[8 * Mmap.PAGESIZE]);
    ForkedJvm.run(folder, ForkedJvm.onClassPath(), TruncatedPagesProgram.class, file);
  }

  /** A byte for each page would not fit the heap; nor would an object for each run. */
  @Test
  void theResidencyOf64GibibytesFitsASmallHeap() throws Exception {
    Path file = folder.resolve("sparse");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      assumeTrue(isLongEnough(channel), "the file system has no files of 64 GiB");
    }
    ForkedJvm.run(
        folder,
        ForkedJvm.onClassPath("-Xmx16m", "-XX:+UseSerialGC"),
        SparseResidencyProgram.class,
        file);
  }

  @Test
  void noCallLocksMemoryThatIsGone() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the race: " + seed);
    Path file = Files.write(folder.resolve("file"), new byte[Mmap.PAGESIZE]);
    ForkedJvm.run(folder, ForkedJvm.onClassPath(), PagesRaceProgram.class, file, GENERATIONS, seed);
  }

  private static boolean isLongEnough(FileChannel channel) {
    try {
      // A page of which only a part was written would not count as resident.
      ByteBuffer page = ByteBuffer.allocate(Mmap.PAGESIZE);
      channel.write(page, SparseResidencyProgram.LENGTH - Mmap.PAGESIZE);
      return true;
    } catch (IOException e) {
      return false; // EFBIG
    }
  }
}
