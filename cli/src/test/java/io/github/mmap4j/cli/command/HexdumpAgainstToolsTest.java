package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code hexdump} prints the same as {@code hexdump -C}, and with --xxd the same as {@code xxd}.
 */
class HexdumpAgainstToolsTest {
  private static final int ROUNDS = 150;
  private static final int LONGEST = 1000;
  private static final long GIB = 1 << 30;

  @TempDir Path folder;

  /** Returns bytes that repeat many lines, whatever the offset they start at. */
  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    int at = 0;
    while (at < length) {
      int end = Math.min(length, at + 1 + random.nextInt(100));
      switch (random.nextInt(3)) {
        case 0 -> at = end; // zeros
        case 1 -> {
          Arrays.fill(bytes, at, end, (byte) random.nextInt());
          at = end;
        }
        default -> {
          for (; at < end; at++) {
            bytes[at] = (byte) random.nextInt();
          }
        }
      }
    }
    return bytes;
  }

  private void assertSame(byte[] expected, Result ours, String message) {
    assertEquals("", ours.err(), message);
    assertEquals(new String(expected, ISO_8859_1), new String(ours.out(), ISO_8859_1), message);
    assertEquals(0, ours.status(), message);
  }

  @Test
  void anyPartOfAnyFilesIsPrintedAlike() throws IOException {
    long seed = System.nanoTime();
    System.out.println("HexdumpAgainstToolsTest: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      List<String> names = new ArrayList<>();
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        byte[] bytes = bytes(random, random.nextInt(LONGEST) * random.nextInt(2));
        all.writeBytes(bytes);
        Files.write(folder.resolve("f" + i), bytes);
        names.add("f" + i);
      }
      Files.write(folder.resolve("all"), all.toByteArray());
      int start = random.nextInt(2 * all.size() + 20) - all.size() - 10;
      List<String> part = new ArrayList<>(List.of("-s", String.valueOf(start)));
      if (random.nextBoolean()) {
        part.addAll(List.of("-n", String.valueOf(random.nextInt(all.size() + 20))));
      }
      List<String> theirs = new ArrayList<>(part);
      theirs.set(1, String.valueOf(start < 0 ? Math.max(0, all.size() + start) : start));
      compare(names, part, theirs, random.nextBoolean(), "seed " + seed + ", round " + round);
    }
  }

  private void compare(
      List<String> names, List<String> part, List<String> theirs, boolean all, String what)
      throws IOException {
    List<Object> ours = new ArrayList<>(List.of("hexdump"));
    ours.addAll(part);
    names.forEach(name -> ours.add(folder.resolve(name)));
    List<String> hexdump = new ArrayList<>(List.of("-C"));
    hexdump.addAll(theirs);
    hexdump.addAll(names);
    if (all) {
      ours.add("--no-squeezing");
      hexdump.addFirst("-v");
    }
    String message = what + ": " + ours;
    assertSame(
        Tool.HEXDUMP.run(folder, hexdump.toArray(new String[0])),
        Result.of(ours.toArray()),
        message);
    ours.add("--xxd");
    List<String> xxd = new ArrayList<>(theirs);
    xxd.replaceAll(word -> word.equals("-n") ? "-l" : word);
    xxd.add("all");
    assertSame(
        Tool.XXD.run(folder, xxd.toArray(new String[0])), Result.of(ours.toArray()), message);
  }

  @Test
  void aFileOfSeveralPiecesIsPrintedAlike() throws IOException {
    byte[] bytes = bytes(new Random(1), 600_001);
    Arrays.fill(bytes, 200_000, 400_000, (byte) 'a'); // across the end of the first piece
    Path file = Files.write(folder.resolve("f"), bytes);
    assertSame(Tool.HEXDUMP.run(folder, "-C", "f"), Result.of("hexdump", file), "hexdump");
    assertSame(Tool.XXD.run(folder, "f"), Result.of("hexdump", "--xxd", file), "xxd");
  }

  @Test
  void everyByteIsShownAlike() throws IOException {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Path file = Files.write(folder.resolve("f"), bytes);
    assertSame(Tool.HEXDUMP.run(folder, "-C", "f"), Result.of("hexdump", file), "hexdump");
    assertSame(Tool.XXD.run(folder, "f"), Result.of("hexdump", "--xxd", file), "xxd");
  }

  @Test
  void offsetsBeyondFourGibibytesTakeMoreDigits() throws IOException {
    Path file = folder.resolve("sparse");
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(5 * GIB + 5);
      opened.seek(4 * GIB - 3);
      opened.write("across".getBytes(ISO_8859_1));
    }
    for (String start : List.of("4294967200", "4294967301")) {
      String[] part = {"-s", start, "-n", "300"};
      assertSame(
          Tool.HEXDUMP.run(folder, "-C", part[0], part[1], part[2], part[3], "sparse"),
          Result.of("hexdump", part[0], part[1], part[2], part[3], file),
          start);
      assertSame(
          Tool.XXD.run(folder, part[0], part[1], "-l", part[3], "sparse"),
          Result.of("hexdump", "--xxd", part[0], part[1], part[2], part[3], file),
          start);
    }
    assertSame(
        Tool.HEXDUMP.run(folder, "-C", "-s", String.valueOf(5 * GIB - 100), "sparse"),
        Result.of("hexdump", "-s", "-105", file),
        "the end");
  }
}
