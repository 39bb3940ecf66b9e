package io.github.mmap4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.Follower.Event;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

// This file is long because each event has its cases.
@Timeout(300) // which a test that takes 12 s on an idle machine must not reach on a busy one
class FollowerTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** The time for which an old file may still grow, in nanoseconds. */
  private static final long GRACE = 500_000_000;

  /** The time for which zeros before a line may still be replaced, in nanoseconds. */
  private static final long SETTLING = 100_000_000;

  /** The number of times that a file is written anew; a tenth was enough to find a fault. */
  private static final int REWRITTEN = 300;

  /** The number of files that are written one after another. */
  private static final int FILES = 5;

  @TempDir Path directory;
  private Path log;

  @BeforeEach
  void path() {
    log = directory.resolve("log");
  }

  private void write(String text, OpenOption... options) throws IOException {
    Files.writeString(log, text, options);
  }

  private void overwrite(long at, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(log, WRITE)) {
      channel.write(UTF_8.encode(text), at);
    }
  }

  private static void assertNext(Follower follower, Event... events) throws Exception {
    for (Event each : events) {
      assertEquals(each, follower.next(LONG));
    }
  }

  private static void assertLines(Follower follower, String... lines) throws Exception {
    for (String each : lines) {
      assertEquals(Event.LINE, follower.next(LONG));
      assertEquals(each, follower.line(UTF_8));
    }
  }

  private static void assertNothing(Follower follower) throws Exception {
    for (int i = 0; i < 3; i++) {
      assertEquals(Event.NOTHING, follower.next(Duration.ofMillis(i)));
    }
  }

  @Test
  void linesAreReturnedOnceTheyAreWhole() throws Exception {
    write("one\r\ntwo\n\npart");
    try (Follower follower = Follower.open(log)) {
      assertEquals(0, follower.line().length);
      assertLines(follower, "one", "two", "");
      assertEquals(9, follower.offset());
      assertNothing(follower);
      write("ial", APPEND);
      assertNothing(follower);
      write("\nlast\n", APPEND);
      assertLines(follower, "partial", "last");
      assertArrayEquals("last".getBytes(UTF_8), follower.line());
      assertNothing(follower);
    }
  }

  @Test
  void fromTheEndOnlyLaterLinesAreReturned() throws Exception {
    write("one\ntwo\npart");
    try (Follower follower = Follower.atEnd(log)) {
      assertNothing(follower);
      write("ial\n", APPEND);
      assertLines(follower, "partial");
    }
    try (Follower follower = Follower.atEnd(log)) {
      assertNothing(follower);
      write("more\n", APPEND);
      assertLines(follower, "more");
    }
  }

  @Test
  void theFileMayBeMissingOrEmptyAtFirst() throws Exception {
    try (Follower follower = Follower.atEnd(log)) {
      assertNothing(follower);
      Files.createFile(log);
      assertNext(follower, Event.CREATED);
      assertNothing(follower);
      write("one\n", APPEND);
      assertLines(follower, "one");
    }
    write("", TRUNCATE_EXISTING);
    try (Follower follower = Follower.open(log)) {
      assertNothing(follower);
      write("two\n", APPEND);
      assertLines(follower, "two");
    }
  }

  @Test
  void truncationIsReported() throws Exception {
    write("one\ntwo\n");
    try (Follower follower = Follower.open(log)) {
      assertLines(follower, "one", "two");
      write("", TRUNCATE_EXISTING);
      assertNext(follower, Event.TRUNCATED);
      assertNothing(follower);
      write("3\n", APPEND);
      assertLines(follower, "3");
      write("four five six\n", APPEND);
      assertLines(follower, "four five six");
      write("7\n", TRUNCATE_EXISTING);
      assertNext(follower, Event.TRUNCATED);
      assertLines(follower, "7");
    }
  }

  @Test
  void aFileThatIsWrittenAnewIsReadFromItsStartEvenIfItIsLonger() throws Exception {
    write("one\ntwo\n");
    try (Follower follower = Follower.open(log)) {
      assertLines(follower, "one", "two");
      write("eins\nzwei\ndrei\n", TRUNCATE_EXISTING);
      assertNext(follower, Event.TRUNCATED);
      assertLines(follower, "eins", "zwei", "drei");
    }
  }

  @Test
  void aWriterThatGoesOnAtItsOldPositionLeavesZerosThatAreSkipped() throws Exception {
    try (RandomAccessFile writer = new RandomAccessFile(log.toFile(), "rw")) {
      writer.writeBytes("a1\na2\n" + "x".repeat(200_000) + "\n");
      try (Follower follower = Follower.open(log)) {
        assertLines(follower, "a1", "a2", "x".repeat(200_000));
        try (FileChannel channel = FileChannel.open(log, WRITE)) {
          channel.truncate(0);
        }
        writer.writeBytes("a3\n");
        assertNext(follower, Event.TRUNCATED);
        assertLines(follower, "a3");
        writer.writeBytes("a4\n");
        assertLines(follower, "a4");
      }
    }
  }

  @Test
  void linesThatWereReadStayWhenTheFileIsWrittenAnew() throws Exception {
    write("1\n2\n3\n4\n5\n6\n7\n8\n");
    try (Follower follower = Follower.open(log)) {
      assertLines(follower, "1");
      write("hello world again\n", TRUNCATE_EXISTING);
      assertLines(follower, "2", "3", "4", "5", "6", "7", "8");
      assertNext(follower, Event.TRUNCATED);
      assertLines(follower, "hello world again");
    }
  }

  @Test
  void zerosBeforeAnyLineAreSkipped() throws Exception {
    write("a\n\0\0b\n\0\0\0");
    try (Follower follower = Follower.open(log)) {
      assertLines(follower, "a", "b");
      assertEquals(4, follower.offset());
      assertNothing(follower);
      write("\0".repeat(100_000), APPEND);
      assertNothing(follower);
      try (Appender appender = Appender.open(log)) {
        appender.write("par".getBytes(UTF_8));
        assertNothing(follower);
        appender.write("tial\nmore\n".getBytes(UTF_8));
        assertLines(follower, "partial", "more");
      }
    }
  }

  @Test
  void theFirstBytesOfALineMayArriveAfterItsLast() throws Exception {
    write("one\n\0\0\0ee\n");
    AtomicLong clock = new AtomicLong();
    try (Follower follower = Follower.open(log, clock::get)) {
      assertLines(follower, "one");
      assertNothing(follower);
      clock.addAndGet(SETTLING - 1);
      assertNothing(follower);
      overwrite(4, "thr");
      assertLines(follower, "three");
      write("\0\0\0r\n", APPEND);
      assertNothing(follower);
      clock.addAndGet(SETTLING);
      assertLines(follower, "r");
    }
  }

  @Test
  void theFirstBytesOfALineMayArriveWhileTheFollowerIsHeldUp() throws Exception {
    write("one\n\0\0\0ee\n");
    HeldUp clock = new HeldUp(() -> overwrite(4, "thr"));
    try (Follower follower = Follower.open(log, clock)) {
      assertLines(follower, "one");
      assertEquals(Event.NOTHING, follower.next(Duration.ZERO));
      clock.isArmed = true;
      assertLines(follower, "three");
    }
  }

  @Test
  void theWriterOfTheOldFileMayFinishItsLine() throws Exception {
    write("one\nres");
    AtomicLong clock = new AtomicLong();
    try (Follower follower = Follower.open(log, clock::get)) {
      assertLines(follower, "one");
      Path old = Files.move(log, directory.resolve("log.1"));
      write("new\n", CREATE);
      assertNothing(follower);
      clock.addAndGet(GRACE - 1);
      assertNothing(follower);
      Files.writeString(old, "t\nlast\n", APPEND);
      assertLines(follower, "rest", "last");
      clock.addAndGet(GRACE - 1);
      assertNothing(follower);
      clock.addAndGet(1);
      assertNext(follower, Event.REPLACED);
      assertLines(follower, "new");
    }
  }

  @Test
  void theWriterOfTheOldFileMayFinishItsLineWhileTheFollowerIsHeldUp() throws Exception {
    write("one\nres");
    Path old = directory.resolve("log.1");
    HeldUp clock = new HeldUp(() -> Files.writeString(old, "t\nlast\n", APPEND));
    try (Follower follower = Follower.open(log, clock)) {
      assertLines(follower, "one");
      Files.move(log, old);
      write("new\n", CREATE);
      assertNothing(follower);
      clock.isArmed = true;
      assertLines(follower, "rest", "last");
      clock.pass(GRACE);
      assertNext(follower, Event.REPLACED);
      assertLines(follower, "new");
    }
  }

  /** A clock that, once, holds its reader up for a second, in which a file changes. */
  private static final class HeldUp implements LongSupplier {
    private final Change change;
    private long now;
    boolean isArmed;

    HeldUp(Change change) {
      this.change = change;
    }

    void pass(long nanos) {
      now += nanos;
    }

    @Override
    public long getAsLong() {
      if (isArmed) {
        isArmed = false;
        try {
          change.run();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        pass(1_000_000_000);
      }
      return now;
    }
  }

  private interface Change {
    void run() throws IOException;
  }

  @Test
  void aFileThatComesBackIsReadOn() throws Exception {
    write("one\n");
    try (Follower follower = Follower.open(log)) {
      assertLines(follower, "one");
      Path away = Files.move(log, directory.resolve("away"));
      assertNext(follower, Event.DELETED);
      Files.move(away, log);
      assertNext(follower, Event.CREATED);
      write("two\n", APPEND);
      assertLines(follower, "two");
    }
  }

  @Test
  void aDirectoryAtThePathIsAnErrorAndLosesNothing() throws Exception {
    write("one\n");
    try (Follower follower = Follower.open(log)) {
      assertLines(follower, "one");
      Path away = Files.move(log, directory.resolve("away"));
      Files.createDirectory(log);
      assertThrows(IOException.class, () -> follower.next(LONG));
      Files.delete(log);
      Files.move(away, log);
      assertNothing(follower);
      write("two\n", APPEND);
      assertLines(follower, "two");
    }
  }

  @Test
  void aLineLongerThanAChunkIsRead() throws Exception {
    String line = "x".repeat(1_000_000);
    write("one\n" + line + "\ntwo\n");
    try (Follower follower = Follower.open(log)) {
      assertLines(follower, "one", line, "two");
      assertEquals(Event.NOTHING, follower.next(Duration.ZERO));
      write("three\n", APPEND);
      assertEquals(Event.LINE, follower.next(Duration.ofSeconds(Long.MAX_VALUE)));
    }
  }

  @Test
  void rotationByRenamingIsReportedAfterTheWholeOldFile() throws Exception {
    write("one\ntwo\n");
    try (Follower follower = Follower.open(log)) {
      assertLines(follower, "one");
      Path old = Files.move(log, directory.resolve("log.1"));
      Files.writeString(old, "three\nrest", APPEND);
      write("new\n", CREATE);
      assertLines(follower, "two", "three", "rest");
      assertNext(follower, Event.REPLACED);
      assertLines(follower, "new");
      assertNothing(follower);
    }
  }

  @Test
  void deletionAndCreationAreReported() throws Exception {
    write("one\n");
    try (Follower follower = Follower.open(log)) {
      assertLines(follower, "one");
      try (FileChannel old = FileChannel.open(log, APPEND)) {
        Files.delete(log);
        assertNext(follower, Event.DELETED);
        assertNothing(follower);
        old.write(UTF_8.encode("two\n"));
        assertLines(follower, "two");
      }
      assertNothing(follower);
      write("three\n", CREATE);
      assertNext(follower, Event.CREATED);
      assertLines(follower, "three");
    }
  }

  @Test
  void theZerosThatAnAppenderReservesAreNoLine() throws Exception {
    try (Appender appender = Appender.open(log);
        Follower follower = Follower.open(log)) {
      assertNothing(follower);
      appender.write("one\ntwo\n".getBytes(UTF_8));
      assertTrue(Files.size(log) > 8);
      assertLines(follower, "one", "two");
      assertNothing(follower);
      appender.write("three\nfo".getBytes(UTF_8));
      assertLines(follower, "three");
      assertNothing(follower);
      appender.write("ur\n".getBytes(UTF_8));
      assertLines(follower, "four");
      appender.write("rest".getBytes(UTF_8));
      Files.move(log, directory.resolve("old"));
      write("", CREATE);
      assertLines(follower, "rest");
      assertNext(follower, Event.REPLACED);
    }
  }

  @Test
  void waitingEndsWithTheTimeoutAndWithAnInterrupt() throws Exception {
    try (Follower follower = Follower.open(log)) {
      long begun = System.nanoTime();
      assertEquals(Event.NOTHING, follower.next(Duration.ofMillis(150)));
      assertTrue(System.nanoTime() - begun >= 150_000_000);
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> follower.next(LONG));
      assertNothing(follower);
    }
  }

  @Test
  void aClosedFollowerThrows() throws Exception {
    write("one\n");
    Follower follower = Follower.open(log);
    follower.close();
    follower.close();
    assertThrows(IllegalStateException.class, () -> follower.next(LONG));
  }

  /**
   * The lines of all files have the same length, so only the bytes before the position tell the
   * files apart.
   */
  @Test
  void noFileIsReadOnWhereAnotherEndedIfItIsWrittenAnewAgainAndAgain() throws Exception {
    Files.createFile(log);
    Thread writer = Thread.ofPlatform().start(this::writeAnew);
    int file = 0;
    int next = 0;
    try (Follower follower = Follower.open(log)) {
      while (file < REWRITTEN) {
        Event event = follower.next(LONG);
        if (event == Event.LINE) {
          String[] words = follower.line(UTF_8).split(" ");
          int of = Integer.parseInt(words[0]);
          assertEquals(words[0], words[2]);
          assertEquals(next++, Integer.parseInt(words[1]), "after file " + file + ": " + of);
          assertTrue(next == 1 ? of > file : of == file, file + ", then " + of + ", line " + next);
          file = of;
        } else {
          assertEquals(Event.TRUNCATED, event);
          next = 0;
        }
      }
    }
    writer.join();
  }

  private void writeAnew() {
    String lines =
        IntStream.range(0, 8000).mapToObj("FILE %08d FILE\n"::formatted).collect(joining());
    try (FileChannel channel = FileChannel.open(log, WRITE)) {
      for (int file = 1; file <= REWRITTEN; file++) {
        String text = lines.replace("FILE", "%08d".formatted(file));
        channel.truncate(0);
        channel.write(UTF_8.encode(text), 0);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void eachLineComesOnceWhileTheFileGrowsAndIsRotated() throws Exception {
    long seed = System.nanoTime();
    System.out.println("FollowerTest: seed " + seed);
    List<String> written = new ArrayList<>();
    AtomicInteger newest = new AtomicInteger(-1);
    Thread writer =
        Thread.ofPlatform().start(() -> writeAndRotate(new Random(seed), written, newest));
    List<String> read = new ArrayList<>();
    try (Follower follower = Follower.open(log)) {
      while (read.isEmpty() || !read.getLast().equals("end")) {
        Event event = follower.next(LONG);
        assertTrue(event != Event.NOTHING && event != Event.TRUNCATED, () -> event + ", " + read);
        if (event == Event.LINE) {
          String line = follower.line(UTF_8);
          read.add(line);
          newest.set(line.equals("end") ? FILES : Integer.parseInt(line.split(" ")[0]));
        }
      }
    } finally {
      newest.set(FILES); // The writer need not wait any more.
    }
    writer.join();
    assertEquals(written, read);
  }

  /**
   * Writes lines in pieces to several files. Each file takes another name once a line of it has
   * been read, so that no file is missed, while its other lines may still be unread.
   */
  private void writeAndRotate(Random random, List<String> written, AtomicInteger newest) {
    try {
      for (int file = 0; file < FILES; file++) {
        try (FileChannel channel = FileChannel.open(log, CREATE, APPEND)) {
          for (int i = random.nextInt(200); i >= 0; i--) {
            String line =
                file + " " + i + " " + "x".repeat(random.nextInt(random.nextInt(9000) + 1));
            written.add(line);
            int cut = random.nextInt(line.length());
            channel.write(UTF_8.encode(line.substring(0, cut)));
            channel.write(UTF_8.encode(line.substring(cut) + "\n"));
          }
        }
        while (newest.get() < file) {
          Thread.sleep(1);
        }
        Files.move(log, directory.resolve("log." + file));
      }
      written.add("end");
      Files.writeString(log, "end\n");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
