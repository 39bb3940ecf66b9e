package io.github.mmap4j.internal.os;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.internal.os.NamedMemory.Named;
import io.github.mmap4j.internal.os.NamedMemory.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the folder after processes were killed in the middle of a call, and with other programs'
 * files in it.
 */
class LinuxNamedMemoryTest {
  private static final String NAME = "memory";

  @TempDir private Path folder;

  private final List<Named> opened = new ArrayList<>();
  private IpcCalls shared;
  private LinuxNamedMemory names;

  @BeforeEach
  void needsTheSystemsCalls() {
    assumeTrue(NativeAccess.ipcCalls() != null, NativeAccess.missingIpcCalls());
    shared = NativeAccess.ipcCalls();
    names = new LinuxNamedMemory(NativeAccess.os(), shared, folder.toString());
    int fd = shared.unnamed(folder.toString().getBytes(US_ASCII));
    assumeTrue(fd >= 0, "no files without a name in " + folder);
    NativeAccess.os().close(fd);
  }

  @AfterEach
  void close() {
    for (Named one : opened) {
      if (one.owner() != null) {
        one.owner().release();
      }
      NativeAccess.os().close(one.fd());
    }
  }

  private Named opened(Named named) {
    assertEquals(0, named.outcome().errno(), () -> named.outcome().toString());
    opened.add(named);
    return named;
  }

  private Path ownerFile() {
    return folder.resolve(OwnerFile.PREFIX + NAME);
  }

  /** Leaves an owner's file as a killed owner does; it is locked while the descriptor is open. */
  private int leaveOwnerFile(FileStatus memory) {
    int fd = shared.unnamed(folder.toString().getBytes(US_ASCII));
    shared.write(fd, OwnerFile.begun(memory).bytes());
    shared.lock(fd);
    assertEquals(0, shared.link(fd, ownerFile().toString().getBytes(US_ASCII)));
    return fd;
  }

  private List<State> states() {
    return names.list().entries().stream().map(NamedMemory.Entry::state).toList();
  }

  @Test
  void anOwnerThatWasKilledBeforeItsMemoryHadItsNameIsInNobodysWay() {
    NativeAccess.os().close(leaveOwnerFile(FileStatus.unknown(0)));
    assertEquals(List.of(State.STALE), states());
    opened(names.create(NAME, 10));
    assertEquals(List.of(State.OWNED), states());
  }

  @Test
  void anOwnerThatIsJustNamingItsMemoryIsNotDisturbed() {
    int fd = leaveOwnerFile(FileStatus.unknown(0));
    Named refused = names.create(NAME, 10);
    assertEquals(Errno.EEXIST, refused.outcome().errno());
    assertEquals(Errno.EAGAIN, names.unlinkStale(NAME).errno());
    assertEquals(Errno.ENOENT, names.unlink(NAME).errno());
    assertTrue(Files.exists(ownerFile()));
    NativeAccess.os().close(fd);
  }

  @Test
  void anOwnerThatIsNamingItsMemoryForTooLongIsNamed() {
    int fd = leaveOwnerFile(FileStatus.unknown(0));
    String process = "process " + ProcessHandle.current().pid() + " is creating ";
    for (Named refused : List.of(names.create(NAME, 10), names.createOrOpen(NAME, 10))) {
      assertEquals(Errno.EEXIST, refused.outcome().errno());
      assertTrue(refused.outcome().why().startsWith(process), refused.outcome().why());
    }
    NativeAccess.os().close(fd);
    opened(names.createOrOpen(NAME, 10));
  }

  /** CPython's resource tracker unlinks memory that a process has only opened. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNameThatOthersHaveUnlinkedIsFreeWhileItsOwnerLives(boolean orOpen) throws IOException {
    Named first = opened(names.create(NAME, 10));
    Files.delete(folder.resolve(NAME));
    assertEquals(List.of(), states());
    assertEquals(Errno.EAGAIN, names.unlinkStale(NAME).errno());
    Named second = opened(orOpen ? names.createOrOpen(NAME, 20) : names.create(NAME, 20));
    assertEquals(20, second.length());
    first.owner().release();
    assertEquals(List.of(State.OWNED), states());
    assertEquals(20, opened(names.open(NAME, false)).length());
  }

  /** A process may be stopped while it unlinks a name. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void aNameThatIsBeingUnlinkedForeverIsRefused(boolean orOpen) throws IOException {
    opened(names.create(NAME, 10));
    Files.delete(folder.resolve(NAME));
    int stopped = shared.open(ownerFile().toString().getBytes(US_ASCII), true);
    assertEquals(0, shared.lockChange(stopped));
    Named refused = orOpen ? names.createOrOpen(NAME, 10) : names.create(NAME, 10);
    assertEquals(Errno.EEXIST, refused.outcome().errno());
    NativeAccess.os().close(stopped);
    opened(names.create(NAME, 10));
  }

  @Test
  void unlinkingANameThatOthersHaveUnlinkedLeavesNothing() throws IOException {
    opened(names.create(NAME, 10));
    Files.delete(folder.resolve(NAME));
    assertEquals(Errno.ENOENT, names.unlink(NAME).errno());
    assertFalse(Files.exists(ownerFile()));
  }

  /** Other programs name their memory before they set its length. */
  @Test
  void memoryThatHasNoLengthYetIsWaitedFor() throws Exception {
    Path others = folder.resolve(NAME);
    FileChannel channel =
        FileChannel.open(others, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try (channel;
        ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<Named> waiting = executor.submit(() -> names.createOrOpen(NAME, 10));
      Thread.sleep(50);
      channel.write(ByteBuffer.allocate(10));
      assertNull(opened(waiting.get()).owner());
    }
  }

  @Test
  void memoryThatNeverGetsALengthIsRefused() throws IOException {
    Files.createFile(folder.resolve(NAME));
    Named refused = names.createOrOpen(NAME, 10);
    assertEquals(Errno.EINVAL, refused.outcome().errno());
    assertTrue(refused.outcome().why().contains("has 0 bytes"), refused.outcome().why());
  }

  @Test
  void whatReservesANameIsNamed() throws IOException {
    Files.writeString(ownerFile(), "mmap4j 2 something else\n");
    String why = names.create(NAME, 10).outcome().why();
    assertTrue(why.startsWith(ownerFile() + " belongs to user "), why);
  }

  @Test
  void whatOthersHaveMadeUnderAStaleNameIsLeftAlone() throws IOException {
    NativeAccess.os().close(leaveOwnerFile(FileStatus.unknown(0)));
    Path others = Files.write(folder.resolve(NAME), new byte[] {1, 2, 3});
    assertEquals(0, names.unlinkStale(NAME).errno());
    assertFalse(Files.exists(ownerFile()));
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(others));
  }

  @Test
  void whatOthersHaveMadeUnderTheNameIsNotTakenAwayByItsFormerOwner() throws IOException {
    Named made = opened(names.create(NAME, 10));
    Files.delete(folder.resolve(NAME));
    Path others = Files.write(folder.resolve(NAME), new byte[] {1, 2, 3});
    made.owner().release();
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(others));
    assertFalse(Files.exists(ownerFile()));
  }

  @Test
  void theFileOfALaterVersionIsLeftAlone() throws IOException {
    Files.writeString(ownerFile(), "mmap4j 2 something else\n");
    assertEquals(List.of(), states());
    assertEquals(Errno.ENOENT, names.unlinkStale(NAME).errno());
    assertEquals(Errno.EEXIST, names.create(NAME, 10).outcome().errno());
    assertEquals("mmap4j 2 something else\n", Files.readString(ownerFile()));
  }

  @Test
  void aSymbolicLinkInTheOwnersPlaceIsNotFollowed() throws IOException {
    Path target = folder.resolve("target");
    Files.writeString(target, "mmap4j 1 owned 1 2 3\n");
    Files.createSymbolicLink(ownerFile(), target);
    assertEquals(List.of(), states());
    assertEquals(Errno.EEXIST, names.create(NAME, 10).outcome().errno());
    assertEquals(Errno.ENOENT, names.unlinkStale(NAME).errno());
    assertEquals("mmap4j 1 owned 1 2 3\n", Files.readString(target));
    assertFalse(Files.exists(folder.resolve(NAME)));
  }

  @Test
  void aFailedCreationLeavesNothing() throws IOException {
    Files.write(folder.resolve(NAME), new byte[1]);
    assertEquals(Errno.EEXIST, names.create(NAME, 10).outcome().errno());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve(NAME)), files.toList());
    }
  }

  @Test
  void whatIsNoFileIsNotOpened() throws IOException {
    Files.createDirectory(folder.resolve(NAME));
    Named refused = names.open(NAME, false);
    assertEquals(Errno.EINVAL, refused.outcome().errno());
    assertNull(refused.owner());
    assertEquals(Errno.EACCES, names.unlink(NAME).errno());
  }

  /** Four threads do in one folder what processes do with one name. */
  @Test
  void creatingOpeningAndUnlinkingAtTheSameTimeNeverFails() throws Exception {
    Callable<Void> work =
        () -> {
          for (int round = 0; round < 500; round++) {
            Named one = names.createOrOpen(NAME, 100);
            assertEquals(0, one.outcome().errno(), () -> one.outcome().toString());
            switch (round % 3) {
              case 0 -> names.unlink(NAME);
              case 1 -> Files.deleteIfExists(folder.resolve(NAME));
              default -> {}
            }
            if (one.owner() != null) {
              one.owner().release();
            }
            NativeAccess.os().close(one.fd());
          }
          return null;
        };
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      for (Future<Void> future : executor.invokeAll(List.of(work, work, work, work))) {
        future.get();
      }
    }
    assertEquals(Errno.ENOENT, names.unlink(NAME).errno());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void onlyOneOfManyCreatorsOwnsAtATime() throws Exception {
    int threads = 4;
    int rounds = 200;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int round = 0; round < rounds; round++) {
        Callable<Named> work = () -> names.createOrOpen(NAME, 100);
        List<Named> all = new ArrayList<>();
        for (Future<Named> future : executor.invokeAll(List.of(work, work, work, work))) {
          all.add(future.get());
        }
        for (Named one : all) {
          assertEquals(0, one.outcome().errno(), () -> one.outcome().toString());
          assertEquals(100, one.length());
        }
        assertEquals(1, all.stream().filter(one -> one.owner() != null).count());
        for (Named one : all) {
          if (one.owner() != null) {
            one.owner().release();
          }
          NativeAccess.os().close(one.fd());
        }
      }
    }
    assertEquals(List.of(), states());
  }
}
