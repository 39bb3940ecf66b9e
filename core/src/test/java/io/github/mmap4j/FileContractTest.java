package io.github.mmap4j;

import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.WRITABLE;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Checks a mapping as a file with a position. */
class FileContractTest extends Contract {
  @ForKinds(
      value = ALL,
      longs = {0, 1, 100, 5000, 1 << 20, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void readGivesAtMostSoMany(long count) {
    m.seek(7);
    int given = count < 0 ? LENGTH - 7 : (int) Math.min(count, LENGTH - 7);
    assertArrayEquals(part(7, 7 + given), m.read(count));
    assertEquals(7 + given, m.tell());
  }

  @ForKinds(ALL)
  void readByteReadsToTheEndAndNoFurther() {
    for (byte b : expected) {
      assertEquals(b & 0xff, m.readByte());
    }
    assertThrows(BufferUnderflowException.class, m::readByte);
    assertEquals(LENGTH, m.tell());
    assertEquals(0, m.read().length);
    assertEquals(0, m.readLine().length);
  }

  @ForKinds(ALL)
  void linesMakeUpTheWhole() throws IOException {
    put(PAGE - 1, new byte[] {'\n'});
    put(2 * PAGE, new byte[] {'\n', '\n'});
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] line = m.readLine(); line.length > 0; line = m.readLine()) {
      long ends = m.tell();
      assertTrue(line[line.length - 1] == '\n' || ends == LENGTH);
      all.write(line);
      assertEquals(all.size(), ends);
    }
    assertArrayEquals(expected, all.toByteArray());
  }

  @ForKinds(ALL)
  void aLineIsDecoded() throws IOException {
    put(0, "h\u00e9\nx".getBytes(UTF_8));
    assertEquals("h\u00e9\n", m.readLine(UTF_8));
    assertEquals(4, m.tell());
    assertThrows(IllegalArgumentException.class, () -> m.readLine(UTF_16));
    assertEquals(4, m.tell());
    m.seek(0, Whence.END);
    assertEquals("", m.readLine(UTF_8));
  }

  @ForKinds(WRITABLE)
  void writeByteWritesToTheEndAndNoFurther() {
    m.seek(LENGTH - 1);
    m.writeByte(255);
    assertThrows(BufferOverflowException.class, () -> m.writeByte(1));
    assertThrows(IllegalArgumentException.class, () -> m.writeByte(256));
    assertThrows(IllegalArgumentException.class, () -> m.writeByte(-1));
    assertEquals(LENGTH, m.tell());
    expected[LENGTH - 1] = (byte) 255;
    assertMemoryAsExpected();
  }

  @ForKinds(WRITABLE)
  void allIsWrittenAtOnce() {
    Arrays.fill(expected, (byte) 9);
    assertEquals(LENGTH, m.write(expected));
    assertEquals(0, m.write(new byte[0]));
    assertEquals(LENGTH, m.tell());
    assertMemoryAsExpected();
  }

  @ForKinds(ALL)
  void seekStaysInside() {
    assertTrue(m.seekable());
    assertEquals(LENGTH, m.seek(0, Whence.END));
    assertEquals(LENGTH - 10, m.seek(-10, Whence.CUR));
    for (long[] bad : new long[][] {{LENGTH + 1, 0}, {-1, 0}, {Long.MAX_VALUE, 1}, {1, 2}}) {
      assertThrows(
          IllegalArgumentException.class, () -> m.seek(bad[0], Whence.values()[(int) bad[1]]));
    }
    assertThrows(IllegalArgumentException.class, () -> m.seek(Long.MIN_VALUE, Whence.END));
    assertEquals(LENGTH - 10, m.tell());
  }

  @ForKinds(ALL)
  void positionalCallsLeaveThePosition() throws IOException {
    m.seek(11);
    m.get(5);
    m.getSlice(0, 100);
    m.find(new byte[] {1}, 0);
    m.contains(3);
    m.flush();
    m.asChannel().read(ByteBuffer.allocate(3));
    assertEquals(11, m.tell());
  }
}
