package io.github.mmap4j.internal.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that binutils assembles the handler's sources to the stored bytes. */
class HandlerCodeTest {
  private static final int COUNTERS_SIZE = 8;

  @TempDir Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64", "riscv64"})
  void bytesAreThoseOfTheSource(String processor) throws Exception {
    // Tool names with a target prefix mean the same on every machine.
    String assembler = processor + "-linux-gnu-as";
    String copier = processor + "-linux-gnu-objcopy";
    assumeTrue(isOnPath(assembler), "no " + assembler + " on the PATH");
    assumeTrue(isOnPath(copier), "no " + copier + " on the PATH");
    Path source = Path.of("src", "main", "asm", "fault-handler-" + processor + ".s");
    Path object = scratch.resolve("handler.o");
    Path binary = scratch.resolve("handler.bin");

    run(assembler, "--fatal-warnings", "-o", object.toString(), source.toString());
    run(copier, "-O", "binary", "-j", ".text", object.toString(), binary.toString());

    HexFormat hex = HexFormat.of();
    assertEquals(hex.formatHex(Files.readAllBytes(binary)), hex.formatHex(code(processor, 0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64", "riscv64"})
  void codeIsShortAndAligned(String processor) {
    int length = code(processor, 0).length;
    assertTrue(length < 512, () -> "length " + length);
    assertEquals(0, length % COUNTERS_SIZE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64", "riscv64"})
  void addressOfTheCountersIsAtTheEnd(String processor) {
    byte[] bare = code(processor, 0);
    byte[] ready = code(processor, 0x0102030405060708L);
    int end = bare.length - COUNTERS_SIZE;
    assertArrayEquals(
        new byte[COUNTERS_SIZE], Arrays.copyOfRange(bare, end, bare.length), "without an address");
    assertArrayEquals(
        new byte[] {8, 7, 6, 5, 4, 3, 2, 1}, Arrays.copyOfRange(ready, end, ready.length));
    assertEquals(end, Arrays.mismatch(bare, ready));
  }

  @Test
  void processorsHaveTheirNamesFromJavaAndFromTheKernel() {
    assertSame(HandlerCode.of("x86_64"), HandlerCode.of("amd64"));
    assertSame(HandlerCode.of("aarch64"), HandlerCode.of("arm64"));
    assertNull(HandlerCode.of("ppc64le"));
    assertNull(HandlerCode.of(""));
  }

  private static byte[] code(String processor, long counters) {
    return HandlerCode.of(processor).withCounters(counters);
  }

  private void run(String... command) throws IOException, InterruptedException {
    Path output = scratch.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exit = process.waitFor();
    assertEquals(0, exit, () -> String.join(" ", command) + "\n" + read(output));
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
