package io.github.mmap4j.trial;

import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.fork.Check;
import io.github.mmap4j.fork.Proc;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Opens and closes very many mappings of each kind, then drops very many, and compares what the
 * process holds before and after. Arguments: a file to create, the number to close, the number to
 * drop.
 */
public final class LeakProgram {
  private static final int LENGTH = 4 * Mmap.PAGESIZE;

  /**
   * The number of mappings dropped before the collector runs; each holds a descriptor until then.
   */
  private static final int AT_A_TIME = 500;

  /**
   * The limit for heap growth. Classes and tables of the JVM may grow, but by less than a byte per
   * mapping.
   */
  private static final long MOST_BYTES_KEPT = 1 << 20;

  /**
   * The limit for new lines in /proc/self/maps. The addresses of the last 256 to 512 mappings may
   * still be accessed, and the JVM also maps memory a few times.
   */
  private static final long MOST_LINES_KEPT = 256 + 50;

  private static final int MOST_ROUNDS_OF_THE_COLLECTOR = 3000;
  private static final int MOST_WAITS = 100;
  private static final int KINDS = 6;

  private final Path file;
  private final FileChannel channel;

  private LeakProgram(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  public static void main(String[] args) throws Exception {
    Path file = Files.write(Path.of(args[0]), new byte[LENGTH]);
    int closes = Integer.parseInt(args[1]);
    int drops = Integer.parseInt(args[2]);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      LeakProgram program = new LeakProgram(file, channel);
      program.close(AT_A_TIME); // first creates what is created only once
      program.drop(AT_A_TIME);
      State before = State.now();
      program.close(closes);
      program.drop(drops);
      State after = State.now();
      for (int i = 0; after.descriptors > before.descriptors && i < MOST_WAITS; i++) {
        Thread.sleep(100); // the cleaner may just be giving back the last memory
        after = State.now();
      }
      after.requireNoMoreThan(before);
      System.out.printf(
          "%,d closed, %,d dropped; before: %s; after: %s%n", closes, drops, before, after);
    }
  }

  /** The resources that this process holds. */
  private record State(long descriptors, long lines, long heap) {
    static State now() throws IOException {
      System.gc();
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      // Leaves out the addresses that are kept without access, whose number is limited.
      long lines = Proc.mappings("") - Proc.mappings(" ---p ");
      return new State(Proc.descriptors(""), lines, runtime.totalMemory() - runtime.freeMemory());
    }

    void requireNoMoreThan(State before) {
      Check.same(before.descriptors, descriptors, "descriptors");
      Check.that(lines <= before.lines + MOST_LINES_KEPT, "from " + before + " to " + this);
      Check.that(heap <= before.heap + MOST_BYTES_KEPT, "from " + before + " to " + this);
    }

    @Override
    public String toString() {
      return "%d descriptors, %d lines of maps, %,d bytes of heap"
          .formatted(descriptors, lines, heap);
    }
  }

  private Mmap make(int number) throws IOException {
    return switch (number % KINDS) {
      case 0 -> Mmap.open(file);
      case 1 -> Mmap.builder().path(file).confined().map();
      case 2 -> Mmap.builder().channel(channel).map();
      case 3 -> Mmap.anonymous(LENGTH);
      case 4 -> Mmap.builder().path(file).trackFd(false).map();
      default -> Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(LENGTH).map();
    };
  }

  private void use(int number) throws IOException {
    try (Mmap m = make(number)) {
      m.set(number % LENGTH, 1);
      if (number % KINDS < 4) {
        m.resize(LENGTH + 1);
        m.resize(LENGTH);
      }
    }
  }

  private void close(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      use(i);
    }
    Check.same(List.of(), Mmap.openMappings(), "the open mappings");
  }

  private void drop(int count) throws Exception {
    for (int dropped = 0; dropped < count; ) {
      for (int i = 0; i < AT_A_TIME && dropped < count; i++, dropped++) {
        make(dropped).set(dropped % LENGTH, 1);
      }
      awaitNone();
    }
  }

  /** Waits for the collector; the last mapping's memory may be given back a little later. */
  private static void awaitNone() throws InterruptedException {
    for (int i = 0; !Mmap.openMappings().isEmpty(); i++) {
      Check.that(i < MOST_ROUNDS_OF_THE_COLLECTOR, "kept: " + Mmap.openMappings().size());
      System.gc();
      Thread.sleep(1);
    }
  }
}
