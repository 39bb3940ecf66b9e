package io.github.mmap4j.share;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.harness.ForkedJvm;
import io.github.mmap4j.harness.MachineLock;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.share.ShareProgram.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests memory shared with real processes: JVMs and CPython. */
class SharingForkTest {
  private static final int COUNTERS = 8;
  private static final int TIMES = 1_000_000;
  private static final long GIGABYTE = 1L << 30;
  private static final int KILLS = 5;
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  @TempDir private Path folder;

  private final String name = FreshName.next();
  private MachineLock leftNames;

  @BeforeEach
  void needsTheSystemsCalls() throws IOException {
    assumeTrue(NativeAccess.ipcCalls() != null, NativeAccess.missingIpcCalls());
    leftNames = MachineLock.ofLeftNames();
  }

  @AfterEach
  void letOthersLeaveNames() {
    if (leftNames != null) {
      leftNames.close();
    }
  }

  private ForkedJvm start(Role role, Object... arguments) throws IOException {
    return startUnder(List.of(), role, arguments);
  }

  private ForkedJvm startUnder(List<String> prefix, Role role, Object... arguments)
      throws IOException {
    List<Object> all = new ArrayList<>(List.of(role));
    all.addAll(List.of(arguments));
    return ForkedJvm.startUnder(
        prefix, folder, ForkedJvm.onClassPath(), ShareProgram.class, all.toArray());
  }

  private String python(String program, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", "-c", program));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process python;
    try {
      python = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "python3 can't be started: " + e.getMessage());
      return "";
    }
    String said = new String(python.getInputStream().readAllBytes(), US_ASCII);
    assertEquals(0, python.waitFor(), said);
    return said;
  }

  @Test
  void parentAndChildExchangeDataByAToken() throws Exception {
    try (SharedMemory memory = SharedMemory.anonymous(13);
        Mmap m = memory.map()) {
      m.write("Hello world!\n".getBytes(US_ASCII));
      assertEquals("Hello world!\n", start(Role.CHILD, memory.token()).end());
      assertArrayEquals("HELLO world!\n".getBytes(US_ASCII), m.getSlice(0));
    }
  }

  @Test
  void anotherProcessCantUndoWhatIsSealed() throws Exception {
    try (SharedMemory memory = SharedMemory.anonymous(13);
        Mmap m = memory.map()) {
      memory.seal(Seal.SHRINK, Seal.GROW, Seal.FUTURE_WRITE);
      m.write("Hello world!\n".getBytes(US_ASCII));
      assertEquals("Hello world!\n", start(Role.SEALED, memory.token()).end());
      assertEquals(13, memory.length());
    }
  }

  @Test
  void anotherProcessMapsTheSameTagname() throws Exception {
    try (Mmap m = Mmap.builder().anonymous().tagname(name).length(13).map()) {
      m.write("Hello world!\n".getBytes(US_ASCII));
      assertEquals("Hello world!\n", start(Role.TAG, name, 13).end());
      assertArrayEquals("HELLO world!\n".getBytes(US_ASCII), m.getSlice(0));
      assertEquals(List.of(SharedName.State.OWNED), states());
    }
    assertEquals(List.of(), states());
  }

  @Test
  void pythonOpensTheSameName() throws Exception {
    String program =
        """
        import mmap, os, sys
        from multiprocessing import resource_tracker, shared_memory
        s = shared_memory.SharedMemory(name=sys.argv[1])
        resource_tracker.unregister(s._name, 'shared_memory')
        print(s.size, bytes(s.buf[0:5]).decode())
        s.buf[0:5] = b'snake'
        s.close()
        """;
    try (SharedMemory memory = SharedMemory.create(name, 5000);
        Mmap m = memory.map()) {
      m.write("hello".getBytes(US_ASCII));
      assertEquals("5000 hello\n", python(program, name));
      assertArrayEquals("snake".getBytes(US_ASCII), m.getSlice(0, 5));
    }
  }

  @Test
  void whatPythonHasMadeIsOpened() throws Exception {
    String program =
        """
        import sys
        from multiprocessing import resource_tracker, shared_memory
        s = shared_memory.SharedMemory(name=sys.argv[1], create=True, size=4096)
        resource_tracker.unregister(s._name, 'shared_memory')
        s.buf[0:5] = b'snake'
        s.close()
        """;
    python(program, name);
    try (SharedMemory memory = SharedMemory.open(name);
        Mmap m = memory.map()) {
      assertArrayEquals("snake".getBytes(US_ASCII), m.read(5));
      assertFalse(memory.isOwner());
      assertFalse(SharedMemory.removeStale().contains(name), "it is not known whether it is used");
      assertTrue(SharedMemory.list().stream().noneMatch(e -> e.name().equals(name)));
    } finally {
      assertTrue(SharedMemory.unlink(name));
    }
  }

  @Test
  void pythonMapsTheDescriptorThatIsHandedOver() throws Exception {
    String program =
        """
        import mmap, os, sys
        fd = os.open(sys.argv[1], os.O_RDWR)
        m = mmap.mmap(fd, 0)
        print(len(m), m[0:5].decode())
        m[0:5] = b'snake'
        m.close()
        """;
    try (SharedMemory memory = SharedMemory.anonymous(100);
        Mmap m = memory.map()) {
      m.write("hello".getBytes(US_ASCII));
      assertEquals("100 hello\n", python(program, memory.path()));
      assertArrayEquals("snake".getBytes(US_ASCII), m.getSlice(0, 5));
    }
  }

  @Test
  void noCountIsLostAmongProcesses() throws Exception {
    try (SharedMemory memory = SharedMemory.create(name, 4096);
        SharedWords words = memory.words()) {
      List<ForkedJvm> all = new ArrayList<>();
      for (int i = 0; i < COUNTERS; i++) {
        all.add(start(Role.COUNT, name, TIMES));
      }
      for (ForkedJvm one : all) {
        one.endWithin(10);
      }
      assertEquals((long) COUNTERS * TIMES, words.getLong(0));
      assertEquals(COUNTERS * TIMES, words.getInt(8));
      assertEquals((long) COUNTERS * TIMES, words.getLong(16));
    }
  }

  private ForkedJvm owner(long length) throws Exception {
    ForkedJvm owner = start(Role.OWN, name, length);
    while (owner.isAlive() && owner.said().isEmpty()) {
      Thread.sleep(1);
    }
    assertEquals("made " + length + "\n", owner.said());
    return owner;
  }

  private List<SharedName.State> states() throws IOException {
    return SharedMemory.list().stream()
        .filter(e -> e.name().equals(name))
        .map(SharedName::state)
        .toList();
  }

  @Test
  void whatAKilledOwnerLeavesIsFoundAndTakenAway() throws Exception {
    ForkedJvm owner = owner(6000);
    assertEquals(List.of(SharedName.State.OWNED), states());
    assertFalse(SharedMemory.removeStale().contains(name), "its owner lives");
    assertEquals(6000, SharedMemory.open(name).length());

    owner.kill();
    assertEquals(List.of(SharedName.State.STALE), states());
    try (SharedMemory left = SharedMemory.open(name);
        Mmap m = left.map()) {
      MmapException e = assertThrows(MmapException.class, () -> SharedMemory.create(name, 1));
      assertTrue(e.getMessage().contains("its owner is gone, it can be removed"), e.getMessage());
      assertTrue(SharedMemory.removeStale().contains(name));
      m.set(5999, 1); // mapped memory stays usable
    }
    assertEquals(List.of(), states());
    assertFalse(Files.exists(Path.of("/dev/shm", name)));
    SharedMemory.create(name, 1).close();
  }

  @Test
  void theNameGoesWithAnOwnerThatEndsByItself() throws Exception {
    ForkedJvm owner = owner(10);
    owner.end();
    assertEquals(List.of(), states());
    assertFalse(Files.exists(Path.of("/dev/shm", name)));
  }

  @Test
  void whoWaitsIsWokenByAnotherProcess() throws Exception {
    try (SharedMemory memory = SharedMemory.create(name, 8);
        SharedWords words = memory.words()) {
      ForkedJvm other = start(Role.SIGNAL, name);
      words.setInt(4, 1);
      words.wake(4);
      assertTrue(words.waitWhile(0, 0, Duration.ofSeconds(60)));
      assertEquals(1, words.getInt(0));
      other.end();
    }
  }

  /** Receivers are killed meanwhile, at arbitrary moments. */
  @Test
  void everyByteOfAGigabyteOfMessagesArrives() throws Exception {
    String counts = FreshName.next();
    try (SharedMemory pipe = SharedMemory.create(name, 1 << 20);
        SharedMemory counted = SharedMemory.create(counts, 4096);
        SharedWords words = counted.words()) {
      ForkedJvm sender = start(Role.SEND, name, GIGABYTE);
      for (int kills = 0; kills < KILLS; kills++) {
        ForkedJvm receiver = start(Role.RECEIVE, name, counts);
        long before = words.getLong(0);
        while (receiver.isAlive() && words.getLong(0) < before + 100) {
          Thread.sleep(1);
        }
        assertTrue(receiver.isAlive(), "it has received all, or failed");
        receiver.kill();
      }
      long received = words.getLong(0);
      start(Role.RECEIVE, name, counts).endWithin(10);
      sender.end();
      assertEquals(ShareProgram.messages(GIGABYTE), words.getLong(0));
      assertTrue(received < words.getLong(0), "nothing was left to receive");
      assertTrue(pipe.isOwner());
    }
  }

  @Test
  void anotherUserCantOpenTheName() throws Exception {
    assumeAnotherUserCanRunIt();
    try (SharedMemory memory = SharedMemory.create(name, 5000)) {
      String said = startUnder(AS_NOBODY, Role.OPEN, name).end();
      assertTrue(said.contains("EACCES"), said);
      assertTrue(said.contains("belongs to user 0"), said);
      assertTrue(said.contains("user 65534 asked for it"), said);
      said = startUnder(AS_NOBODY, Role.CREATE, name, 6000).end();
      assertTrue(said.contains("belongs to user 0 and has 5000 bytes"), said);
      assertTrue(said.contains("user 65534 asked for 6000 bytes"), said);
      said = startUnder(AS_NOBODY, Role.ATTACH, memory.token()).end();
      assertTrue(said.contains("EACCES"), said);
    }
  }

  /** Root may open every file, so the library itself must refuse. */
  @Test
  void memoryOfAnotherUserIsRefusedThoughTheSystemWouldOpenIt() throws Exception {
    assumeAnotherUserCanRunIt();
    ForkedJvm owner = startUnder(AS_NOBODY, Role.OWN, name, 5000);
    while (owner.isAlive() && owner.said().isEmpty()) {
      Thread.sleep(1);
    }
    MmapException e = assertThrows(MmapException.class, () -> SharedMemory.open(name));
    assertEquals("EACCES", e.errnoName());
    assertTrue(e.getMessage().contains("belongs to user 65534 and has 5000 bytes"), e.getMessage());
    assertThrows(MmapException.class, () -> SharedMemory.createOrOpen(name, 5000));
    assertThrows(MmapException.class, () -> SharedMemory.unlink(name));
    assertEquals(List.of(), states());
    owner.end();
  }

  /** Both this process and a child process meet the link that another user has planted. */
  @Test
  void aLinkThatAnotherUserHasPlantedIsNotFollowed() throws Exception {
    assumeAnotherUserCanRunIt();
    Path planted = Path.of("/dev/shm", name);
    Path target = Files.write(folder.resolve("target"), new byte[100]);
    List<String> plant = new ArrayList<>(AS_NOBODY);
    plant.addAll(List.of("ln", "-s", target.toString(), planted.toString()));
    assertEquals(0, new ProcessBuilder(plant).inheritIO().start().waitFor());
    try {
      assertEquals(65534, Files.getAttribute(planted, "unix:uid", LinkOption.NOFOLLOW_LINKS));
      for (Role role : List.of(Role.OPEN, Role.CREATE)) {
        String said = start(role, name, 100).end();
        assertTrue(said.contains("symbolic link"), role + " " + said);
      }
      assertThrows(MmapException.class, () -> SharedMemory.open(name));
      assertThrows(MmapException.class, () -> SharedMemory.createOrOpen(name, 100));
      assertThrows(MmapException.class, () -> SharedMemory.unlink(name));
      assertTrue(Files.isSymbolicLink(planted));
      assertArrayEquals(new byte[100], Files.readAllBytes(target));
    } finally {
      Files.delete(planted);
    }
  }

  private static void assumeAnotherUserCanRunIt() throws Exception {
    URI classes = ShareProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    List<String> command = new ArrayList<>(AS_NOBODY);
    command.addAll(List.of("test", "-x", Path.of(classes).toString()));
    try {
      Process test = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(test.getInputStream().readAllBytes(), US_ASCII);
      assumeTrue(test.waitFor() == 0, "another user can't run this here (root?): " + said);
    } catch (IOException e) {
      assumeTrue(false, "no setpriv to play another user: " + e.getMessage());
    }
  }
}
