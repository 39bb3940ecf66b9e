package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Appender;
import io.github.mmap4j.MapFlag;
import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapBuilder;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.fault.Quarantine;
import io.github.mmap4j.share.SharedMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

// This file is long because each limit has a scene.
/** Runs one scene of LimitsForkTest under its limit. */
final class LimitsProgram {
  private static final int LENGTH = 2 * Mmap.PAGESIZE + 10;
  private static final byte[] CONTENT = Kind.content(LENGTH);

  /** The length of memory whose addresses stay for a while after it is closed. */
  private static final long CLOSED = 1L << 29;

  enum Scene {
    FILE_SIZE,
    ADDRESS_SPACE,
    DATA,
    DESCRIPTORS,
    FORGOTTEN_MEMORY,
    FORGOTTEN_FILES,
    LOCKED_MEMORY,
    NO_LOCKS,
    DISK,
    NO_FALLOCATE,
    NAMED_MEMORY
  }

  private static final int FORGOTTEN = 600;
  private static final long FORGOTTEN_LENGTH = 256 << 20;

  private LimitsProgram() {}

  public static void main(String[] arguments) throws IOException {
    Path file = Files.write(Path.of(arguments[1], "limited"), CONTENT);
    Scene scene = Scene.valueOf(arguments[0]);
    switch (scene) {
      case FILE_SIZE -> fileSize(file);
      case ADDRESS_SPACE -> addressSpace(file);
      case DATA -> data();
      case DESCRIPTORS -> descriptors(file);
      case FORGOTTEN_MEMORY -> forgotten(() -> Mmap.anonymous(FORGOTTEN_LENGTH));
      case FORGOTTEN_FILES -> forgotten(() -> Mmap.open(file, Access.READ));
      case LOCKED_MEMORY -> lockedMemory(file);
      case NO_LOCKS -> noLocks(file);
      case DISK -> disk(file);
      case NO_FALLOCATE -> noFallocate(file);
      case NAMED_MEMORY -> namedMemory();
    }
    System.out.println(scene + " passed");
  }

  private static void assertUnchanged(Mmap m, Path file) throws IOException {
    assertEquals(LENGTH, m.length());
    assertArrayEquals(CONTENT, m.getSlice(0));
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
  }

  private interface Mapping {
    Mmap map() throws IOException;
  }

  /** Makes many more mappings than the limit allows, and forgets them. */
  private static void forgotten(Mapping mapping) throws IOException {
    Thread.currentThread().interrupt();
    // Also loads the class of the assertion, as no descriptor may be left for its jar later.
    assertTrue(Thread.currentThread().isInterrupted());
    for (int i = 0; i < FORGOTTEN; i++) {
      mapping.map().get(-1);
    }
    assertTrue(Thread.interrupted(), "waiting for the garbage collector leaves an interrupt");
  }

  /** A file may have at most 8 pages. */
  private static void fileSize(Path file) throws IOException {
    long tooLong = 32L * Mmap.PAGESIZE;
    int longest = 5 * Mmap.PAGESIZE;
    try (Mmap m = Mmap.open(file);
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Mmap other = Mmap.builder().channel(channel).map()) {
      MmapException e = assertThrows(MmapException.class, () -> m.resize(tooLong));
      assertEquals("ftruncate EFBIG", e.call() + " " + e.errnoName());
      assertTrue(e.getMessage().contains("RLIMIT_FSIZE is "), e.getMessage());
      assertUnchanged(m, file);
      assertThrows(IOException.class, () -> other.resize(tooLong));
      assertUnchanged(other, file);
      m.resize(longest);
      assertEquals(longest, Files.size(file));
    }
    // The limit prevents the appender from doubling the file, but not from adding what is appended.
    try (Mmap m = Mmap.open(file);
        Appender appender = m.appender()) {
      appender.write(new byte[100]);
      assertEquals(longest + 100, Files.size(file));
    }
    assertEquals(longest + 100, Files.size(file));
  }

  /** A few gigabytes of address space are left, so the file can become longer than the memory. */
  private static void addressSpace(Path file) throws IOException {
    long tooLong = 16L << 30;
    closedMemoryTakesNoRoom();
    try (Mmap m = Mmap.open(file)) {
      MmapException e = assertThrows(MmapException.class, () -> m.resize(tooLong));
      assertEquals("mremap ENOMEM", e.call() + " " + e.errnoName());
      assertTrue(e.getMessage().contains("RLIMIT_AS is 8589934592"), e.getMessage());
      assertUnchanged(m, file);
      m.resize(LENGTH + 1L);
      m.resize(LENGTH);
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Mmap m = Mmap.builder().channel(channel).map()) {
      assertThrows(IOException.class, () -> m.resize(tooLong));
      assertUnchanged(m, file);
    }
    try (Mmap m = Mmap.anonymous(LENGTH)) {
      m.setSlice(0, CONTENT);
      assertThrows(MmapException.class, () -> m.resize(tooLong));
      assertUnchanged(m, file);
    }
    MmapException e = assertThrows(MmapException.class, () -> Mmap.anonymous(tooLong));
    assertEquals("mmap ENOMEM", e.call() + " " + e.errnoName());
    assertEquals(0, Proc.descriptors("/memfd:mmap4j").size());
  }

  /** Checks that memory can grow into the addresses of a closed mapping, the only room left. */
  private static void closedMemoryTakesNoRoom() throws IOException {
    try (Mmap m = Mmap.anonymous(LENGTH)) {
      long taken = bytes("VmSize") + CLOSED;
      Mmap.anonymous(CLOSED).close();
      try (Mmap _ = allButHalf(8L << 30, taken)) {
        m.resize(CLOSED);
        assertEquals(CLOSED, m.length());
      }
    }
  }

  /** Takes all memory up to a limit, except for half of {@link #CLOSED}. */
  private static Mmap allButHalf(long limit, long taken) throws IOException {
    long length = limit - taken - CLOSED / 2;
    return Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(length).map();
  }

  private static long bytes(String field) throws IOException {
    return Long.parseLong(Proc.status(field).replace(" kB", "")) << 10;
  }

  /**
   * Checks that the addresses of closed memory are kept even if RLIMIT_DATA allows no writable
   * pages there.
   */
  private static void data() throws IOException {
    Mmap shared = Mmap.anonymous(CLOSED);
    long address = shared.asSegment().address();
    try (Mmap _ = allButHalf(2L << 30, bytes("VmData"))) {
      shared.close();
      assertEquals(Quarantine.isNeeded() ? "empty pages" : "no access", Proc.mappedAt(address));
    }
  }

  private static void descriptors(Path file) throws IOException {
    // Loads the classes for closing and failing while the files of the class path can still be
    // opened.
    Mmap.open(file).close();
    assertThrows(MmapException.class, () -> Mmap.builder().fileno(9999).map());
    List<Mmap> open = new ArrayList<>();
    MmapException e =
        assertThrows(
            MmapException.class,
            () -> {
              while (open.size() < 100) {
                open.add(Mmap.open(file));
              }
            });
    MmapException anonymous = assertThrows(MmapException.class, () -> Mmap.anonymous(1));
    assertEquals("open EMFILE", e.call() + " " + e.errnoName());
    assertEquals("memfd_create EMFILE", anonymous.call() + " " + anonymous.errnoName());
    assertTrue(e.getMessage().contains("RLIMIT_NOFILE"), e.getMessage());
    assertTrue(open.size() > 30, "only " + open.size());
    open.removeLast().close();
    Mmap.open(file).close();
    for (Mmap m : open) {
      assertUnchanged(m, file);
      m.close();
    }
  }

  /** Up to 128 KiB may be locked, which is at least one page. */
  private static void lockedMemory(Path file) throws IOException {
    long tooLong = 1 << 20;
    try (Mmap first = Mmap.anonymous(tooLong);
        Mmap m = Mmap.open(file)) {
      MmapException e = assertThrows(MmapException.class, first::lock);
      assertEquals("mlock ENOMEM", e.call() + " " + e.errnoName());
      assertTrue(e.getMessage().contains("RLIMIT_MEMLOCK is 131072, VmLck is"), e.getMessage());
      assertEquals("0 kB", Proc.status("VmLck"));
      first.lock(tooLong / 2, (128 << 10) - 1);
      assertEquals("128 kB", Proc.status("VmLck"));
      assertEquals("ENOMEM", assertThrows(MmapException.class, m::lock).errnoName());
      assertEquals("128 kB", Proc.status("VmLck"));
      first.unlock();
      m.lock(Mmap.PAGESIZE, 1);
      m.unlock();
      assertUnchanged(m, file);
    }
  }

  private static void noLocks(Path file) throws IOException {
    try (Mmap m = Mmap.open(file)) {
      MmapException e = assertThrows(MmapException.class, m::lock);
      assertEquals("mlock EPERM", e.call() + " " + e.errnoName());
      assertTrue(e.getMessage().contains("RLIMIT_MEMLOCK is 0"), e.getMessage());
      m.lock(LENGTH, 0);
      m.unlock();
      assertUnchanged(m, file);
    }
  }

  /** The file has a hole after its content, and another file has taken all free space. */
  private static void full(Path file) throws IOException {
    long holed = LENGTH + 16L * Mmap.PAGESIZE;
    Path filler = file.resolveSibling("filler");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {7}), holed - 1);
    }
    byte[] content = Files.readAllBytes(file);
    try (Mmap part = Mmap.builder().path(file).length(LENGTH).preallocate().map()) {
      fill(filler);
      MmapBuilder whole = Mmap.builder().path(file).preallocate();
      for (Executable call :
          new Executable[] {whole::map, () -> part.resize(holed), () -> part.resize(2 * holed)}) {
        MmapException e = assertThrows(MmapException.class, call);
        assertEquals("posix_fallocate ENOSPC", e.call() + " " + e.errnoName());
        assertArrayEquals(content, Files.readAllBytes(file));
        assertEquals(LENGTH, part.length());
        assertArrayEquals(CONTENT, part.getSlice(0));
      }
      part.set(0, part.get(0));
      Files.delete(filler);
      part.resize(holed);
      part.setSlice(LENGTH, holed - 1, new byte[(int) holed - 1 - LENGTH]);
      assertArrayEquals(content, Files.readAllBytes(file));
      part.resize(LENGTH);
      assertUnchanged(part, file);
    }
  }

  /** {@code file} is on a file system that cannot reserve blocks. */
  private static void noFallocate(Path file) throws IOException {
    long holed = LENGTH + 4L * Mmap.PAGESIZE;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {7}), holed - 1);
    }
    byte[] content = Files.readAllBytes(file);
    try (Mmap m = Mmap.builder().path(file).preallocate().map()) {
      assertArrayEquals(content, m.getSlice(0));
      m.resize(2 * holed);
      assertArrayEquals(content, m.getSlice(0, holed));
      m.resize(LENGTH);
      assertUnchanged(m, file);
    }
  }

  private static void fill(Path filler) throws IOException {
    byte[] block = new byte[Mmap.PAGESIZE];
    IOException e =
        assertThrows(
            IOException.class,
            () -> {
              while (true) {
                Files.write(filler, block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
              }
            });
    assertTrue(e.getMessage().contains("No space left"), e::toString);
  }

  /** Appends records of 1,000 bytes until the disk is full. */
  private static void appended(Path log) throws IOException {
    byte[] record = new byte[1000];
    Arrays.fill(record, (byte) 'x');
    try (Appender appender = Appender.open(log)) {
      MmapException e =
          assertThrows(
              MmapException.class,
              () -> {
                while (true) {
                  appender.write(record);
                }
              });
      assertEquals("pwrite ENOSPC", e.call() + " " + e.errnoName());
      assertEquals(0, appender.length() % record.length, "records are appended whole");
    }
    byte[] all = Files.readAllBytes(log);
    assertTrue(all.length > 800 * record.length, "all space was used: " + all.length);
    assertEquals(0, all.length % record.length);
    for (byte one : all) {
      assertEquals('x', one);
    }
    Files.delete(log);
  }

  /** Named memory has 1 MiB in all, of which another file later takes the rest. */
  private static void namedMemory() throws IOException {
    growsWithinItsSpace(Mmap.builder().anonymous().tagname("limited").length(LENGTH).map());
    try (SharedMemory memory = SharedMemory.create("limited", LENGTH)) {
      growsWithinItsSpace(memory.map());
      growsWithinItsSpace(Mmap.open(memory.path()));
      growsWithinItsSpace(Mmap.builder().path(memory.path()).length(10).map());
    }
    Path folder = Path.of("/dev/shm");
    Path created = folder.resolve("created");
    assertThrows(MmapException.class, () -> Mmap.create(created, 2 << 20));
    assertTrue(Files.notExists(created));
    growsWithinItsSpace(Mmap.create(created, LENGTH));
    Files.delete(created);
  }

  private static void growsWithinItsSpace(Mmap mapped) throws IOException {
    Path filler = Path.of("/dev/shm", "filler");
    try (Mmap m = mapped) {
      m.resize(LENGTH);
      m.setSlice(0, CONTENT);
      MmapException e = assertThrows(MmapException.class, () -> m.resize(2 << 20));
      assertEquals("posix_fallocate ENOSPC", e.call() + " " + e.errnoName());
      assertEquals(LENGTH, m.length());
      assertEquals(LENGTH, m.size());
      m.resize(1 << 19);
      fill(filler);
      m.setSlice(LENGTH, 1 << 19, new byte[(1 << 19) - LENGTH]);
      assertEquals(
          "ENOSPC", assertThrows(MmapException.class, () -> m.resize(1 << 20)).errnoName());
      Files.delete(filler);
      m.resize(LENGTH);
      appendsWithinItsSpace(m);
      m.resize(LENGTH);
      assertArrayEquals(CONTENT, m.getSlice(0));
    }
  }

  private static void appendsWithinItsSpace(Mmap m) throws IOException {
    byte[] record = new byte[Mmap.PAGESIZE];
    Arrays.fill(record, (byte) 7);
    try (Appender appender = m.appender()) {
      MmapException e =
          assertThrows(
              MmapException.class,
              () -> {
                while (true) {
                  appender.write(record);
                }
              });
      assertEquals("ENOSPC", e.errnoName());
      assertTrue(appender.length() > 1 << 19, "full at " + appender.length());
      assertEquals(7, m.get(appender.length() - 1));
    }
  }

  /** {@code file} is on a disk of 1 MiB. */
  private static void disk(Path file) throws IOException {
    appended(file.resolveSibling("log"));
    try (Mmap m = Mmap.builder().path(file).preallocate().map()) {
      MmapException e = assertThrows(MmapException.class, () -> m.resize(2 << 20));
      assertEquals("posix_fallocate ENOSPC", e.call() + " " + e.errnoName());
      assertUnchanged(m, file);
      m.resize(1 << 19);
      m.setSlice(1 << 18, 1 << 19, new byte[1 << 18]);
      m.resize(LENGTH);
      assertUnchanged(m, file);
    }
    full(file);
    Path sparse = file.resolveSibling("sparse");
    try (FileChannel channel =
        FileChannel.open(sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1}), (2 << 20) - 1);
    }
    MmapBuilder all = Mmap.builder().path(sparse).preallocate();
    assertEquals("ENOSPC", assertThrows(MmapException.class, all::map).errnoName());
    assertEquals(2 << 20, Files.size(sparse));
    assertEquals(Map.of(), Proc.descriptors("/sparse"));
    try (Mmap m = Mmap.builder().path(sparse).length(LENGTH).preallocate().map()) {
      MmapException e = assertThrows(MmapException.class, () -> m.resize((2 << 20) - 1));
      assertEquals("ENOSPC", e.errnoName(), "the hole that it grows over is not reserved");
      assertEquals(LENGTH, m.length());
      assertEquals(2 << 20, m.size());
    }
    try (Mmap m = Mmap.open(sparse)) {
      assertEquals(1, m.get(-1));
      everyWriteIsTyped(m);
      m.resize(4 << 20);
      assertEquals(4 << 20, Files.size(sparse));
    }
  }

  /**
   * Checks that a hole for which the disk has no space can be neither written nor read, as on
   * tmpfs.
   */
  private static void everyWriteIsTyped(Mmap m) {
    int half = 1 << 20;
    byte[] much = new byte[half];
    Arrays.fill(much, (byte) 7);
    List<Executable> uses =
        List.of(
            () -> m.setSlice(0, half, much),
            () -> m.setSlice(half - 1L, Long.MIN_VALUE, -1, much),
            () -> m.move(0, half, half - 1L),
            () -> set(m, half),
            () -> {
              m.seek(0);
              m.write(much);
            },
            () -> {
              m.seek(0);
              writeByte(m, half);
            },
            () -> m.outputStream().write(much),
            () -> m.asChannel().write(ByteBuffer.wrap(much)),
            () -> m.getSlice(0, half),
            () -> m.find(new byte[] {9}, 0, half),
            () -> m.count(new byte[] {9}, 0, half));
    for (Executable use : uses) {
      MappingFaultException e = assertThrows(MappingFaultException.class, use);
      assertTrue(e.getMessage().contains("no space is left to fill a hole"), e.getMessage());
      assertEquals(2 << 20, e.fileSize());
      assertEquals(1, m.get(-1));
    }
    assertTrue(m.tell() < half, "at " + m.tell());
  }

  private static void set(Mmap m, int to) {
    for (int i = 0; i < to; i++) {
      m.set(i, 7);
    }
  }

  private static void writeByte(Mmap m, int to) {
    for (int i = 0; i < to; i++) {
      m.writeByte(7);
    }
  }
}
