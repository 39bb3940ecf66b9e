package io.github.mmap4j.fork;

import io.github.mmap4j.Access;
import io.github.mmap4j.Advice;
import io.github.mmap4j.Appender;
import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapBuilder;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Uses mappings while the process may map nothing, or only a few more. Each operation must succeed,
 * or name vm.max_map_count and leave everything as it was. Arguments: a folder.
 */
final class MapLimitProgram {
  private static final int PAGE = Mmap.PAGESIZE;
  private static final int LENGTH = 6 * PAGE;
  private static final byte[] CONTENT = Kind.content(LENGTH);

  /** The highest vm.max_map_count that can be reached in reasonable time. */
  static final int MOST = 1 << 17;

  /** The operations that must have met the limit, or the test would prove nothing. */
  static final List<String> REFUSED =
      List.of(
          "open",
          "anonymous",
          "create",
          "append to a new file",
          "grow a file",
          "reserve",
          "advise a part",
          "lock a part",
          "unlock a part");

  /** The numbers of mappings that an operation finds room for. */
  private static final int[] ROOM = {0, 1, 3};

  /** The number of mappings that the virtual machine may need between two operations. */
  private static final int SPARE = 200;

  private static final long TOO_LONG = 1L << 60;

  // The numbers in mman.h.
  private static final int SHARED = 1;
  private static final int ANONYMOUS = 0x20;

  private static final SystemCalls OS = NativeAccess.os();

  private final long[] taken = new long[MOST + SPARE];
  private int count;
  private final Path file;
  private final Path created;

  private MapLimitProgram(Path folder) {
    file = folder.resolve("file");
    created = folder.resolve("created");
  }

  /** Makes a mapping in room enough. */
  private interface Source {
    Mmap open() throws IOException;
  }

  /** Uses a mapping at the limit. */
  private interface Operation {
    void on(Mmap m) throws IOException;
  }

  /**
   * One operation.
   *
   * @param length the length after the operation
   */
  private record Scene(String name, Source source, Operation operation, long length) {}

  public static void main(String[] args) throws IOException {
    new MapLimitProgram(Path.of(args[0])).play();
  }

  private void play() throws IOException {
    for (Scene scene : scenes()) {
      run(scene, taken.length); // loads the classes
    }
    fill();
    run(scenes().getFirst(), 0); // loads the classes for failures
    for (Scene scene : scenes()) {
      int refused = 0;
      for (int room : ROOM) {
        refused += run(scene, room) ? 0 : 1;
      }
      Check.same(Map.of(), Proc.descriptors(file.toString()), scene.name + ": descriptors");
      System.out.println(scene.name + ": refused " + refused + " times");
    }
    free(count);
    Check.same(List.of(), Proc.maps(file.toString()), "mappings that are left");
  }

  private List<Scene> scenes() {
    Source ofFile = () -> Mmap.open(file);
    Source copy = () -> Mmap.open(file, Access.COPY);
    Source shared = () -> filled(Mmap.builder().anonymous().length(LENGTH));
    Source unshared = () -> filled(anonymous());
    Source reserving = () -> filled(anonymous().reserve(8L * LENGTH));
    Source fileReserving = () -> Mmap.builder().path(file).reserve(8L * LENGTH).map();
    return List.of(
        new Scene("open", ofFile, _ -> Mmap.open(file).close(), LENGTH),
        new Scene("anonymous", ofFile, _ -> anonymous().map().close(), LENGTH),
        new Scene("create", ofFile, _ -> create(), LENGTH),
        new Scene("append to a new file", ofFile, _ -> append(), LENGTH),
        new Scene("grow a file", ofFile, m -> m.resize(3L * LENGTH), 3L * LENGTH),
        new Scene("shrink a file", ofFile, m -> m.resize(PAGE), PAGE),
        new Scene("grow shared memory", shared, m -> m.resize(3L * LENGTH), 3L * LENGTH),
        new Scene("grow private memory", unshared, m -> m.resize(3L * LENGTH), 3L * LENGTH),
        new Scene("shrink private memory", unshared, m -> m.resize(PAGE), PAGE),
        new Scene("grow in place", reserving, m -> m.resize(3L * LENGTH), 3L * LENGTH),
        new Scene("grow a file in place", fileReserving, m -> m.resize(3L * LENGTH), 3L * LENGTH),
        new Scene("shrink in place", reserving, m -> m.resize(PAGE), PAGE),
        new Scene("shrink a file in place", fileReserving, m -> m.resize(PAGE), PAGE),
        new Scene("reserve", ofFile, _ -> fileReserving.open().close(), LENGTH),
        new Scene("advise a part", ofFile, m -> m.madvise(Advice.RANDOM, PAGE, PAGE), LENGTH),
        new Scene("lock a part", ofFile, m -> m.lock(PAGE, PAGE), LENGTH),
        new Scene("unlock a part", locked(ofFile), m -> m.unlock(PAGE, PAGE), LENGTH),
        new Scene("grow a split file", split(ofFile), m -> m.resize(3L * LENGTH), 3L * LENGTH),
        new Scene("grow split memory", split(unshared), m -> m.resize(3L * LENGTH), 3L * LENGTH),
        new Scene("refresh a split copy", split(copy), this::refreshLonger, 3L * LENGTH),
        new Scene("refresh a file", ofFile, this::refreshLonger, 3L * LENGTH),
        new Scene("close", ofFile, Mmap::close, LENGTH),
        new Scene("flush", ofFile, Mmap::flush, LENGTH),
        new Scene("residency", ofFile, m -> m.residency(), LENGTH));
  }

  private static MmapBuilder anonymous() {
    return Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(LENGTH);
  }

  private static Mmap filled(MmapBuilder builder) throws IOException {
    Mmap m = builder.map();
    m.setSlice(0, LENGTH, CONTENT);
    return m;
  }

  private static Source locked(Source source) {
    return () -> {
      Mmap m = source.open();
      m.lock();
      return m;
    };
  }

  private static Source split(Source source) {
    return () -> {
      Mmap m = source.open();
      m.madvise(Advice.RANDOM, PAGE, PAGE);
      m.madvise(Advice.RANDOM, 3L * PAGE, PAGE);
      return m;
    };
  }

  private void create() throws IOException {
    Mmap.create(created, LENGTH).close();
    Files.delete(created);
  }

  private void append() throws IOException {
    boolean isOpen = false;
    try (Appender appender = Appender.open(created)) {
      isOpen = true;
      appender.write(CONTENT);
    } finally {
      if (isOpen) {
        Files.delete(created);
      }
    }
  }

  private void refreshLonger(Mmap m) throws IOException {
    Files.write(file, new byte[2 * LENGTH], StandardOpenOption.APPEND);
    m.refresh();
  }

  /** Runs a scene with room for so many mappings, and returns whether its operation succeeded. */
  private boolean run(Scene scene, int room) throws IOException {
    free(SPARE);
    Files.write(file, CONTENT);
    MmapException refusal = null;
    try (Mmap m = scene.source.open()) {
      // Unmaps what was closed before, which would make room otherwise.
      Check.thrown(MmapException.class, () -> anonymous().length(TOO_LONG).map());
      if (room < taken.length) {
        fill();
        free(room);
      }
      try {
        scene.operation.on(m);
      } catch (MmapException e) {
        refusal = e;
      } catch (UncheckedIOException e) {
        refusal = (MmapException) e.getCause();
      } finally {
        free(SPARE);
      }
      check(scene, m, refusal);
    }
    return refusal == null;
  }

  private void check(Scene scene, Mmap m, MmapException refusal) throws IOException {
    String at = scene.name + (refusal == null ? "" : ": " + refusal.getMessage());
    long length = refusal == null ? scene.length : LENGTH;
    Check.that(refusal == null || refusal.getMessage().contains("vm.max_map_count is "), at);
    if (m.isClosed()) {
      return;
    }
    Check.same(length, m.length(), at + ": the length");
    Check.that(!Files.exists(created), at + ": the created file is left");
    int kept = (int) Math.min(length, LENGTH);
    Check.that(
        Arrays.equals(Arrays.copyOf(CONTENT, kept), m.getSlice(0, kept)), at + ": the bytes");
    if (length > LENGTH) {
      Check.same(length - LENGTH, m.count(new byte[1], LENGTH), at + ": new zeros");
    }
  }

  private void fill() {
    while (take()) {}
  }

  /** Maps a page, which the kernel can't merge with the one before. */
  private boolean take() {
    long page = OS.map(PAGE, count & 1, SHARED | ANONYMOUS, -1, 0);
    if (Errno.isError(page)) {
      return false;
    }
    taken[count++] = page;
    return true;
  }

  private void free(int most) {
    for (int i = 0; i < most && count > 0; i++) {
      int result = OS.unmap(taken[--count], PAGE);
      if (result != 0) {
        throw new UncheckedIOException(new IOException("munmap: " + result));
      }
    }
  }
}
