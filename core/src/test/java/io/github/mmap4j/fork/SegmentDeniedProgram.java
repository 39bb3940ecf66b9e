package io.github.mmap4j.fork;

import io.github.mmap4j.SegmentGuard;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Checks that there is no guard where native access is denied. Argument: a file to make. */
final class SegmentDeniedProgram {
  private SegmentDeniedProgram() {}

  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[0]);
    try (PatternFile _ = new PatternFile(path);
        FileChannel channel = FileChannel.open(path);
        Arena arena = Arena.ofShared()) {
      MemorySegment s = channel.map(FileChannel.MapMode.READ_ONLY, 0, PatternFile.LENGTH, arena);
      UnsupportedOperationException e =
          Check.thrown(UnsupportedOperationException.class, () -> SegmentGuard.of(s));
      Check.that(e.getMessage().contains("--enable-native-access"), e.getMessage());
    }
  }
}
