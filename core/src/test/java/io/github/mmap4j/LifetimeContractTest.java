package io.github.mmap4j;

import static io.github.mmap4j.harness.Kind.CONFINED;
import static io.github.mmap4j.harness.Kind.FILENO;
import static io.github.mmap4j.harness.Kind.UNTRACKED;
import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.CHANNELS;
import static io.github.mmap4j.harness.Kinds.FILES;
import static io.github.mmap4j.harness.Kinds.NATIVE;
import static io.github.mmap4j.harness.Kinds.PRIVATE_ANONYMOUS;
import static io.github.mmap4j.harness.Kinds.RESIZABLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.harness.Proc;
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

/** Checks when memory and descriptors are released. */
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

  @ForKinds(ALL)
  void closeUnmapsAtOnce() throws IOException {
    long address = address();
    assertFalse(Proc.smaps(address).isEmpty());
    m.close();
    List<String> after = Proc.smaps(address);
    // Another mapping of the process may get the address, so the file's name is compared.
    assertTrue(
        after.isEmpty() || kind.isAnonymous() || !after.getFirst().endsWith(fileName()),
        after::toString);
    if (kind.isFile()) {
      assertEquals(List.of(), Proc.maps(fileName()));
    }
  }

  @ForKinds(ALL)
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

  @ForKinds(ALL)
  void memoryIsNotExecutable() throws IOException {
    assertEquals('-', executable(m));
  }

  @ForKinds(PRIVATE_ANONYMOUS)
  void memoryIsExecutableWhereThatIsAskedFor() throws IOException {
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

  @ForKinds(NATIVE)
  void descriptorsAreClosedInChildProcesses() throws IOException {
    for (int fd : descriptors().keySet()) {
      assertEquals(O_CLOEXEC, Proc.flags(fd) & O_CLOEXEC, "descriptor " + fd);
    }
  }

  @ForKinds(but = CONFINED)
  void anyThreadMayClose() throws Exception {
    FutureTask<Boolean> task = new FutureTask<>(m::close, true);
    Thread.ofPlatform().start(task);
    task.get();
    assertTrue(m.isClosed());
    assertThrows(IllegalStateException.class, () -> m.get(0));
  }

  @ForKinds(RESIZABLE)
  void resizeKeepsOneMappingAndOneDescriptor() throws IOException {
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

  @ForKinds(FILES)
  void aMappingIsListedWhileItIsOpen() throws IOException {
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

  @ForKinds(RESIZABLE)
  void theListKnowsTheLengthAfterAResize() throws IOException {
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

  @ForKinds(CHANNELS)
  void aMappingOutlivesTheCallersChannel() throws IOException {
    FileChannel channel = mapped.channel();
    channel.close();
    assertMemoryAsExpected();
    assertThrows(IOException.class, m::size);
    m.flush();
    m.close();
  }

  @ForKinds(FILES)
  void aMappingOutlivesItsFilesName() throws IOException {
    Files.delete(mapped.file());
    assertMemoryAsExpected();
    if (kind.canResize()) {
      m.resize(LENGTH + 1);
      assertEquals(0, m.get(-1));
    }
  }

  @ForKinds(only = FILENO)
  void theCallersDescriptorStaysOpen() throws IOException {
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

  @ForKinds(only = UNTRACKED)
  void withoutADescriptorSizeEvictAndResizeSayWhy() {
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
