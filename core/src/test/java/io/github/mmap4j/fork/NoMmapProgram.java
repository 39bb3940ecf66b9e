package io.github.mmap4j.fork;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapBuilder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Tries each way to map on a system that cannot map, and prints the messages. Argument: a file. */
final class NoMmapProgram {
  private NoMmapProgram() {}

  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MmapBuilder[] ways = {
        Mmap.builder().path(path),
        Mmap.builder().channel(channel),
        Mmap.builder().fileno(0),
        Mmap.builder().anonymous().length(1)
      };
      for (MmapBuilder way : ways) {
        System.out.println(
            Check.thrown(UnsupportedOperationException.class, way::map).getMessage());
      }
    }
  }
}
