package io.github.mmap4j.fork;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Maps a file that can only be mapped privately, and a folder, where native access is denied.
 * Prints what the JDK says about the file. Arguments: the file, the folder.
 */
public final class PrivateOnlyProgram {
  private PrivateOnlyProgram() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    for (Access access : new Access[] {Access.READ, Access.WRITE}) {
      MmapException e = Check.thrown(MmapException.class, () -> Mmap.open(file, access));
      Check.that(e.getMessage().contains("map by path with native access"), e.getMessage());
      Check.same("ENODEV", e.errnoName(), "the errno");
      System.out.println(e.getCause().getMessage());
    }
    try (FileChannel folder = FileChannel.open(Path.of(args[1]))) {
      IOException e =
          Check.thrown(
              IOException.class,
              () -> Mmap.builder().channel(folder).access(Access.READ).length(1).map());
      Check.that(!e.getMessage().contains("privately"), "a folder: " + e.getMessage());
    }
  }
}
