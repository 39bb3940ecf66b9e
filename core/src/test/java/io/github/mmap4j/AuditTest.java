package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.PathBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a hook is told of each mapping before it is made, and can prevent it. */
class AuditTest {
  private static final long PAGE = Mmap.ALLOCATIONGRANULARITY;

  @TempDir Path directory;
  private Path file;
  private final Thread own = Thread.currentThread();
  private final List<MapRequest> heard = new ArrayList<>();
  private AuditHook hook = heard::add;

  /** Passes on only what this test's own thread maps, because other tests run in parallel. */
  private final AuditHook ofOwnThread =
      request -> {
        if (Thread.currentThread() == own) {
          hook.mapping(request);
        }
      };

  @BeforeEach
  void listen() throws IOException {
    file = Files.write(directory.resolve("file"), new byte[(int) PAGE + 10]);
    Mmap.addAuditHook(ofOwnThread);
  }

  @AfterEach
  void leave() {
    Mmap.removeAuditHook(ofOwnThread);
  }

  private void assertHeard(int fileno, Path path, long length, Access access, long offset) {
    assertEquals(List.of(new MapRequest(fileno, path, length, access, offset)), heard);
  }

  @Test
  void itHearsOfAPath() throws IOException {
    Mmap.builder().path(file).length(5).offset(PAGE).access(Access.COPY).map().close();
    assertHeard(-1, file, 5, Access.COPY, PAGE);
  }

  @Test
  void itHearsOfADescriptor() throws IOException {
    int fd = NativeAccess.os().open(PathBytes.of(file), false);
    Mmap.builder().fileno(fd).access(Access.READ).map().close();
    NativeAccess.os().close(fd);
    assertHeard(fd, null, 0, Access.READ, 0);
  }

  @Test
  void itHearsOfAChannel() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Mmap.builder().channel(channel).access(Access.READ).map().close();
    }
    assertHeard(-1, null, 0, Access.READ, 0);
  }

  @Test
  void itHearsOfAnonymousMemory() throws IOException {
    Mmap.anonymous(7).close();
    assertHeard(-1, null, 7, Access.DEFAULT, 0);
  }

  @Test
  void itHearsTheAccessThatTheProtectionMeans() throws IOException {
    Mmap.builder().path(file).protection(Protection.READ).map().close();
    Mmap.builder().path(file).protection(Protection.WRITE).map().close();
    assertEquals(
        List.of(Access.READ, Access.WRITE), heard.stream().map(MapRequest::access).toList());
  }

  @Test
  void aRemovedHookHearsNothing() throws IOException {
    AuditHook other = request -> heard.add(null);
    assertFalse(Mmap.removeAuditHook(other));
    Mmap.addAuditHook(other);
    assertTrue(Mmap.removeAuditHook(other));
    assertFalse(Mmap.removeAuditHook(other));
    Mmap.anonymous(1).close();
    assertEquals(1, heard.size());
  }

  @Test
  void itHearsBeforeTheFileIsOpened() throws IOException {
    Path late = directory.resolve("late");
    hook =
        (request -> {
          try {
            Files.write(request.path(), new byte[3]);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    try (Mmap m = Mmap.open(late)) {
      assertEquals(3, m.length());
    }
  }

  @Test
  void itHearsOfAPathThatIsNotThere() {
    Path missing = directory.resolve("missing");
    assertThrows(NoSuchFileException.class, () -> Mmap.open(missing));
    assertHeard(-1, missing, 0, Access.DEFAULT, 0);
  }

  @Test
  void whatItThrowsPreventsTheMapping() throws IOException {
    SecurityException refusal = new SecurityException("not here");
    hook =
        (request -> {
          throw refusal;
        });
    List<String> before = Proc.maps(file.toString());
    assertSame(refusal, assertThrows(SecurityException.class, () -> Mmap.open(file)));
    assertSame(refusal, assertThrows(SecurityException.class, () -> Mmap.anonymous(1)));
    assertEquals(before, Proc.maps(file.toString()));
    assertFalse(Mmap.openMappings().stream().anyMatch(o -> o.source().equals(file.toString())));
  }

  @Test
  void argumentsThatAreRefusedAreNotHeardOf() {
    assertThrows(IllegalArgumentException.class, () -> Mmap.builder().path(file).length(-1).map());
    assertThrows(IllegalArgumentException.class, () -> Mmap.builder().path(file).offset(-1).map());
    assertThrows(IllegalStateException.class, () -> Mmap.builder().map());
    assertEquals(List.of(), heard);
  }

  @Test
  void nullIsNoHook() {
    assertThrows(NullPointerException.class, () -> Mmap.addAuditHook(null));
  }
}
