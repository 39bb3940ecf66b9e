package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.internal.os.Errno;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mapping follows a file that somebody else has made longer or shorter. */
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

  private void assumeAFileThatCanBeAsked() {
    assumeTrue(kind.isFile() && kind != Kind.UNTRACKED, "no file, or no descriptor of it");
  }

  private void assumeItCanFollow() {
    assumeAFileThatCanBeAsked();
    assumeTrue(kind != Kind.CHANNEL_COPY, "the JDK can't lengthen a copy");
  }

  @Test
  void aCopyByChannelStaysAndKeepsWhatWasWritten() throws IOException {
    assumeTrue(kind == Kind.CHANNEL_COPY, "can follow");
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

  @Test
  void aCopyKeepsWhatWasWritten() throws IOException {
    assumeTrue(kind == Kind.COPY, "no copy, or one that can't follow");
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

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 4096, 12288, 12410, 12412, 16384, 16385, 1 << 20})
  void theMappingReachesToTheFilesEnd(int length) throws IOException {
    assumeItCanFollow();
    m.seek(5);
    MemorySegment before = m.asSegment();
    makeFile(length);
    assertEquals(length, m.refresh());
    assertEquals(length, m.length());
    assertMemoryAsExpected();
    assertEquals(kind.offset + length, m.size());
    assertEquals(5, m.tell());
    assertFalse(before.scope().isAlive());
  }

  @Test
  void againAndAgain() throws IOException {
    assumeItCanFollow();
    for (int length : new int[] {10 * PAGE, 1, 5 * PAGE + 1, 2 * PAGE, 100 * PAGE}) {
      makeFile(length);
      assertEquals(length, m.refresh());
      assertEquals(0, m.get(length / 2) - (expected[length / 2] & 0xff));
    }
  }

  @Test
  void whatIsWrittenAfterwardsReachesTheFile() throws IOException {
    assumeTrue(kind.writesFile() && kind != Kind.UNTRACKED, "writes no file, or keeps none");
    makeFile(LENGTH + 2 * PAGE);
    m.refresh();
    m.set(-1, 77);
    assertArrayEquals(new byte[] {77}, mapped.fileBytes(LENGTH + 2L * PAGE - 1, 1));
  }

  @Test
  void nothingHappensWhereTheLengthIsTheSame() throws IOException {
    assumeAFileThatCanBeAsked();
    MemorySegment before = m.asSegment();
    assertEquals(LENGTH, m.refresh());
    assertTrue(before.scope().isAlive());
    assertMemoryAsExpected();
  }

  @Test
  void aFileThatHasNothingLeftIsRefused() throws IOException {
    assumeAFileThatCanBeAsked();
    MemorySegment before = m.asSegment();
    makeFile(0);
    MmapException thrown = assertThrows(MmapException.class, m::refresh);
    assertEquals(Errno.EINVAL, thrown.errno());
    assertTrue(thrown.getMessage().contains("has " + kind.offset + " bytes"), thrown.getMessage());
    assertEquals(LENGTH, m.length());
    assertTrue(before.scope().isAlive());
  }

  @Test
  void aFaultIsOverOnceTheMappingHasFollowed() throws IOException {
    assumeItCanFollow();
    makeFile(100);
    assertThrows(MappingFaultException.class, () -> m.get(2L * PAGE));
    assertEquals(expected[50] & 0xff, m.get(50));
    assertEquals(100, m.refresh());
    assertThrows(IndexOutOfBoundsException.class, () -> m.get(2L * PAGE));
    assertMemoryAsExpected();
  }

  @Test
  void anonymousMemoryHasTheLengthThatItHas() throws IOException {
    assumeTrue(kind.isAnonymous(), "a file");
    MemorySegment before = m.asSegment();
    assertEquals(LENGTH, m.refresh());
    assertTrue(before.scope().isAlive());
  }

  @Test
  void withoutADescriptorThereIsNothingToFollow() {
    assumeTrue(kind == Kind.UNTRACKED, "has one");
    assertThrows(IllegalStateException.class, m::refresh);
  }
}
