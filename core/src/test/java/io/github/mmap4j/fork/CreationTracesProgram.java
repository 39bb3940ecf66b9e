package io.github.mmap4j.fork;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.OpenMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Maps before and after recording of origins is switched on. Argument: a file. */
final class CreationTracesProgram {
  private CreationTracesProgram() {}

  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    try (var _ = Mmap.open(path)) {
      Check.same(Optional.empty(), only().origin(), "the origin that nobody asked for");
    }
    Mmap.recordOrigins(true);
    try (var _ = Mmap.open(path)) {
      List<StackTraceElement> frames = only().origin().orElseThrow();
      Check.same(1, frames.size(), "frames");
      Check.same(
          CreationTracesProgram.class.getName(), frames.getFirst().getClassName(), "the caller");
    }
  }

  private static OpenMapping only() {
    Check.same(1, Mmap.openMappings().size(), "open mappings");
    return Mmap.openMappings().getFirst();
  }
}
