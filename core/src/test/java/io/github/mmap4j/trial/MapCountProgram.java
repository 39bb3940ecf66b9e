package io.github.mmap4j.trial;

import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapBuilder;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.Protection;
import io.github.mmap4j.fork.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Maps single pages until the system refuses, then closes them and maps again. Neighbours differ in
 * their protection, because the kernel merges equal ones. Arguments: a file to create, the number
 * of rounds, vm.max_map_count.
 */
public final class MapCountProgram {
  /**
   * The number of mappings closed at once when the limit is reached, because the JVM maps memory
   * too.
   */
  private static final int ROOM = 200;

  private static final long TOO_LONG = 1L << 60;
  private static final byte[] CONTENT = {1, 2, 3};

  private MapCountProgram() {}

  public static void main(String[] args) throws IOException {
    Path file = Files.write(Path.of(args[0]), CONTENT);
    int rounds = Integer.parseInt(args[1]);
    long most = Long.parseLong(args[2]);
    // Loads the classes for failures in advance, because a JVM that loads classes at the limit
    // exits.
    Check.thrown(MmapException.class, () -> page(0, TOO_LONG));
    long mapped = 0;
    for (int round = 0; round < rounds; round++) {
      Deque<Mmap> open = new ArrayDeque<>();
      try (Mmap other = Mmap.open(file)) {
        MmapException e = fill(open, most);
        mapped = open.size();
        open.removeLast().close();
        page(0).close();
        for (int i = 0; i < ROOM; i++) {
          open.removeLast().close();
        }
        check(e, mapped, most);
        use(other);
        for (Mmap m : open) {
          Check.same(0, m.get(-1), "a byte of a page");
        }
        open.forEach(Mmap::close);
        use(other);
      }
      Check.that(Mmap.openMappings().isEmpty(), "some are open still");
    }
    System.out.printf("%,d mappings of at most %,d, %d times over%n", mapped, most, rounds);
  }

  private static Mmap page(long number) throws IOException {
    return page(number, 1);
  }

  private static Mmap page(long number, long length) throws IOException {
    MmapBuilder page = Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(length).confined();
    return number % 2 == 0 ? page.map() : page.protection(Protection.READ).map();
  }

  /** Maps pages until the system refuses, and returns the refusal. */
  private static MmapException fill(Deque<Mmap> open, long most) throws IOException {
    try {
      while (open.size() <= most) {
        open.add(page(open.size()));
      }
    } catch (MmapException e) {
      return e;
    }
    throw new AssertionError(open.size() + " mappings, and no refusal at " + most);
  }

  private static void check(MmapException e, long mapped, long most) {
    Check.same("mmap ENOMEM", e.call() + " " + e.errnoName(), "the error");
    Check.that(
        e.getMessage().contains("vm.max_map_count is " + most),
        "the hint is missing: " + e.getMessage());
    Check.that(mapped > most / 2, "refused after " + mapped);
  }

  private static void use(Mmap m) throws IOException {
    Check.same(3, m.get(2), "the file's byte");
    m.resize(2 * Mmap.PAGESIZE);
    m.resize(CONTENT.length);
    Check.same(2, m.get(1), "the file's byte after a resize");
  }
}
