package io.github.mmap4j.fork;

import io.github.mmap4j.Advice;
import io.github.mmap4j.Capability;
import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.Sync;
import io.github.mmap4j.share.SharedMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;

/**
 * Uses the library where native access is denied. Arguments: a file to make, the option that the
 * refusals must name.
 */
final class NativeDeniedProgram {
  private NativeDeniedProgram() {}

  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    Files.writeString(path, "hello\nworld\n");
    try (Mmap mmap = Mmap.open(path)) {
      works(mmap, path);
      refuses(mmap);
      for (Check.Body refused : refusedMappings(path)) {
        names(args[1], refused);
      }
      names(args[1], () -> mmap.madvise(Advice.NORMAL));
      names(args[1], mmap::lock);
      names(args[1], () -> mmap.unlock(0, 1));
      names(args[1], () -> mmap.flush(0, 6, Sync.ASYNC));
    }
    System.out.println("PAGESIZE " + Mmap.PAGESIZE + ", " + Mmap.ALLOCATIONGRANULARITY);
  }

  private static void works(Mmap mmap, Path path) throws IOException {
    Check.same("hello\n", mmap.readLine(StandardCharsets.UTF_8), "the first line");
    Check.same(6L, mmap.find("world".getBytes(StandardCharsets.UTF_8)), "where world is");
    mmap.set(6, 'W');
    Check.same('W' + 0, mmap.get(6), "the byte written");
    mmap.flush();
    mmap.flushRange(3, 4);
    mmap.resize(Mmap.PAGESIZE + 6);
    Check.same(Mmap.PAGESIZE + 6L, Files.size(path), "the file's size after growing");
    mmap.resize(6);
    Check.same("hello\n", Files.readString(path), "the file after shrinking");
    Check.same(1L, mmap.residency().residentPages(), "the pages in memory");
    Check.same(
        EnumSet.of(Capability.SIZE, Capability.RESIZE, Capability.RESIDENCY, Capability.SHARED),
        mmap.capabilities(),
        "capabilities");
  }

  /** Checks what is refused because of the mapping's kind, whatever the options. */
  private static void refuses(Mmap mmap) {
    Check.thrown(UnsupportedOperationException.class, () -> mmap.setName("name"));
  }

  private static Check.Body[] refusedMappings(Path path) {
    return new Check.Body[] {
      () -> Mmap.anonymous(1),
      () -> Mmap.builder().anonymous().length(1).tagname("tag").map(),
      () -> SharedMemory.create("name", 1),
      () -> SharedMemory.createOrOpen("name", 1),
      () -> SharedMemory.open("name"),
      () -> SharedMemory.unlink("name"),
      SharedMemory::list,
      SharedMemory::removeStale,
      () -> SharedMemory.anonymous(1),
      () -> SharedMemory.attach("mmap4j.1.1.1.1.1.rw"),
      () -> Mmap.builder().fileno(0).map(),
      () -> Mmap.builder().path(path).flags(MapFlag.SHARED, MapFlag.POPULATE).map(),
      () -> Mmap.builder().path(path).trackFd(false).map(),
      () -> Mmap.builder().path(path).preallocate().map()
    };
  }

  private static void names(String option, Check.Body refused) {
    String message = Check.thrown(UnsupportedOperationException.class, refused).getMessage();
    Check.that(message.contains("pass " + option), "the option is not named: " + message);
  }
}
