package io.github.mmap4j;

import static io.github.mmap4j.harness.Kind.CHANNEL;
import static io.github.mmap4j.harness.Kind.FILENO;
import static io.github.mmap4j.harness.Kind.PATH;
import static io.github.mmap4j.harness.Kind.PRIVATE_WITHOUT_REMAP;
import static io.github.mmap4j.harness.Kinds.LARGE;
import static io.github.mmap4j.harness.Kinds.NATIVE;
import static io.github.mmap4j.harness.Kinds.RESIZABLE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.EachKind;
import io.github.mmap4j.harness.ForKinds;
import io.github.mmap4j.harness.Mapped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.junit.jupiter.api.function.Executable;

/** Checks mappings of five GiB, almost all of them holes, to find counts kept in an int. */
class LargeContractTest extends EachKind {
  private static final long LENGTH = (5L << 30) + 123;
  private static final long FAR = (4L << 30) + 5;
  private static final byte[] HELLO = "hello\n".getBytes(US_ASCII);

  @Override
  protected Mapped make() throws IOException {
    return kind.mapZeros(directory, LENGTH);
  }

  @ForKinds(LARGE)
  void bytesAndSlices() throws IOException {
    assertEquals(LENGTH, m.length());
    m.set(FAR, 200);
    m.set(-1, 201);
    assertEquals(200, m.get(FAR - LENGTH));
    assertEquals(201, m.get(LENGTH - 1));
    assertEquals(0, m.get(FAR - (4L << 30)), "the same place in the first 4 GiB");
    m.setSlice(FAR, FAR + 6, HELLO);
    m.setSlice(FAR + 100, FAR + 112, 2, HELLO);
    assertArrayEquals(HELLO, m.getSlice(FAR, FAR + 6));
    assertArrayEquals("\nolleh".getBytes(US_ASCII), m.getSlice(FAR + 110, FAR + 98, -2));
    assertArrayEquals(new byte[] {'h', 0, 0}, m.getSlice(FAR + 100, LENGTH, 1L << 29));
    if (kind.writesFile()) {
      assertArrayEquals(HELLO, mapped.fileBytes(FAR, 6));
    }
  }

  @ForKinds(LARGE)
  void searchInRangesFarBehind() {
    m.setSlice(FAR, FAR + 6, HELLO);
    m.setSlice(FAR + 100, FAR + 106, HELLO);
    assertEquals(FAR, m.find(HELLO, FAR - 1000));
    assertEquals(FAR + 100, m.find(HELLO, FAR + 1, FAR + 1000));
    assertEquals(FAR + 100, m.rfind(HELLO, FAR - 1000, FAR + 1000));
    assertEquals(FAR, m.rfind(HELLO, FAR - LENGTH - 5, FAR + 105));
    assertEquals(2, m.count(HELLO, FAR, FAR + 1000));
    assertEquals(-1, m.find(HELLO, FAR + 101, FAR + 1000));
    m.seek(FAR);
    assertEquals(FAR, m.find(HELLO));
    assertEquals(LENGTH, m.rfind(new byte[0]));
    assertEquals(LENGTH - FAR + 1, m.count(new byte[0]));
  }

  @ForKinds(LARGE)
  void aFileFarBehind() {
    assertEquals(FAR, m.seek(FAR));
    assertEquals(6, m.write(HELLO));
    m.writeByte(7);
    assertEquals(FAR + 7, m.tell());
    assertEquals(FAR, m.seek(-7, Whence.CUR));
    assertArrayEquals(HELLO, m.readLine());
    assertEquals(7, m.readByte());
    assertEquals(LENGTH - 3, m.seek(-3, Whence.END));
    assertArrayEquals(new byte[3], m.read());
    assertThrows(IllegalArgumentException.class, () -> m.seek(LENGTH + 1));
    assertEquals(LENGTH, m.tell());
  }

  @ForKinds(LARGE)
  void moveOverTheFourthGibibyte() {
    m.setSlice(0, 6, HELLO);
    m.move(FAR, 0, 6);
    m.move(FAR + 2, FAR, 6);
    assertArrayEquals("hehello\n".getBytes(US_ASCII), m.getSlice(FAR, FAR + 8));
    m.move(10, FAR + 2, 6);
    assertArrayEquals(HELLO, m.getSlice(10, 16));
    assertThrows(IllegalArgumentException.class, () -> m.move(LENGTH - 5, 0, 6));
  }

  @ForKinds(LARGE)
  void flushFarBehind() throws IOException {
    m.set(FAR, 1);
    long page = FAR / Mmap.PAGESIZE * Mmap.PAGESIZE;
    m.flush(page, 1000);
    m.flushRange(FAR, LENGTH - FAR);
    assertThrows(IllegalArgumentException.class, () -> m.flush(page, LENGTH));
  }

  @ForKinds({LARGE, NATIVE})
  void adviceFarBehind() throws IOException {
    long page = FAR / Mmap.PAGESIZE * Mmap.PAGESIZE;
    m.madvise(Advice.WILLNEED, page, 1L << 20);
    m.madvise(Advice.RANDOM, page);
  }

  @ForKinds(
      value = {LARGE, RESIZABLE},
      but = PRIVATE_WITHOUT_REMAP)
  void resizeFarBehind() throws IOException {
    m.setSlice(FAR, FAR + 6, HELLO);
    m.resize(LENGTH + (1L << 30));
    assertArrayEquals(HELLO, m.getSlice(FAR, FAR + 6));
    assertEquals(0, m.get(-1));
    m.resize(FAR + 3);
    assertArrayEquals("hel".getBytes(US_ASCII), m.getSlice(FAR));
    assertEquals(FAR + 3, kind.isFile() ? mapped.fileLength() : m.size());
  }

  /** Copies only as much as no int can count, because the copy takes memory and time. */
  @ForKinds(only = PRIVATE_WITHOUT_REMAP)
  void growthCopiesWhatIsFarBehind() throws IOException {
    long far = (2L << 30) + 5;
    m.resize(far + 6);
    m.setSlice(far, far + 6, HELLO);
    m.resize(LENGTH);
    assertArrayEquals(HELLO, m.getSlice(far, far + 6));
    assertEquals(0, m.get(-1));
    m.resize(far + 3);
    assertArrayEquals("hel".getBytes(US_ASCII), m.getSlice(far));
    assertEquals(far + 3, m.size());
  }

  @ForKinds(LARGE)
  void segmentsAndBuffersFarBehind() {
    m.setSlice(FAR, FAR + 6, HELLO);
    assertEquals(LENGTH, m.asSegment().byteSize());
    assertEquals('h', m.asSegment().get(JAVA_BYTE, FAR));
    assertEquals(ByteBuffer.wrap(HELLO), m.asByteBuffer(FAR, 6));
    assertEquals(1 << 29, m.asByteBuffer(FAR, 1 << 29).capacity());
    assertThrows(IndexOutOfBoundsException.class, () -> m.asByteBuffer(LENGTH - 5, 6));
    assertThrows(IndexOutOfBoundsException.class, () -> m.asByteBuffer(FAR, Integer.MAX_VALUE));
  }

  @ForKinds(LARGE)
  void channelsAndStreamsFarBehind() throws IOException {
    m.setSlice(FAR, FAR + 6, HELLO);
    SeekableByteChannel channel = m.asChannel();
    assertEquals(LENGTH, channel.size());
    ByteBuffer read = ByteBuffer.allocate(6);
    assertEquals(6, channel.position(FAR).read(read));
    assertEquals(ByteBuffer.wrap(HELLO), read.flip());
    channel.write(ByteBuffer.wrap(HELLO));
    assertEquals(FAR + 12, channel.position());
    InputStream in = m.inputStream();
    assertEquals(Integer.MAX_VALUE, in.available());
    in.skipNBytes(FAR + 6);
    assertArrayEquals(HELLO, in.readNBytes(6));
    assertEquals(LENGTH - FAR - 12, in.skip(Long.MAX_VALUE));
    assertEquals(-1, in.read());
  }

  @ForKinds(LARGE)
  void moreThanAnArrayHoldsIsRefusedAndTheSegmentNamed() {
    m.seek(10);
    Executable[] calls = {
      () -> m.getSlice(0), () -> m.getSlice(0, LENGTH, 2), () -> m.read(), () -> m.read(3L << 30)
    };
    for (Executable call : calls) {
      Exception e = assertThrows(IllegalStateException.class, call);
      assertTrue(e.getMessage().contains("take them as a segment"), e.getMessage());
    }
    assertEquals(10, m.tell());
  }

  @ForKinds(only = {PATH, FILENO, CHANNEL})
  void anOffsetOverFourGibibytes() throws IOException {
    long offset = 4L << 30;
    m.setSlice(FAR, FAR + 6, HELLO);
    try (Mmap part = Mmap.builder().path(mapped.file()).offset(offset).map()) {
      assertEquals(LENGTH - offset, part.length());
      assertArrayEquals(HELLO, part.getSlice(5, 11));
      part.resize(20);
      assertEquals(offset + 20, part.size());
    }
    assertEquals(offset + 20, mapped.fileLength());
  }

  @ForKinds(LARGE)
  void aBufferLongerThanTheJdksLimitIsRefusedAndNamesIt() {
    int most = Integer.MAX_VALUE - 8;
    assertEquals(most, m.asByteBuffer(FAR - most, most).capacity());
    var e = assertThrows(IllegalStateException.class, () -> m.asByteBuffer(5, most + 1));
    assertTrue(e.getMessage().contains("" + (most + 1)), e.getMessage());
    assertTrue(e.getMessage().contains("at most " + most), e.getMessage());
    var jdks = assertThrows(IllegalStateException.class, () -> m.asSegment().asByteBuffer());
    assertTrue(jdks.getMessage().contains("too large"), jdks.getMessage());
  }
}
