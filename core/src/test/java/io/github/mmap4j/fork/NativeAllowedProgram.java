package io.github.mmap4j.fork;

import io.github.mmap4j.Advice;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Uses what needs native access. Prints the library's module and whether jdk.jfr is there.
 * Argument: a file to make.
 */
final class NativeAllowedProgram {
  private NativeAllowedProgram() {}

  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    Files.writeString(path, "hello\n");
    try (Mmap mmap = Mmap.open(path);
        Mmap anonymous = Mmap.anonymous(1)) {
      mmap.madvise(Advice.WILLNEED);
      mmap.resize(Mmap.PAGESIZE);
      mmap.flush();
      anonymous.set(0, mmap.get(0));
      Check.same('h' + 0, anonymous.get(-1), "the byte copied");
    }
    System.out.println(
        Mmap.class.getModule().getName()
            + " "
            + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
  }
}
