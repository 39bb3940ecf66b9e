package io.github.mmap4j;

import static io.github.mmap4j.harness.Kinds.ALL;
import static io.github.mmap4j.harness.Kinds.READ_ONLY;
import static io.github.mmap4j.harness.Kinds.RESIZABLE;
import static io.github.mmap4j.harness.Kinds.WRITABLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Contract;
import io.github.mmap4j.harness.ForKinds;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;

/** Checks that a mapping's streams keep the promises of InputStream and OutputStream. */
class StreamContractTest extends Contract {
  private InputStream in;

  @BeforeEach
  void open() {
    m.seek(17);
    in = m.inputStream();
  }

  @ForKinds(ALL)
  void readsUnsignedBytesFromTheFirstOn() throws IOException {
    for (int i = 0; i < 300; i++) {
      assertEquals(expected[i] & 0xff, in.read());
    }
    assertEquals(17, m.tell());
  }

  @ForKinds(ALL)
  void readsIntoPartOfAnArray() throws IOException {
    byte[] target = new byte[20];
    in.skipNBytes(LENGTH - 5);
    assertEquals(0, in.read(target, 20, 0));
    assertEquals(5, in.read(target, 3, 10));
    assertArrayEquals(part(LENGTH - 5, LENGTH), Arrays.copyOfRange(target, 3, 8));
    assertEquals(0, target[2] | target[8]);
    assertEquals(-1, in.read(target, 3, 10));
    assertEquals(-1, in.read());
    assertEquals(0, in.read(target, 0, 0));
  }

  @ForKinds(ALL)
  void aPartThatTheArrayLacksIsRefused() {
    assertThrows(IndexOutOfBoundsException.class, () -> in.read(new byte[3], 1, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> in.read(new byte[3], -1, 1));
    assertThrows(NullPointerException.class, () -> in.read(null, 0, 0));
  }

  @ForKinds(ALL)
  void readsAllAtOnce() throws IOException {
    assertArrayEquals(expected, in.readAllBytes());
    assertEquals(0, in.readAllBytes().length);
    assertEquals(0, in.available());
  }

  @ForKinds(ALL)
  void readsNBytes() throws IOException {
    assertArrayEquals(part(0, PAGE), in.readNBytes(PAGE));
    byte[] target = new byte[LENGTH];
    assertEquals(LENGTH - PAGE, in.readNBytes(target, 1, LENGTH - 1));
    assertArrayEquals(part(PAGE, LENGTH), Arrays.copyOfRange(target, 1, LENGTH - PAGE + 1));
    assertEquals(0, in.readNBytes(5).length);
  }

  @ForKinds(ALL)
  void transfersTheRest() throws IOException {
    in.skipNBytes(PAGE);
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    assertEquals(LENGTH - PAGE, in.transferTo(copy));
    assertArrayEquals(part(PAGE, LENGTH), copy.toByteArray());
    assertEquals(0, in.transferTo(copy));
  }

  @ForKinds(ALL)
  void skipsUpToTheEnd() throws IOException {
    assertEquals(10, in.skip(10));
    assertEquals(0, in.skip(-5));
    assertEquals(0, in.skip(0));
    assertEquals(LENGTH - 10, in.available());
    assertEquals(LENGTH - 10, in.skip(Long.MAX_VALUE));
    assertEquals(0, in.skip(1));
  }

  @ForKinds(ALL)
  void skippingBytesThatAreNotThereFails() throws IOException {
    in.skipNBytes(LENGTH);
    in.skipNBytes(-1);
    assertThrows(EOFException.class, () -> in.skipNBytes(1));
    assertEquals(-1, in.read());
  }

  @ForKinds(ALL)
  void resetGoesBackToTheMarkOrTheStart() throws IOException {
    assertTrue(in.markSupported());
    in.skipNBytes(5);
    in.reset();
    assertEquals(expected[0] & 0xff, in.read());
    in.skipNBytes(9);
    in.mark(1);
    in.readAllBytes();
    in.reset();
    assertEquals(expected[10] & 0xff, in.read());
  }

  @ForKinds(ALL)
  void closedItRefusesAllAndTheMappingStaysOpen() throws IOException {
    in.close();
    in.close();
    assertAllRefused();
    assertMemoryAsExpected();
  }

  @ForKinds(ALL)
  void theMappingsCloseClosesIt() {
    m.close();
    assertAllRefused();
  }

  private void assertAllRefused() {
    assertThrows(IOException.class, () -> in.read());
    assertThrows(IOException.class, () -> in.read(new byte[1]));
    assertThrows(IOException.class, () -> in.skip(1));
    assertThrows(IOException.class, () -> in.available());
    assertThrows(IOException.class, () -> in.reset());
    assertThrows(IOException.class, () -> in.readAllBytes());
    assertThrows(IOException.class, () -> in.transferTo(OutputStream.nullOutputStream()));
  }

  @ForKinds(RESIZABLE)
  void itFollowsAResize() throws IOException {
    in.skipNBytes(LENGTH);
    m.resize(LENGTH + 10);
    assertArrayEquals(new byte[10], in.readAllBytes());
    m.resize(PAGE);
    assertEquals(-1, in.read());
    assertEquals(0, in.available());
    assertEquals(0, in.skip(5));
    assertEquals(0, in.readAllBytes().length);
    in.reset();
    assertArrayEquals(part(0, PAGE), in.readAllBytes());
  }

  @ForKinds(WRITABLE)
  void theOutputStreamOverwritesFromTheFirstByteOn() throws IOException {
    OutputStream out = m.outputStream();
    out.write(0x1fe);
    out.write(new byte[] {1, 2, 3, 4}, 1, 2);
    out.write(new byte[] {5});
    out.flush();
    System.arraycopy(new byte[] {(byte) 0xfe, 2, 3, 5}, 0, expected, 0, 4);
    assertMemoryAsExpected();
    assertEquals(17, m.tell());
    assertThrows(IndexOutOfBoundsException.class, () -> out.write(new byte[2], 1, 2));
  }

  @ForKinds(WRITABLE)
  void whatDoesNotFitIsRefusedAndNothingOfItWritten() throws IOException {
    OutputStream out = m.outputStream();
    out.write(part(0, LENGTH - 2));
    assertThrows(IOException.class, () -> out.write(new byte[] {1, 2, 3}));
    assertMemoryAsExpected();
    out.write(new byte[] {7, 8});
    out.write(new byte[0]);
    IOException e = assertThrows(IOException.class, () -> out.write(9));
    assertTrue(e.getMessage().contains("" + LENGTH), e.getMessage());
    System.arraycopy(new byte[] {7, 8}, 0, expected, LENGTH - 2, 2);
    assertMemoryAsExpected();
  }

  @ForKinds(WRITABLE)
  void aClosedOutputStreamRefusesAndTheMappingStaysOpen() throws IOException {
    OutputStream out = m.outputStream();
    out.close();
    assertThrows(IOException.class, () -> out.write(1));
    assertMemoryAsExpected();
    OutputStream other = m.outputStream();
    m.close();
    assertThrows(IOException.class, () -> other.write(new byte[0]));
  }

  @ForKinds(RESIZABLE)
  void theOutputStreamFollowsAResize() throws IOException {
    OutputStream out = m.outputStream();
    out.write(expected);
    m.resize(LENGTH + 1);
    out.write(77);
    assertEquals(77, m.get(LENGTH));
    m.resize(PAGE);
    assertThrows(IOException.class, () -> out.write(1));
    out.write(new byte[0]);
  }

  @ForKinds(READ_ONLY)
  void aReadOnlyMappingHasNoOutputStream() {
    assertThrows(ReadOnlyBufferException.class, m::outputStream);
  }
}
