package io.github.mmap4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Terminal;
import io.github.mmap4j.cli.harness.Tool;
import io.github.mmap4j.cli.harness.Truncating;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HexdumpCommandTest {
  private static final String ESCAPE = "\033\\[\\d+m";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() throws IOException {
    file = Files.writeString(folder.resolve("f"), "0123456789abcdefg");
  }

  @Test
  void theFormatIsCanonical() {
    Result.of("hexdump", file)
        .printed(
            0,
            """
            00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|
            00000010  67                                                |g|
            00000011
            """);
  }

  @Test
  void theOtherFormatIsThatOfXxd() {
    Result.of("hexdump", "--xxd", file)
        .printed(
            0,
            """
            00000000: 3031 3233 3435 3637 3839 6162 6364 6566  0123456789abcdef
            00000010: 67                                       g
            """);
  }

  @Test
  void repeatedLinesBecomeOneAsterisk() throws IOException {
    Files.write(file, new byte[100]);
    Result.of("hexdump", file)
        .printed(
            0,
            """
            00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
            *
            00000060  00 00 00 00                                       |....|
            00000064
            """);
    assertEquals(8, Result.of("hexdump", "-v", file).text().lines().count());
  }

  @Test
  void aNegativeStartCountsFromTheEnd() {
    String last = "0000000f  66 67                                             |fg|\n00000011\n";
    Result.of("hexdump", "--start", "-2", file).printed(0, last);
    Result.of("hexdump", "--start=-2", "--length", "99999999999999999999", file).printed(0, last);
    Result.of("hexdump", "-s", "-99", "-n", "1", "--xxd", file)
        .printed(0, "00000000: 30                                       0\n");
  }

  @Test
  void numbersMayBeHexadecimal() {
    Result.of("hexdump", "-s", "0xf", "-n", "0X1", "--xxd", file)
        .printed(0, "0000000f: 66                                       f\n");
    Result.of("hexdump", "-s", "-0x2", "-n", "1", "--xxd", file)
        .printed(0, "0000000f: 66                                       f\n");
    Result.of("hexdump", "-s", "010", "-n", "01", "--xxd", file)
        .printed(0, "0000000a: 61                                       a\n");
    Result.of("hexdump", "-s", "0x", file).failed("--start is not a whole number: '0x'");
    Result.of("hexdump", "-s", "f", file).failed("--start is not a whole number: 'f'");
  }

  @Test
  void noBytesPrintNothing() throws IOException {
    Result.of("hexdump", "-n", "0", file).printed(0, "");
    Path empty = Files.createFile(folder.resolve("empty"));
    Result.of("hexdump", empty).printed(0, "");
    Result.of("hexdump", "--start", "17", file).printed(0, "00000011\n");
    Result.of("hexdump", "--start", "99", file).printed(0, "00000011\n");
  }

  @Test
  void aNegativeLengthIsRefused() {
    Result.of("hexdump", "--length", "-1", file).failed("--length is negative: -1");
  }

  @Test
  void oneBadFileFailsAfterTheOthersArePrinted() {
    Path missing = folder.resolve("missing");
    Result result = Result.of("hexdump", missing, file, folder);
    assertEquals(Result.of("hexdump", file).text(), result.text());
    assertEquals(
        "mmap: " + missing + ": no such file\nmmap: " + folder + ": is a directory\n",
        result.err());
    assertEquals(2, result.status());
  }

  @Test
  void aFileTruncatedDuringThePrintingFailsOnOneLine() throws IOException {
    Files.write(file, new byte[3 << 20]);
    Result.to(new Truncating(file), "hexdump", "-v", file).failedSaying(file + ": byte ");
  }

  @Test
  void aFileIsOpenedOnlyWhenItsBytesAreNeeded() throws IOException {
    Files.write(file, new byte[10]);
    Path missing = folder.resolve("missing");
    assertEquals(0, Result.of("hexdump", "-n", 10, file, missing).status());
    Result.of("hexdump", "-n", 11, file, missing).failedSaying("no such file");
  }

  @Test
  void namesOfAnyKindAreAccepted() throws IOException {
    Path odd = Files.writeString(folder.resolve("a b\nc"), "x");
    Result.of("hexdump", "--xxd", odd)
        .printed(0, "00000000: 78                                       x\n");
    Result.of("hexdump", "\uFFFD").failedSaying("the name is not UTF-8");
  }

  @Test
  void aTerminalShowsKindsOfBytesInColours() throws IOException {
    Files.write(file, new byte[] {'a', 'b', ' ', 0, 1, (byte) 0x80, 'c'});
    Tool.Answer answer =
        new Terminal()
            .under("env", "-u", "NO_COLOR", "TERM=xterm")
            .run(folder, "hexdump", "-n", "6", "--xxd", file);
    assertEquals(
        "00000000: \033[36m6162 \033[32m20\033[90m00 \033[35m01\033[33m80\033[0m"
            + " ".repeat(27)
            + "\033[36mab\033[32m \033[90m.\033[35m.\033[33m.\033[0m\r\n",
        Terminal.withoutProgress(answer.out()));
  }

  @Test
  void coloursChangeNoText() throws IOException {
    byte[] bytes = new byte[1000];
    new Random(1).nextBytes(bytes);
    Arrays.fill(bytes, 100, 300, (byte) 'a');
    Files.write(file, bytes);
    for (String form : new String[] {"--start=0", "--xxd"}) {
      Tool.Answer answer =
          new Terminal()
              .under("env", "-u", "NO_COLOR", "TERM=xterm")
              .run(folder, "hexdump", form, file);
      assertTrue(answer.out().contains("\033["), answer.out());
      assertEquals(
          Result.of("hexdump", form, file).text(),
          Terminal.withoutProgress(answer.out()).replaceAll(ESCAPE, "").replace("\r\n", "\n"));
    }
  }

  @Test
  void longWorkShowsProgress() throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(1L << 40);
    }
    Tool.Answer answer =
        new Terminal().on(Terminal.PROGRESS, Terminal.CTRL_C).run(folder, "hexdump", file);
    assertEquals(130, answer.status(), answer.out());
    Files.delete(file); // also frees its cached pages
  }

  @Test
  void noColorIsObeyed() throws IOException {
    Tool.Answer answer =
        new Terminal().under("env", "NO_COLOR=1", "TERM=xterm").run(folder, "hexdump", file);
    assertEquals(
        Result.of("hexdump", file).text(),
        Terminal.withoutProgress(answer.out()).replace("\r\n", "\n"));
  }
}
