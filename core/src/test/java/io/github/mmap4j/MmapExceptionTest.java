package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.PathBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a failed call is reported with its arguments, its error and a hint at the cause. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the errors and hints are those of Linux")
class MmapExceptionTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    file = Files.write(directory.resolve("file"), new byte[3 * Mmap.ALLOCATIONGRANULARITY]);
  }

  /**
   * Expects that the call fails with {@code errno}, that the message says so and contains {@code
   * parts}, and that no descriptor leaks.
   */
  private void assertFails(String call, String errno, MmapBuilder builder, String... parts)
      throws IOException {
    Map<Integer, String> before = Proc.descriptors(directory.toString());
    MmapException e = assertThrows(MmapException.class, builder::map);
    assertEquals(call + " " + errno, e.call() + " " + e.errnoName(), e.getMessage());
    assertEquals(errno, Errno.name(e.errno()));
    assertTrue(e.getMessage().startsWith(call + "("), e.getMessage());
    assertTrue(e.getMessage().contains(errno + " (" + Errno.text(e.errno()) + ")"), e.getMessage());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), part + " in: " + e.getMessage());
    }
    assertEquals(before, Proc.descriptors(directory.toString()), "descriptors");
  }

  /** Like {@link #assertFails}, but maps a descriptor of the file. */
  private void assertDescriptorFails(
      boolean forWriting, String errno, UnaryOperator<MmapBuilder> options, String... parts)
      throws IOException {
    int fd = NativeAccess.os().open(PathBytes.of(file), forWriting);
    try {
      assertFails("mmap", errno, options.apply(Mmap.builder().fileno(fd)), parts);
    } finally {
      NativeAccess.os().close(fd);
    }
  }

  @Test
  void noConstructorIsPublic() {
    assertEquals(0, MmapException.class.getConstructors().length);
  }

  @Test
  void aFileThatCanNotBeOpenedIsWhatJavaProgramsCatch() {
    MmapException missing = new MmapException("open", "f", Errno.ENOENT, null);
    MmapException denied = new MmapException("open", "f", Errno.EACCES, "a hint");
    MmapException other = new MmapException("open", "f", Errno.EMFILE, null);
    assertSame(other, other.whileOpening("f"));
    var noSuchFile = (NoSuchFileException) missing.whileOpening("f");
    assertEquals("f: " + missing.getMessage(), noSuchFile.getMessage());
    assertSame(missing, noSuchFile.getCause());
    var accessDenied = (AccessDeniedException) denied.whileOpening("f");
    assertEquals("f: " + denied.getMessage(), accessDenied.getMessage());
    assertSame(denied, accessDenied.getCause());
  }

  @Test
  void anOffsetThatIsNotAlignedNamesTheGranularity() throws IOException {
    String[] parts = {"offset 1 ", "ALLOCATIONGRANULARITY, " + Mmap.ALLOCATIONGRANULARITY};
    assertFails("mmap", "EINVAL", Mmap.builder().path(file).offset(1), parts);
    assertFails("mmap", "EINVAL", Mmap.builder().anonymous().length(5).offset(1), parts);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MmapBuilder builder = Mmap.builder().channel(channel).access(Access.READ).offset(1);
      assertFails("FileChannel.map", "EINVAL", builder, "ALLOCATIONGRANULARITY");
    }
  }

  @Test
  void aReadOnlyDescriptorUnderAWritableMappingNamesHowItMustBeOpen() throws IOException {
    String[] parts = {"SHARED", "open for reading", "for writing"};
    assertDescriptorFails(false, "EACCES", b -> b, parts);
    assertDescriptorFails(false, "EACCES", b -> b.access(Access.WRITE), parts);
    assertDescriptorFails(false, "EACCES", b -> b.protection(Protection.WRITE), parts);
  }

  @Test
  void aReadOnlyDescriptorServesAllElse() throws IOException {
    int fd = NativeAccess.os().open(PathBytes.of(file), false);
    for (Access access : new Access[] {Access.READ, Access.COPY}) {
      try (Mmap m = Mmap.builder().fileno(fd).access(access).map()) {
        assertEquals(0, m.get(0));
      }
    }
    NativeAccess.os().close(fd);
  }

  @Test
  void aChannelNamesHowItMustBeOpen() throws IOException {
    try (FileChannel reading = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel writing = FileChannel.open(file, StandardOpenOption.WRITE)) {
      MmapBuilder copy = Mmap.builder().channel(reading).access(Access.COPY);
      assertFails("FileChannel.map", "EACCES", Mmap.builder().channel(reading), "for writing");
      assertFails("FileChannel.map", "EACCES", copy, "map by path or fileno");
      assertFails("FileChannel.map", "EACCES", Mmap.builder().channel(writing), "for reading");
    }
  }

  @Test
  void aCopyLongerThanMemoryNamesTheFlagThatLetsItBeMapped() throws IOException {
    String overcommit = Files.readString(Path.of("/proc/sys/vm/overcommit_memory")).strip();
    assumeTrue(overcommit.equals("0"), "vm.overcommit_memory is " + overcommit);
    Path sparse = directory.resolve("sparse");
    try (FileChannel channel =
        FileChannel.open(sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), 1L << 42);
    }
    MmapBuilder copy = Mmap.builder().path(sparse).access(Access.COPY);
    assertFails("mmap", "ENOMEM", copy, "flags(PRIVATE, NORESERVE)");
    MmapBuilder flagged = Mmap.builder().path(sparse).flags(MapFlag.PRIVATE, MapFlag.NORESERVE);
    try (Mmap m = flagged.map()) {
      m.set(1L << 41, 7);
      assertEquals(7, m.get(1L << 41));
      m.flush();
    }
    try (Mmap m = Mmap.open(sparse, Access.READ)) {
      assertEquals(0, m.get(1L << 41));
    }
  }

  @Test
  void tooMuchMemoryNamesTheLimits() throws IOException {
    String[] parts = {
      "this process has ",
      " mappings",
      "vm.max_map_count is " + Files.readString(Path.of("/proc/sys/vm/max_map_count")).strip(),
      "RLIMIT_AS is ",
      "vm.overcommit_memory is "
    };
    MmapBuilder builder = Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(1L << 62);
    assertFails("mmap", "ENOMEM", builder, parts);
  }

  @Test
  void nothingAtAllIsNamed() throws IOException {
    assertFails("mmap", "EINVAL", Mmap.builder().anonymous(), "length is 0");
    assertDescriptorFails(true, "EINVAL", b -> b.flags(), "SHARED or PRIVATE");
  }

  @Test
  void aFolderIsToldToHaveNoLength() throws IOException {
    MmapBuilder folder = Mmap.builder().path(file.getParent()).access(Access.READ);
    assertFails("mmap", "EINVAL", folder, "length is 0, and only a regular file has one");
  }

  @Test
  void aDescriptorThatIsNotOpenIsNamed() throws IOException {
    assertFails("fcntl", "EBADF", Mmap.builder().fileno(9999).length(1), "9999");
    assertFails("fcntl", "EBADF", Mmap.builder().fileno(-2).length(1), "-2");
  }

  @Test
  void argumentsAreNamed() throws IOException {
    assertFails(
        "mmap",
        "EINVAL",
        Mmap.builder().path(file).offset(17).length(5),
        "length=5",
        "prot=[READ, WRITE]",
        "flags=[SHARED]",
        "offset=17");
  }

  @Test
  void aFileTooShortIsNamed() throws IOException {
    long size = Files.size(file);
    for (MmapBuilder builder :
        new MmapBuilder[] {
          Mmap.builder().path(file).length(size + 1),
          Mmap.builder().path(file).offset(size),
          Mmap.builder().path(file).offset(size + 1).length(1)
        }) {
      Exception e = assertThrows(IllegalArgumentException.class, builder::map);
      assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
      assertTrue(e.getMessage().contains("" + size), e.getMessage());
    }
    assertEquals(Map.of(), Proc.descriptors(directory.toString()));
  }
}
