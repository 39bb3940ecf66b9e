package io.github.mmap4j.fork;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Follower;
import io.github.mmap4j.fork.KilledProgram.Role;
import io.github.mmap4j.harness.ForkedJvm;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes at random moments, and checks what they leave in their files. */
class KilledForkTest {
  private static final int ROUNDS = 12;
  private static final int MOST_MILLIS = 150;

  /** The numbers of a round begin with a multiple of this one. */
  private static final int ROUND = 1_000_000;

  private static final long LEAST_GROWTH = 1 << 16;

  @TempDir private Path folder;

  /** For output, so that other folders hold only the files of the killed processes. */
  @TempDir private Path output;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @BeforeEach
  void needsTheSystemsCalls() {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    System.out.println("KilledForkTest: seed " + seed);
  }

  private ForkedJvm start(Role role, Path path, int first) throws Exception {
    ForkedJvm jvm =
        ForkedJvm.start(output, ForkedJvm.onClassPath(), KilledProgram.class, role, path, first);
    while (jvm.isAlive() && jvm.said().isEmpty()) {
      Thread.sleep(1);
    }
    assertTrue(jvm.isAlive(), jvm.said());
    return jvm;
  }

  /** Runs a program for a random time, kills it, and returns the numbers that it has said. */
  private List<Integer> killed(Role role, Path path, int first) throws Exception {
    ForkedJvm jvm = start(role, path, first);
    Thread.sleep(random.nextInt(MOST_MILLIS));
    assertTrue(jvm.isAlive(), jvm.said());
    jvm.kill();
    String said = jvm.said();
    return said.substring(0, said.lastIndexOf('\n') + 1)
        .lines()
        .skip(1)
        .map(Integer::valueOf)
        .toList();
  }

  private String seed() {
    return "seed " + seed;
  }

  @Test
  void aFileThatWasCreatedAndFlushedIsWholeAndAnotherIsEmptyOrHasItsLength() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int first = round * ROUND;
      List<Integer> flushed = killed(Role.CREATE, folder, first);
      for (int number : flushed) {
        assertArrayEquals(
            KilledProgram.content(number), Files.readAllBytes(folder.resolve("" + number)));
      }
      int last = first + flushed.size();
      Path half = folder.resolve("" + last);
      if (Files.exists(half)) {
        assertIsHalfCreated(last, Files.readAllBytes(half));
      }
      assertFalse(Files.exists(folder.resolve("" + (last + 1))), this::seed);
    }
  }

  private void assertIsHalfCreated(int number, byte[] bytes) {
    assertTrue(bytes.length == 0 || bytes.length == KilledProgram.LENGTH, bytes.length + seed());
    byte[] whole = KilledProgram.content(number);
    for (int i = 0; i < bytes.length; i++) {
      assertTrue(bytes[i] == 0 || bytes[i] == whole[i], this::seed);
    }
  }

  @Test
  void everyAppendedByteIsInTheFileBeforeTheZerosOfOneGrowth() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Path file = folder.resolve("" + round);
      if (random.nextBoolean()) {
        Files.createFile(file);
      }
      Role role = round % 3 == 0 ? Role.APPEND_ANEW : Role.APPEND;
      List<Integer> appended = killed(role, file, 0);
      byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      for (int number : appended) {
        expected.write(KilledProgram.record(number));
      }
      int certain = expected.size();
      expected.write(KilledProgram.record(appended.size()));
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] == 0) {
        end--;
      }
      String what = certain + " bytes appended, " + end + " found, " + seed();
      assertTrue(end >= certain && end <= expected.size(), what);
      assertArrayEquals(
          Arrays.copyOf(expected.toByteArray(), end), Arrays.copyOf(bytes, end), what);
      assertTrue(bytes.length <= end + Math.max(end, LEAST_GROWTH), what);
    }
  }

  /** Each writer continues where the one before was killed, perhaps in the middle of a record. */
  @Test
  void aFollowerReadsEveryLineOfKilledWritersOnce() throws Exception {
    Path file = folder.resolve("log");
    List<Integer> certain = new ArrayList<>();
    List<Integer> read = new ArrayList<>();
    try (Follower follower = Follower.open(file)) {
      for (int round = 0; round < ROUNDS; round++) {
        certain.addAll(
            killed(random.nextBoolean() ? Role.APPEND : Role.APPEND_ANEW, file, 1 + round * ROUND));
        readLines(follower, read);
      }
    }
    assertTrue(read.size() <= certain.size() + ROUNDS, this::seed);
    assertTrue(read.containsAll(certain), this::seed);
    assertEquals(read.stream().sorted().distinct().toList(), read, this::seed);
  }

  private void readLines(Follower follower, List<Integer> read) throws Exception {
    while (true) {
      switch (follower.next(Duration.ofMillis(300))) {
        case LINE -> {
          String line = follower.line(US_ASCII);
          // The rest of a record that was cut off stands before the zeros.
          line = line.substring(line.lastIndexOf(0) + 1);
          int number = Integer.parseInt(line.split(" ", 2)[0]);
          assertEquals(new String(KilledProgram.record(number), US_ASCII), line + "\n", seed());
          read.add(number);
        }
        case NOTHING -> {
          return;
        }
        default -> {}
      }
    }
  }

  @Test
  void aKilledFollowerChangesNothingAndItsSuccessorReadsAll() throws Exception {
    Path file = folder.resolve("log");
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int i = 0; i < 20_000; i++) {
      lines.write(KilledProgram.record(i % 50));
    }
    Files.write(file, lines.toByteArray());
    for (int round = 0; round < ROUNDS; round++) {
      List<Integer> read = killed(Role.FOLLOW, file, 0);
      for (int i = 0; i < read.size(); i++) {
        assertEquals(i % 50, read.get(i), this::seed);
      }
      assertArrayEquals(lines.toByteArray(), Files.readAllBytes(file), seed());
    }
    int count = 0;
    try (Follower follower = Follower.open(file)) {
      while (follower.next(Duration.ZERO) == Follower.Event.LINE) {
        count++;
      }
    }
    assertEquals(20_000, count, this::seed);
  }
}
