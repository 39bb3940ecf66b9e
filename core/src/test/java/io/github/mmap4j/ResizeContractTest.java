package io.github.mmap4j;

import static io.github.mmap4j.harness.Kind.CHANNEL_COPY;
import static io.github.mmap4j.harness.Kind.CHANNEL_READ;
import static io.github.mmap4j.harness.Kind.CONFINED;
import static io.github.mmap4j.harness.Kind.COPY;
import static io.github.mmap4j.harness.Kind.FILENO;
import static io.github.mmap4j.harness.Kind.READ;
import static io.github.mmap4j.harness.Kind.SHARED;
import static io.github.mmap4j.harness.Kind.WINDOWS;
import static io.github.mmap4j.harness.Kinds.FILES;
import static io.github.mmap4j.harness.Kinds.NATIVE;
import static io.github.mmap4j.harness.Kinds.RESIZABLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.PathBytes;
import io.github.mmap4j.internal.os.Platform;
import io.github.mmap4j.share.SharedMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.Pipe;
import java.util.Arrays;
import java.util.List;

/** Checks that a resize either succeeds or leaves the file and the mapping unchanged. */
class ResizeContractTest extends Contract {
  @ForKinds(
      value = RESIZABLE,
      longs = {1, 123, 4096, 12410, 12411, 12412, 40960, 1 << 20})
  void memoryAndFileEndThere(long length) throws IOException {
    m.resize(length);
    assertEquals(length, m.length());
    assertEquals(kind.offset + length, kind.isFile() ? m.size() : kind.offset + m.size());
    expected = Arrays.copyOf(expected, (int) length);
    assertMemoryAsExpected();
    if (kind.isFile()) {
      assertEquals(length, mapped.fileLength());
      assertArrayEquals(expected, mapped.fileBytes(0, (int) length));
    }
  }

  /** Another mapping of the same memory stores a byte where the shortened file has none. */
  @ForKinds(only = SHARED)
  void bytesStoredPastTheEndDoNotAppear() throws IOException {
    try (SharedMemory memory = SharedMemory.anonymous(PAGE);
        Mmap other = memory.map();
        Mmap changed = memory.map()) {
      changed.resize(100);
      other.set(200, 'X');
      changed.resize(PAGE);
      assertEquals(0, changed.get(200));
      changed.resize(100);
      other.set(200, 'X');
      try (Appender appender = changed.appender()) {
        appender.write(new byte[] {1, 2, 3});
        assertEquals(0, other.get(200));
      }
      changed.resize(300);
      assertEquals(0, changed.get(200));
    }
  }

  @ForKinds(value = RESIZABLE, but = WINDOWS) // which has no advice that lasts
  void adviceIsAlsoForWhatIsAdded() throws IOException {
    assumeTrue(m.capabilities().contains(Capability.ADVISE), "the JDK gives no advice");
    assumeTrue(Platform.current() == Platform.LINUX, "needs /proc/self/smaps");
    m.madvise(Advice.DONTDUMP, 0, PAGE);
    m.madvise(Advice.RANDOM);
    m.resize(LENGTH + 10 * PAGE);
    List<String> all = Proc.vmFlagsOfPages(m.asSegment().address(), 14);
    for (int page = 0; page < all.size(); page++) {
      assertTrue(all.get(page).contains(" rr "), "page " + page + ": " + all.get(page));
      assertEquals(page == 0, all.get(page).contains(" dd "), "page " + page + ": " + all);
    }
  }

  @ForKinds(RESIZABLE)
  void newBytesAreZeroAlsoWhereOldOnesWere() throws IOException {
    m.resize(100);
    m.resize(LENGTH);
    Arrays.fill(expected, 100, LENGTH, (byte) 0);
    assertMemoryAsExpected();
  }

  @ForKinds(only = FILENO)
  void newBytesOfAPrivateMappingOfAFileAreTheFilesOrZero() throws IOException {
    int fd = NativeAccess.os().open(PathBytes.of(mapped.file()), true);
    try (Mmap copy = Mmap.builder().fileno(fd).length(200).flags(MapFlag.PRIVATE).map()) {
      copy.setSlice(0, 200, new byte[200]);
      copy.set(150, 1);
      copy.resize(100);
      copy.resize(300);
      assertArrayEquals(new byte[300], copy.getSlice(0));
    } finally {
      NativeAccess.os().close(fd);
    }
  }

  @ForKinds(only = FILENO)
  void aPrivateMappingGrowsIntoTheFile() throws IOException {
    int fd = NativeAccess.os().open(PathBytes.of(mapped.file()), true);
    try (Mmap copy = Mmap.builder().fileno(fd).length(200).flags(MapFlag.PRIVATE).map()) {
      copy.resize(300);
      assertArrayEquals(part(0, 300), copy.getSlice(0));
    } finally {
      NativeAccess.os().close(fd);
    }
  }

  @ForKinds({RESIZABLE, FILES})
  void whatIsWrittenAfterwardsReachesTheFile() throws IOException {
    m.resize(LENGTH + 2 * PAGE);
    m.set(-1, 77);
    assertArrayEquals(new byte[] {77}, mapped.fileBytes(LENGTH + 2L * PAGE - 1, 1));
  }

  @ForKinds({RESIZABLE, FILES})
  void aFileLongerThanTheMappingIsCut() throws IOException {
    mapped.writeFile(5L * PAGE, new byte[] {1});
    m.resize(LENGTH + 1);
    assertEquals(LENGTH + 1, mapped.fileLength());
    expected = Arrays.copyOf(expected, LENGTH + 1);
    assertMemoryAsExpected();
  }

  @ForKinds(RESIZABLE)
  void thePositionStays() throws IOException {
    m.seek(LENGTH);
    m.resize(10);
    assertEquals(LENGTH, m.tell());
    assertEquals(0, m.read().length);
  }

  @ForKinds(only = {READ, CHANNEL_READ, COPY, CHANNEL_COPY})
  void readOnlyAndCopyRefuse() throws IOException {
    assertThrows(ReadOnlyBufferException.class, () -> m.resize(LENGTH + 1));
    assertThrows(ReadOnlyBufferException.class, () -> m.resize(LENGTH));
    assertUnchanged();
  }

  @ForKinds(
      value = RESIZABLE,
      longs = {0, -1, Long.MIN_VALUE})
  void aLengthBelowOneIsRefused(long length) throws IOException {
    assertThrows(IllegalArgumentException.class, () -> m.resize(length));
    assertUnchanged();
  }

  @ForKinds(
      value = RESIZABLE,
      longs = {Long.MAX_VALUE - (1 << 20), 1L << 62, 1L << 50})
  void whatTheSystemRefusesChangesNothing(long length) throws IOException {
    assertThrows(IOException.class, () -> m.resize(length));
    assertUnchanged();
    m.resize(LENGTH + 1);
    assertEquals(0, m.get(-1));
  }

  @ForKinds(
      value = {RESIZABLE, FILES, NATIVE},
      but = WINDOWS)
  void tooLongForTheFileSystemIsEfbig() {
    MmapException e = assertThrows(MmapException.class, () -> m.resize(1L << 62));
    assertEquals("EFBIG", e.errnoName());
    assertEquals("ftruncate", e.call());
  }

  @ForKinds(value = RESIZABLE, but = CONFINED)
  void whileTheSystemWorksOnAViewNothingChanges() throws Exception {
    Pipe pipe = Pipe.open();
    ByteBuffer view = m.asByteBuffer(0, 8);
    Thread reader = Thread.ofPlatform().start(() -> read(pipe, view));
    try {
      awaitNativeRead(reader);
      assertUnchanged();
      assertThrows(IllegalStateException.class, () -> m.resize(LENGTH - PAGE));
      assertUnchanged();
      assertThrows(IllegalStateException.class, m::close);
      assertUnchanged();
    } finally {
      pipe.sink().write(ByteBuffer.wrap(part(0, 8)));
      reader.join();
      pipe.sink().close();
      pipe.source().close();
    }
    assertEquals(0, view.remaining());
    m.resize(LENGTH + PAGE);
    assertEquals(LENGTH + PAGE, m.length());
  }

  private static void read(Pipe pipe, ByteBuffer view) {
    try {
      pipe.source().read(view);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns when {@code reader} is inside the system call, which returns only when bytes arrive.
   */
  private static void awaitNativeRead(Thread reader) {
    while (Arrays.stream(reader.getStackTrace())
        .limit(1)
        .noneMatch(frame -> frame.isNativeMethod() && frame.getMethodName().startsWith("read"))) {
      Thread.onSpinWait();
    }
  }

  @ForKinds({RESIZABLE, NATIVE})
  void memoryThatAdviceHasSplitStaysWhole() throws IOException {
    m.madvise(Advice.DONTDUMP, PAGE, PAGE);
    try {
      m.resize(LENGTH + 64L * PAGE);
      expected = Arrays.copyOf(expected, LENGTH + 64 * PAGE);
      assertMemoryAsExpected();
    } catch (MmapException e) {
      assertEquals("mremap EFAULT", e.call() + " " + e.errnoName());
      assertTrue(e.getMessage().contains("advice"), e.getMessage());
      assertUnchanged();
    }
    m.resize(PAGE + 1);
    expected = Arrays.copyOf(expected, PAGE + 1);
    assertMemoryAsExpected();
  }

  private void assertUnchanged() throws IOException {
    assertEquals(LENGTH, m.length());
    assertMemoryAsExpected();
    if (kind.isFile()) {
      assertEquals(LENGTH, mapped.fileLength());
      assertArrayEquals(expected, mapped.fileBytes(0, LENGTH));
    }
  }
}
