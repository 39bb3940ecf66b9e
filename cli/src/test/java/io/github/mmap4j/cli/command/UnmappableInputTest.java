package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads the same bytes from a file, standard input, a FIFO and a disk, and compares the commands
 * with {@code hexdump}, {@code cmp}, {@code cat} and {@code dd}.
 */
class UnmappableInputTest {
  private static final int LENGTH = 2_500_000; // several windows, not a multiple of one

  private static final Path SYS = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
  private static final Path VERSION = Path.of("/proc/version");

  @TempDir Path folder;
  private final byte[] bytes = new byte[LENGTH];
  private Path file;

  @BeforeEach
  void create() throws IOException {
    new Random(1).nextBytes(bytes);
    for (int at = 100_000; at < 200_000; at++) {
      bytes[at] = 0;
    }
    file = Files.write(folder.resolve("f"), bytes);
  }

  private static int exit(Path folder, String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
      process.getInputStream().readAllBytes();
      return process.waitFor();
    } catch (IOException e) {
      return abort(command[0] + " is not on this machine: " + e.getMessage());
    }
  }

  /** Runs the command while another process writes the file into a FIFO. */
  private Result throughFifo(byte[] in, Object... args) throws Exception {
    Path fifo = folder.resolve("fifo");
    assumeTrue(Files.exists(fifo) || exit(folder, "mkfifo", "fifo") == 0, "no FIFO can be made");
    Process writer =
        new ProcessBuilder("sh", "-c", "exec cat f >fifo").directory(folder.toFile()).start();
    try {
      return Result.reading(in, args);
    } finally {
      writer.destroy();
      writer.waitFor();
    }
  }

  private Result throughFifo(Object... args) throws Exception {
    return throughFifo(new byte[0], args);
  }

  @Test
  void hexdumpAndCopyAndSliceOfAFifoAreThoseOfTheFile() throws Exception {
    Path fifo = folder.resolve("fifo");
    byte[] expected = Tool.HEXDUMP.run(folder, "-C", "f");
    assertArrayEquals(expected, throughFifo("hexdump", fifo).out());
    assertArrayEquals(
        Tool.HEXDUMP.run(folder, "-C", "-s", "99990", "-n", "500000", "f"),
        throughFifo("hexdump", "-s", 99990, "-n", 500_000, fifo).out());
    assertArrayEquals(bytes, throughFifo("copy", fifo, "-").out());
    Path copy = folder.resolve("copy");
    throughFifo("copy", fifo, copy).printed(0, "");
    assertArrayEquals(bytes, Files.readAllBytes(copy));
    assertArrayEquals(
        new byte[] {bytes[300_000]}, throughFifo("slice", fifo, 300_000, 300_001).out());
    throughFifo("diff", fifo, file).printed(0, "");
    throughFifo("diff", file, fifo).printed(0, "");
  }

  @Test
  void standardInputIsReadInPlaceOfAFile() throws IOException {
    assertArrayEquals(bytes, Result.reading(bytes, "copy", "-", "-").out());
    assertArrayEquals(bytes, Result.of("copy", file, "-").out());
    assertArrayEquals(
        Tool.HEXDUMP.run(folder, "-C", "f"), Result.reading(bytes, "hexdump", "-").out());
    Result.reading(bytes, "diff", "-", file).printed(0, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hexdump -s -1 -", "slice - -1", "slice - 0 -1"})
  void aRefusalTakesNoByteOfStandardInput(String line) {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    Result.reading(in, (Object[]) line.split(" "))
        .failed("-: has no length, so no offset can count from its end");
    assertEquals(bytes.length, in.available());
  }

  @Test
  void anEmptyFileHasALengthAndOneOfProcHasNone() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    Result.of("slice", empty, -1).printed(0, "");
    assumeTrue(Files.exists(Path.of("/proc/version")), "no /proc");
    Result.of("slice", "/proc/version", -1)
        .failed("/proc/version: has no length, so no offset can count from its end");
  }

  @Test
  void aCopyOfStandardInputHasHolesAndTheUsualPermissions() throws Exception {
    byte[] sparse = new byte[8 << 20];
    sparse[5 << 20] = 1;
    Path copy = folder.resolve("copy");
    Result.reading(sparse, "copy", "-", copy).printed(0, "");
    assertArrayEquals(sparse, Files.readAllBytes(copy));
    Path plain = Files.createFile(folder.resolve("plain"));
    assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(copy));
    String kib = new String(Tool.DU.run(folder, "-k", "copy"), UTF_8).split("\t")[0];
    assertTrue(Integer.parseInt(kib) < 100, kib);
  }

  @Test
  void aCopyThatFailsLeavesNothing() throws IOException {
    InputStream broken =
        new InputStream() {
          private int left = 1 << 20;

          @Override
          public int read() throws IOException {
            if (left-- == 0) {
              throw new IOException("Input/output error");
            }
            return 1;
          }
        };
    Path copy = folder.resolve("copy");
    Result.reading(broken, "copy", "-", copy).failed("-: Input/output error");
    assertEquals(List.of(file), list());
  }

  private List<Path> list() throws IOException {
    try (var all = Files.list(folder)) {
      return all.toList();
    }
  }

  /** The offsets around windows and ends, where a stream and a mapping may differ. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 524_288, LENGTH - 1})
  void diffTellsTheSameOfAStreamAsOfAFile(int at) throws IOException {
    byte[] other = bytes.clone();
    other[at] ^= 1;
    byte[] shorter = Arrays.copyOf(bytes, at);
    for (byte[] each : List.of(other, shorter)) {
      Path second = Files.write(folder.resolve("second"), each);
      for (List<String> options :
          List.of(List.of("--ranges"), List.of("--quiet"), List.of("--json"))) {
        Result expected = diff(null, options, file, second);
        Result result = diff(bytes, options, "-", second);
        assertEquals(1, expected.status());
        assertEquals(1, result.status());
        assertEquals(withoutLengths(expected).replace("" + file, "-"), withoutLengths(result));
      }
      String cmp = new String(Tool.CMP.run(folder, "f", "second"), UTF_8);
      String text = Result.reading(each, "diff", file, "-").text();
      if (each == other) {
        String line = cmp.replaceAll("(?s).*line (\\d+).*", "$1");
        assertTrue(text.startsWith("offset %d (0x%x), line %s: ".formatted(at, at, line)), text);
      } else {
        assertTrue(text.contains("- ends"), text);
      }
    }
  }

  /** Returns JSON without the lengths, as that of a stream may not be known. */
  private static String withoutLengths(Result result) {
    return result.text().replaceAll(",\"bytes\":\\d+", "");
  }

  private static Result diff(byte[] in, List<String> options, Object a, Object b) {
    List<Object> args = new ArrayList<>(List.of("diff"));
    args.addAll(options);
    args.addAll(List.of(a, b));
    return in == null ? Result.of(args.toArray()) : Result.reading(in, args.toArray());
  }

  @Test
  void diffOfAStreamTellsNoLengthThatItDoesNotKnow() {
    Result.of("diff", "/dev/zero", file)
        .printed(
            1,
            ("offset 0 (0x0), line 1: /dev/zero has 00, %s has %02x%s\n"
                    + "/dev/zero: at least 262144 bytes\n%s: 2500000 bytes\n")
                .formatted(
                    file,
                    bytes[0] & 0xff,
                    bytes[0] > ' ' && bytes[0] < 127 ? " '" + (char) bytes[0] + "'" : "",
                    file));
  }

  @Test
  void twoStreamsHaveLines() throws Exception {
    Files.writeString(file, "a\n".repeat(200_000) + "b");
    Path fifo = folder.resolve("fifo");
    byte[] other = ("a\n".repeat(200_000) + "c").getBytes(UTF_8);
    Result both = throughFifo(other, "diff", "-", fifo);
    assertEquals(
        "offset 400000 (0x61a80), line 200001: - has 63 'c', " + fifo + " has 62 'b'",
        both.text().lines().findFirst().get());
  }

  @Test
  void filesOfTheKernelAreRead() throws IOException {
    assumeTrue(Files.isReadable(SYS), "no " + SYS);
    Path copy = folder.resolve("copy");
    for (Path each : List.of(SYS, VERSION)) {
      byte[] expected = Files.readAllBytes(each);
      assertArrayEquals(expected, Result.of("copy", each, "-").out());
      Result.of("copy", "--force", each, copy).printed(0, "");
      assertArrayEquals(expected, Files.readAllBytes(copy));
      Result.of("diff", copy, each).printed(0, "");
      Result.of("diff", each, copy).printed(0, "");
      assertArrayEquals(
          Tool.HEXDUMP.run(folder, "-C", "" + each), Result.of("hexdump", each).out());
      assertEquals("1\n", Result.of("count", "\n", each).text());
    }
    Result.of("slice", SYS, -1).printed(0, "\n");
  }

  @Test
  void aDiskIsReadAtAnyOffset() throws Exception {
    Path image = folder.resolve("image");
    long size = 6L << 30;
    try (RandomAccessFile large = new RandomAccessFile(image.toFile(), "rw")) {
      large.setLength(size);
      large.seek(size - 4);
      large.write("end\n".getBytes(UTF_8));
    }
    Process losetup = new ProcessBuilder("losetup", "-rf", "--show", "" + image).start();
    String disk = new String(losetup.getInputStream().readAllBytes(), UTF_8).strip();
    assumeTrue(losetup.waitFor() == 0, "needs losetup, and root to use it");
    try {
      assertTrue(Result.of("info", disk).text().contains("mapped:      " + size + " bytes\n"));
      Result.of("slice", disk, -4).printed(0, "end\n");
      Result.of("slice", disk, size - 4, size - 1).printed(0, "end");
      assertArrayEquals(
          Tool.HEXDUMP.run(folder, "-C", "-s", "" + (size - 20), disk),
          Result.of("hexdump", "-s", -20, disk).out());
      assertArrayEquals(
          Tool.HEXDUMP.run(folder, "-C", "-s", "" + (size - 20), "-n", "3", disk),
          Result.of("hexdump", "-s", size - 20, "-n", 3, disk).out());
    } finally {
      assertEquals(0, exit(folder, "losetup", "-d", disk));
    }
  }

  /** Runs the command with too little address space to map 64 GiB. */
  private Result cramped(Object... args) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "ulimit -v 6000000 && exec \"$@\"", "bash"));
    command.addAll(Fork.command(List.of("-Xmx64m", "-XX:+UseSerialGC"), args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    byte[] out = process.getInputStream().readAllBytes();
    return new Result(process.waitFor(), out, "");
  }

  @Test
  void tooLittleAddressSpaceIsNoReasonToFail() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "limits of Linux");
    Path large = folder.resolve("large");
    try (RandomAccessFile opened = new RandomAccessFile(large.toFile(), "rw")) {
      opened.write("needle".getBytes(UTF_8));
      opened.setLength(64L << 30);
    }
    Result info = cramped("info", large);
    assertTrue(info.text().contains("mapped:      nothing: "), info.text());
    assertTrue(info.text().contains("ENOMEM"), info.text());
    cramped("slice", large, 0, 6).printed(0, "needle");
    cramped("slice", large, -2).printed(0, "\0\0");
    assertEquals(
        "offset 0 (0x0), line 1: %s has 6e 'n', /dev/zero has 00".formatted(large),
        cramped("diff", large, "/dev/zero").text().lines().findFirst().get());
    cramped("hexdump", "-s", 68719476732L, large)
        .printed(
            0, "ffffffffc  00 00 00 00                                       |....|\n1000000000\n");
  }

  /** Runs the command with a heap of 24 MiB, with {@code mib} MiB of zeros from a pipe. */
  private static long piped(int mib, Object... args) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "head -c " + mib + "M /dev/zero | \"$@\"", "bash"));
    command.addAll(Fork.command(List.of("-Xmx24m", "-XX:+UseSerialGC"), args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    start.writeBytes(process.getInputStream().readNBytes(1000));
    long length =
        start.size() + process.getInputStream().transferTo(OutputStream.nullOutputStream());
    assertEquals(0, process.waitFor(), start.toString(UTF_8));
    return length;
  }

  @Test
  void memoryDoesNotDependOnTheLengthOfAStream() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/zero")), "no /dev/zero");
    int mib = 200;
    assertEquals(
        ("00000000" + "  00 00 00 00 00 00 00 00".repeat(2) + "  |................|\n*\n0c800000\n")
            .length(),
        piped(mib, "hexdump", "-"));
    assertEquals((long) mib << 20, piped(mib, "copy", "-", "-"));
    Path copy = folder.resolve("copy");
    assertEquals(0, piped(mib, "copy", "-", copy));
    assertEquals((long) mib << 20, Files.size(copy));
    assertEquals(0, piped(mib, "diff", "-", copy));
  }

  @Test
  void aCopyKeepsThePermissionsOfAFifo() throws Exception {
    assumeTrue(exit(folder, "mkfifo", "-m", "640", "fifo") == 0, "no FIFO can be made");
    Path copy = folder.resolve("copy");
    throughFifo("copy", folder.resolve("fifo"), copy).printed(0, "");
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
  }
}
