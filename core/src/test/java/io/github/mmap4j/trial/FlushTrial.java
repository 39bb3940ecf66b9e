package io.github.mmap4j.trial;

import io.github.mmap4j.harness.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Checks that nothing of a mapping is dirty after a flush, in {@code figure} rounds of all ways to
 * flush.
 */
final class FlushTrial implements Trial {
  private static final int MOST_MINUTES = 30;

  /**
   * The file systems that keep files on disk; others, which may keep them in memory only, would
   * prove nothing.
   */
  private static final Set<String> ON_DISK = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs");

  @Override
  public String run(Path folder, long figure) throws Exception {
    return Files.getFileStore(folder).type()
        + ": "
        + ForkedJvm.start(
                folder,
                ForkedJvm.onClassPath(),
                FlushProgram.class,
                "WORKS",
                folder.resolve("flushed"),
                figure)
            .endWithin(MOST_MINUTES)
            .strip();
  }

  @Override
  public String obstacle(Path folder) throws IOException {
    String type = Files.getFileStore(folder).type();
    return ON_DISK.contains(type) ? null : folder + " lies on " + type + ", which is no disk";
  }
}
