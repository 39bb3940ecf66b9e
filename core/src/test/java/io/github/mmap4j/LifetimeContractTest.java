package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.PathBytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When memory and descriptors are given back. */
class LifetimeContractTest extends Contract {
  private static final int O_CLOEXEC = 02000000;

  @BeforeEach
  void needsProc() {
    assumeTrue(Files.isReadable(directory.resolve("/proc/self/maps")), "no /proc");
  }

  private long address() {
    return m.asSegment().address();
  }

  private String fileName() {
    return kind.isFile() ? mapped.file().toString() : "/memfd:mmap4j";
  }

  @Test
  void closeUnmapsAtOnce() throws IOException {
    long address = address();
    assertFalse(Proc.smaps(address).isEmpty());
    m.close();
    List<String> after = Proc.smaps(address);
    // What else the process maps may get the address; a file's name tells.
    assertTrue(
        after.isEmpty() || kind.isAnonymous() || !after.getFirst().endsWith(fileName()),
        after::toString);
    if (kind.isFile()) {
      assertEquals(List.of(), Proc.maps(fileName()));
    }
  }

  @Test
  void closeGivesBackTheDescriptorAndOnlyItsOwn() throws IOException {
    Set<Integer> before = descriptors().keySet();
    boolean holdsOne = !kind.isPrivateAnonymous() && kind != Kind.UNTRACKED;
    assertEquals(holdsOne, !before.isEmpty(), before::toString);
    m.close();
    m.close();
    if (kind.isFile()) {
      assertEquals(kind.isChannel() ? before : Set.of(), descriptors().keySet());
    }
    if (mapped.channel() != null) {
      assertTrue(mapped.channel().isOpen());
      assertEquals(kind.offset + LENGTH, mapped.channel().size());
    }
  }

  private Map<Integer, String> descriptors() throws IOException {
    return kind.isPrivateAnonymous() ? Map.of() : Proc.descriptors(fileName());
  }

  @Test
  void memoryIsNotExecutable() throws IOException {
    assertEquals('-', executable(m));
  }

  @Test
  void memoryIsExecutableWhereThatIsAskedFor() throws IOException {
    assumeTrue(kind.isPrivateAnonymous(), "files may lie where nothing is executed");
    try (Mmap executable =
        Mmap.builder()
            .anonymous()
            .flags(MapFlag.PRIVATE)
            .length(1)
            .protection(Protection.READ, Protection.EXEC)
            .map()) {
      assertEquals('x', executable(executable));
    }
  }

  private static char executable(Mmap mmap) throws IOException {
    return Proc.smaps(mmap.asSegment().address()).getFirst().split(" ")[1].charAt(2);
  }

  @Test
  void descriptorsAreClosedInChildProcesses() throws IOException {
    assumeFalse(kind.isJdk(), "the descriptor is a channel's");
    for (int fd : descriptors().keySet()) {
      assertEquals(O_CLOEXEC, Proc.flags(fd) & O_CLOEXEC, "descriptor " + fd);
    }
  }

  @Test
  void anyThreadMayClose() throws Exception {
    assumeTrue(kind != Kind.CONFINED, "confined");
    FutureTask<Boolean> task = new FutureTask<>(m::close, true);
    Thread.ofPlatform().start(task);
    task.get();
    assertTrue(m.isClosed());
    assertThrows(IllegalStateException.class, () -> m.get(0));
  }

  @Test
  void resizeKeepsOneMappingAndOneDescriptor() throws IOException {
    assumeTrue(kind.canResize(), "can't be resized");
    int descriptors = descriptors().size();
    for (int round = 1; round <= 20; round++) {
      m.resize(LENGTH + (long) round * PAGE);
      m.resize(1 + (long) round * 7);
    }
    if (kind.isFile()) {
      assertEquals(1, Proc.maps(fileName()).size());
      assertEquals(descriptors, descriptors().size());
    }
    m.close();
    if (kind.isFile()) {
      assertEquals(List.of(), Proc.maps(fileName()));
    }
  }

  @Test
  void aMappingIsListedWhileItIsOpen() throws IOException {
    assumeTrue(kind.isFile(), "anonymous memory has no name of its own");
    String source =
        kind.isChannel() ? "channel" : kind == Kind.FILENO ? null : mapped.file().toString();
    OpenMapping listed =
        Mmap.openMappings().stream()
            .filter(
                o -> source == null ? o.source().startsWith("fileno ") : o.source().equals(source))
            .filter(o -> o.length() == LENGTH)
            .findFirst()
            .orElseThrow();
    assertEquals(kind.offset, listed.offset());
    assertEquals(kind.access(), listed.access());
    m.close();
    assertFalse(Mmap.openMappings().contains(listed));
  }

  @Test
  void theListKnowsTheLengthAfterAResize() throws IOException {
    assumeTrue(kind.canResize(), "can't be resized");
    long odd = 5L * PAGE + 4321;
    assertFalse(listed(odd));
    m.resize(odd);
    assertTrue(listed(odd));
    m.close();
    assertFalse(listed(odd));
  }

  private static boolean listed(long length) {
    return Mmap.openMappings().stream().anyMatch(o -> o.length() == length);
  }

  @Test
  void aMappingOutlivesTheCallersChannel() throws IOException {
    assumeTrue(kind.isChannel(), "not made by a channel");
    FileChannel channel = mapped.channel();
    channel.close();
    assertMemoryAsExpected();
    assertThrows(IOException.class, m::size);
    m.flush();
    m.close();
  }

  @Test
  void aMappingOutlivesItsFilesName() throws IOException {
    assumeTrue(kind.isFile(), "no file");
    Files.delete(mapped.file());
    assertMemoryAsExpected();
    if (kind.canResize()) {
      m.resize(LENGTH + 1);
      assertEquals(0, m.get(-1));
    }
  }

  @Test
  void theCallersDescriptorStaysOpen() throws IOException {
    assumeTrue(kind == Kind.FILENO, "not made by a descriptor");
    int fd = NativeAccess.os().open(PathBytes.of(mapped.file()), true);
    try {
      Mmap second = Mmap.builder().fileno(fd).map();
      assertArrayEquals(part(0, 5), second.getSlice(0, 5));
      second.close();
      assertEquals(LENGTH, NativeAccess.os().status(fd).size());
    } finally {
      NativeAccess.os().close(fd);
    }
  }

  @Test
  void withoutADescriptorSizeEvictAndResizeSayWhy() {
    assumeTrue(kind == Kind.UNTRACKED, "tracks its descriptor");
    for (Exception e :
        List.of(
            assertThrows(IllegalStateException.class, m::size),
            assertThrows(IllegalStateException.class, m::evict),
            assertThrows(IllegalStateException.class, () -> m.resize(LENGTH + 1)),
            assertThrows(IllegalStateException.class, () -> m.resize(1)))) {
      assertTrue(e.getMessage().contains("trackFd(false)"), e.getMessage());
    }
    assertMemoryAsExpected();
  }
}
