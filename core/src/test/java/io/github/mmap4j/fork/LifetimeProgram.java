package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Drops mappings without closing them, keeps only views of some, and opens and closes very many.
 * The file names in /proc show what is still mapped. Argument: a file.
 */
final class LifetimeProgram {
  private static final String NAME = "mmap4j-lifetime";
  private static final int MIB = 1 << 20;

  /** The number of collections after which memory counts as kept. */
  private static final int SOME_ROUNDS = 10;

  /** The maximum number of rounds, of ten milliseconds each; far more than are ever needed. */
  private static final int ALL_ROUNDS = 3000;

  private static final int CYCLES = 3000;

  private interface Maker {
    Mmap make() throws IOException;
  }

  private LifetimeProgram() {}

  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[0]);
    try (PatternFile _ = new PatternFile(path)) {
      // only the mappings' own descriptors are counted below
    }
    dropped("path", path.toString(), 1, () -> Mmap.open(path));
    dropped("confined", path.toString(), 1, () -> Mmap.builder().path(path).confined().map());
    dropped("anonymous", NAME, 1, () -> Mmap.builder().anonymous().length(MIB).name(NAME).map());
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      dropped("channel", path.toString(), 1, () -> Mmap.builder().channel(channel).map());
      Check.that(channel.isOpen(), "the caller's channel was closed");
    }
    cycles(path);
    privateCycles();
  }

  private static void dropped(String kind, String name, int descriptors, Maker maker)
      throws Exception {
    keptBySegment(kind, name, descriptors, maker);
    gone(kind, name);
    keptByBuffer(kind, name, descriptors, maker);
    gone(kind, name);
    for (int i = 0; i < 50; i++) {
      maker.make().set(0, 1);
    }
    gone(kind, name);
    System.out.println(kind + " is let go of");
  }

  private static void keptBySegment(String kind, String name, int descriptors, Maker maker)
      throws Exception {
    MemorySegment slice = maker.make().asSegment().asSlice(100, 1);
    kept(kind + " with a segment", name, descriptors);
    slice.set(JAVA_BYTE, 0, (byte) 1);
    Check.same((byte) 1, slice.get(JAVA_BYTE, 0), kind + ": the byte");
  }

  private static void keptByBuffer(String kind, String name, int descriptors, Maker maker)
      throws Exception {
    ByteBuffer slice = maker.make().asByteBuffer(100, 10).slice(2, 3).duplicate();
    kept(kind + " with a buffer", name, descriptors);
    slice.put(0, (byte) 1);
    Check.same((byte) 1, slice.get(0), kind + ": the byte");
  }

  private static void kept(String what, String name, int descriptors) throws Exception {
    for (int i = 0; i < SOME_ROUNDS; i++) {
      System.gc();
      Thread.sleep(10);
    }
    Check.same(1L, Proc.mappings(name), what + ": mappings");
    Check.same((long) descriptors, Proc.descriptors(name), what + ": descriptors");
  }

  /** Waits until nothing is left except the descriptor of the caller's own channel. */
  private static void gone(String kind, String name) throws Exception {
    long own = kind.equals("channel") ? 1 : 0;
    for (int i = 0; i < ALL_ROUNDS; i++) {
      System.gc();
      if (Proc.mappings(name) == 0 && Proc.descriptors(name) == own) {
        Check.that(Mmap.openMappings().isEmpty(), kind + " is still among the open mappings");
        return;
      }
      Thread.sleep(10);
    }
    throw new AssertionError(
        kind
            + " is kept: mappings "
            + Proc.mappings(name)
            + ", descriptors "
            + Proc.descriptors(name));
  }

  private static void cycles(Path path) throws IOException {
    long before = Proc.descriptors("");
    for (int i = 0; i < CYCLES; i++) {
      try (Mmap file = Mmap.builder().path(path).confined().map();
          Mmap anonymous = Mmap.builder().anonymous().length(1).name(NAME).confined().map()) {
        file.resize(PatternFile.LENGTH + (i % 7 + 1) * PatternFile.PAGE);
        file.resize(PatternFile.LENGTH);
        anonymous.resize(MIB);
      }
    }
    Check.same(before, Proc.descriptors(""), "descriptors after " + CYCLES + " cycles");
    Check.same(0L, Proc.mappings(path.toString()), "mappings of the file");
    Check.same(0L, Proc.mappings(NAME), "anonymous mappings");
    System.out.println("cycles leave nothing");
  }

  /**
   * Private memory may have no name, so the address space is compared, once it holds as many former
   * addresses as are kept; a leak would take gigabytes.
   */
  private static void privateCycles() throws IOException {
    resizePrivateMemory();
    long before = Proc.addressSpace();
    resizePrivateMemory();
    long grown = Proc.addressSpace() - before;
    Check.that(grown < CYCLES * 1024L / 3, "private memory leaks: kB " + grown);
    System.out.println("private memory leaves nothing");
  }

  private static void resizePrivateMemory() throws IOException {
    for (int i = 0; i < CYCLES; i++) {
      try (Mmap memory =
          Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(MIB).confined().map()) {
        memory.resize(2 * MIB);
        memory.resize(MIB);
      }
    }
  }
}
