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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests names that other processes unlink while their owner lives, or whose owner is killed. */
class LostNamesForkTest {
  private static final int LENGTH = LostNamesProgram.LENGTH;
  private static final int KILLS = 20;
  private static final int MOST_MILLIS = 40;
  private static final long RACE_NANOS = 3_000_000_000L;

  @TempDir private Path folder;

  private final String name = FreshName.next();
  private final List<ForkedJvm> started = new ArrayList<>();
  private MachineLock leftNames;

  @BeforeEach
  void needsTheSystemsCalls() throws IOException {
    assumeTrue(NativeAccess.ipcCalls() != null, NativeAccess.missingIpcCalls());
    leftNames = MachineLock.ofLeftNames();
  }

  @AfterEach
  void killAll() throws Exception {
    for (ForkedJvm one : started) {
      one.kill();
    }
    if (leftNames != null) {
      SharedMemory.unlink(name);
      leftNames.close();
    }
  }

  private ForkedJvm start(LostNamesProgram.Role role) throws Exception {
    ForkedJvm one =
        ForkedJvm.start(folder, ForkedJvm.onClassPath(), LostNamesProgram.class, role, name);
    started.add(one);
    while (one.isAlive() && one.said().isEmpty()) {
      Thread.sleep(1);
    }
    return one;
  }

  private List<SharedName.State> states() throws IOException {
    return SharedMemory.list().stream()
        .filter(e -> e.name().equals(name))
        .map(SharedName::state)
        .toList();
  }

  /** Attaches as CPython programs do; up to version 3.12, the exit then unlinks the name. */
  private void attachByPython() throws Exception {
    String program =
        """
        import sys
        from multiprocessing import shared_memory
        s = shared_memory.SharedMemory(name=sys.argv[1])
        print(bytes(s.buf[0:5]).decode())
        s.close()
        """;
    Process python;
    try {
      python =
          new ProcessBuilder("python3", "-c", program, name)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "python3 can't be started: " + e.getMessage());
      return;
    }
    assertEquals("hello\n", new String(python.getInputStream().readAllBytes(), US_ASCII));
    assertEquals(0, python.waitFor());
    Path file = Path.of("/dev/shm", name);
    for (int i = 0; i < 1000 && Files.exists(file); i++) {
      Thread.sleep(1); // the resource tracker ends after the program
    }
    assumeTrue(Files.notExists(file), "this version of CPython leaves the name");
  }

  @Test
  void aNameThatPythonTookAwayIsFree() throws Exception {
    SharedMemory first = SharedMemory.create(name, LENGTH);
    try (Mmap m = first.map()) {
      m.write("hello".getBytes(US_ASCII));
      attachByPython();

      assertEquals(List.of(), states());
      assertFalse(SharedMemory.removeStale().contains(name));
      assertThrows(MmapException.class, () -> SharedMemory.open(name));
      try (SharedMemory second = SharedMemory.createOrOpen(name, 2L * LENGTH)) {
        assertTrue(second.isOwner());
        assertEquals(List.of(SharedName.State.OWNED), states());
        first.close();
        assertEquals(2L * LENGTH, SharedMemory.open(name).length());
      }
      assertArrayEquals("hello".getBytes(US_ASCII), m.getSlice(0, 5));
    }
    assertEquals(List.of(), states());
  }

  @Test
  void aTagnameThatPythonTookAwayIsFree() throws Exception {
    try (Mmap first = Mmap.builder().anonymous().length(LENGTH).tagname(name).map()) {
      first.write("hello".getBytes(US_ASCII));
      attachByPython();
      try (Mmap second = Mmap.builder().anonymous().length(LENGTH).tagname(name).map()) {
        assertEquals(0, second.get(0));
        assertEquals('h', first.get(0));
      }
    }
  }

  @Test
  void aNameThatPythonTookFromAKilledOwnerIsStale() throws Exception {
    ForkedJvm owner = start(LostNamesProgram.Role.OWN);
    attachByPython();
    owner.kill();
    assertEquals(List.of(SharedName.State.STALE), states());
    SharedMemory.createOrOpen(name, LENGTH).close();
    assertEquals(List.of(), states());
  }

  @Test
  void aNameIsOpenedOrCreatedWhileOthersCreateAndUnlinkIt() throws Exception {
    start(LostNamesProgram.Role.LOOP);
    start(LostNamesProgram.Role.UNLINK);
    long end = System.nanoTime() + RACE_NANOS;
    while (System.nanoTime() < end) {
      try (SharedMemory one = SharedMemory.createOrOpen(name, LENGTH)) {
        assertEquals(LENGTH, one.length());
      }
    }
    for (ForkedJvm one : started) {
      one.end();
    }
    assertEquals(List.of(), states());
    assertFalse(SharedMemory.unlink(name));
  }

  @Test
  void anOwnerThatIsKilledAtAnyMomentLeavesANameThatCanBeUsed() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < KILLS; i++) {
      ForkedJvm looping = start(LostNamesProgram.Role.LOOP);
      Thread.sleep(random.nextInt(MOST_MILLIS));
      looping.kill();
      if (random.nextBoolean()) {
        SharedMemory.removeStale();
        assertEquals(List.of(), states());
        SharedMemory.create(name, LENGTH).close();
      } else {
        SharedMemory.createOrOpen(name, LENGTH).close();
        SharedMemory.removeStale();
      }
      assertFalse(SharedMemory.unlink(name), "seed " + seed);
    }
  }
}
