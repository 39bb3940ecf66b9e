package io.github.mmap4j;

import static io.github.mmap4j.harness.Kind.CHANNEL_COPY;
import static io.github.mmap4j.harness.Kind.COPY;
import static io.github.mmap4j.harness.Kind.OFFSET;
import static io.github.mmap4j.harness.Kind.UNTRACKED;
import static io.github.mmap4j.harness.Kind.WINDOWS;
import static io.github.mmap4j.harness.Kinds.ANONYMOUS;
import static io.github.mmap4j.harness.Kinds.FILES;
import static io.github.mmap4j.harness.Kinds.REFRESHABLE;
import static io.github.mmap4j.harness.Kinds.WRITING_FILES;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.os.Platform;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Checks that a mapping follows a file that others lengthen or shorten. */
class RefreshContractTest extends Contract {
  private void makeFile(int length) throws IOException {
    try (FileChannel channel =
        FileChannel.open(mapped.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.truncate(kind.offset + length);
    }
    if (length > LENGTH) {
      mapped.writeFile(length - 1, new byte[] {7});
      expected = Arrays.copyOf(expected, length);
      expected[length - 1] = 7;
    } else {
      expected = Arrays.copyOf(expected, length);
    }
  }

  @ForKinds(only = CHANNEL_COPY)
  void aCopyByChannelStaysAndKeepsWhatWasWritten() throws IOException {
    m.set(7, 77);
    expected[7] = 77;
    MemorySegment before = m.asSegment();
    byte[] written = expected;
    makeFile(LENGTH + 2 * PAGE);
    assertThrows(UnsupportedOperationException.class, m::refresh);
    expected = written;
    assertMemoryAsExpected();
    assertTrue(before.scope().isAlive());
  }

  @ForKinds(only = COPY)
  void aCopyKeepsWhatWasWritten() throws IOException {
    m.set(7, 77);
    m.set(2L * PAGE, 78);
    makeFile(LENGTH + 2 * PAGE);
    m.refresh();
    assertEquals(77, m.get(7));
    assertEquals(78, m.get(2L * PAGE));
    makeFile(PAGE);
    m.refresh();
    assertEquals(77, m.get(7));
  }

  @ForKinds(
      value = REFRESHABLE,
      longs = {1, 100, 4096, 12288, 12410, 12412, 16384, 16385, 1 << 20})
  void theMappingReachesToTheFilesEnd(long length) throws IOException {
    m.seek(5);
    MemorySegment before = m.asSegment();
    makeFile((int) length);
    assertEquals(length, m.refresh());
    assertEquals(length, m.length());
    assertMemoryAsExpected();
    assertEquals(kind.offset + length, m.size());
    assertEquals(5, m.tell());
    assertEquals(kind.growsInPlace() && length >= LENGTH, before.scope().isAlive());
  }

  @ForKinds(REFRESHABLE)
  void againAndAgain() throws IOException {
    for (int length : new int[] {10 * PAGE, 1, 5 * PAGE + 1, 2 * PAGE, 100 * PAGE}) {
      makeFile(length);
      assertEquals(length, m.refresh());
      assertEquals(0, m.get(length / 2) - (expected[length / 2] & 0xff));
    }
  }

  @ForKinds(value = WRITING_FILES, but = UNTRACKED)
  void whatIsWrittenAfterwardsReachesTheFile() throws IOException {
    makeFile(LENGTH + 2 * PAGE);
    m.refresh();
    m.set(-1, 77);
    assertArrayEquals(new byte[] {77}, mapped.fileBytes(LENGTH + 2L * PAGE - 1, 1));
  }

  @ForKinds(value = FILES, but = UNTRACKED)
  void nothingHappensWhereTheLengthIsTheSame() throws IOException {
    MemorySegment before = m.asSegment();
    assertEquals(LENGTH, m.refresh());
    assertTrue(before.scope().isAlive());
    assertMemoryAsExpected();
  }

  @ForKinds(REFRESHABLE)
  void aFileThatHasNothingLeftMakesAnEmptyMappingUntilItGrows() throws IOException {
    MemorySegment before = m.asSegment();
    makeFile(0);
    assertEquals(0, m.refresh());
    assertFalse(before.scope().isAlive());
    assertIsEmpty();
    assertEquals(0, m.refresh());
    assertIsEmpty();
    makeFile(LENGTH + 5 * PAGE);
    assertEquals(LENGTH + 5 * PAGE, m.refresh());
    assertMemoryAsExpected();
    makeFile(0);
    m.refresh();
    m.close();
    assertTrue(m.isClosed());
  }

  private void assertIsEmpty() throws IOException {
    assertEquals(0, m.length());
    String message = assertThrows(IndexOutOfBoundsException.class, () -> m.get(0)).getMessage();
    assertEquals("index 0: the mapping is empty", message);
    assertThrows(IndexOutOfBoundsException.class, () -> m.get(-1));
    m.seek(0);
    assertEquals(0, m.read().length);
    assertEquals(0, m.readLine().length);
    assertEquals(0, m.getSlice(0).length);
    assertEquals(-1, m.find(new byte[] {1}));
    assertEquals(-1, m.rfind(new byte[] {1}));
    assertEquals(0, m.find(new byte[0]));
    assertEquals(0, m.count(new byte[] {1}));
    assertEquals(0, m.lines().count());
    assertEquals(0, m.asSegment().byteSize());
    assertEquals(0, m.asByteBuffer(0, 0).capacity());
    assertEquals(-1, m.inputStream().read());
    assertEquals(0, m.nextData(0));
    assertEquals(0, m.nextHole(0));
    if (!kind.isReadOnly()) {
      assertEquals(0, m.asChannel().truncate(0).size());
    }
    m.flush();
    if (m.capabilities().contains(Capability.LOCK)) {
      m.lock();
      m.unlock();
      m.madvise(Advice.WILLNEED);
    }
    if (m.capabilities().contains(Capability.RESIDENCY)) {
      assertEquals(0, m.residency().totalPages());
    }
    assertEquals(kind.offset, m.size());
  }

  @ForKinds(only = OFFSET)
  void aFileThatEndsBeforeTheOffsetMakesAnEmptyMapping() throws IOException {
    try (FileChannel channel = FileChannel.open(mapped.file(), StandardOpenOption.WRITE)) {
      channel.truncate(1);
    }
    assertEquals(0, m.refresh());
    assertEquals(1, m.size());
  }

  @ForKinds(value = WRITING_FILES, but = UNTRACKED)
  void anEmptyMappingGrowsByResizeAndByAnAppender() throws IOException {
    makeFile(0);
    m.refresh();
    try (Appender appender = m.appender()) {
      appender.write(new byte[] {1, 2, 3});
    }
    assertEquals(3, m.length());
    assertArrayEquals(new byte[] {1, 2, 3}, mapped.fileBytes(0, 3));
    makeFile(0);
    m.refresh();
    m.resize(PAGE + 1);
    m.set(-1, 7);
    assertArrayEquals(new byte[] {7}, mapped.fileBytes(PAGE, 1));
  }

  @ForKinds(value = REFRESHABLE, but = WINDOWS) // which shortens no file that is mapped
  void adviceAndLocksEndWhereAMappingIsEmptyToo() throws IOException {
    assumeTrue(m.capabilities().contains(Capability.LOCK), "the JDK neither locks nor advises");
    assumeTrue(Platform.current() == Platform.LINUX, "needs /proc/self/smaps");
    m.madvise(Advice.RANDOM);
    m.madvise(Advice.DONTDUMP);
    m.lock();
    makeFile(0);
    m.refresh();
    m.madvise(Advice.NORMAL);
    m.unlock();
    makeFile(5 * PAGE);
    m.refresh();
    for (String flags : Proc.vmFlagsOfPages(m.asSegment().address(), 5)) {
      assertFalse(flags.contains(" rr "), "read at random: " + flags);
      assertFalse(flags.contains(" lo "), "locked: " + flags);
      assertTrue(flags.contains(" dd "), "not in core dumps: " + flags);
    }
  }

  @ForKinds(value = REFRESHABLE, but = WINDOWS) // which shortens no file that is mapped
  void adviceForAnEmptyMappingIsForWhatIsAdded() throws IOException {
    assumeTrue(m.capabilities().contains(Capability.ADVISE), "the JDK gives no advice");
    assumeTrue(Platform.current() == Platform.LINUX, "needs /proc/self/smaps");
    makeFile(0);
    m.refresh();
    m.madvise(Advice.RANDOM);
    m.lock();
    makeFile(5 * PAGE);
    m.refresh();
    for (String flags : Proc.vmFlagsOfPages(m.asSegment().address(), 5)) {
      assertTrue(flags.contains(" rr "), "read at random: " + flags);
      assertFalse(flags.contains(" lo "), "locked: " + flags);
    }
  }

  @ForKinds(REFRESHABLE)
  void aFaultIsOverOnceTheMappingHasFollowed() throws IOException {
    makeFile(100);
    assertThrows(MappingFaultException.class, () -> m.get(2L * PAGE));
    assertEquals(expected[50] & 0xff, m.get(50));
    assertEquals(100, m.refresh());
    assertThrows(IndexOutOfBoundsException.class, () -> m.get(2L * PAGE));
    assertMemoryAsExpected();
  }

  @ForKinds(ANONYMOUS)
  void anonymousMemoryHasTheLengthThatItHas() throws IOException {
    MemorySegment before = m.asSegment();
    assertEquals(LENGTH, m.refresh());
    assertTrue(before.scope().isAlive());
  }

  @ForKinds(only = UNTRACKED)
  void withoutADescriptorThereIsNothingToFollow() {
    assertThrows(IllegalStateException.class, m::refresh);
  }
}
