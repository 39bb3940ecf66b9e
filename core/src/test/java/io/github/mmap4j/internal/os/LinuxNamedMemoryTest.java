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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    shared.write(fd, OwnerFile.owned(memory).bytes());
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
