package io.github.mmap4j;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Follower.Event;
import io.github.mmap4j.harness.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Follows the log of another process while logrotate rotates it. */
@Timeout(300)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "logrotate is a program for Unix")
class LogrotateTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int ROTATIONS = 4;
  private static final int CHUNK = 20_000;

  /**
   * Appends the given number of numbered lines for each line of its input, and opens the log anew
   * after a signal, as daemons do. It creates a missing log only when it has a line to write. The
   * signal is not HUP, as that is ignored below nohup, and a shell can't trap what is ignored.
   */
  private static final String WRITER =
      """
      anew=1 n=0 interrupted=0
      trap 'anew=1 interrupted=1' USR1
      while :; do
        interrupted=0
        if ! read -r go; then [ $interrupted = 1 ] && continue; exit; fi
        end=$((n + $2))
        while [ $n -lt $end ]; do
          if [ $anew = 1 ]; then anew=0; exec >>"$1"; fi
          n=$((n + 1))
          echo "line $n of the log, $n"
          [ $((n % 1000)) != 0 ] || kill -0 $PPID || exit
        done
      done
      """;

  /** The ways in which logrotate takes a log away, and the events for each. */
  enum Mode {
    /**
     * Copies the file and truncates it to nothing, so the writer need not know. Lines that are
     * written between the two are in neither file; a reader misses what it has not read by then.
     */
    COPYTRUNCATE(List.of(Event.TRUNCATED), EnumSet.of(Event.TRUNCATED)),

    /** Renames the file and creates a new one, perhaps after somebody looks in between. */
    CREATE(List.of(Event.REPLACED), EnumSet.of(Event.DELETED, Event.CREATED, Event.REPLACED)),

    /** Renames the file; the writer creates the new one, perhaps before anybody looks. */
    NOCREATE(
        List.of(Event.DELETED, Event.CREATED),
        EnumSet.of(Event.DELETED, Event.CREATED, Event.REPLACED));

    /** The events of a rotation after which the writer pauses. */
    private final List<Event> events;

    /** The events that may be reported if it does not pause. */
    private final Set<Event> possible;

    Mode(List<Event> events, Set<Event> possible) {
      this.events = events;
      this.possible = possible;
    }
  }

  @TempDir Path directory;
  private Path log;
  private Process writer;
  private final List<Process> rotations = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Command.runs("logrotate", "--version"), "needs logrotate");
    log = Files.createFile(directory.resolve("log"));
  }

  @AfterEach
  void stop() throws InterruptedException {
    rotations.forEach(Process::destroyForcibly);
    if (writer != null) {
      writer.destroyForcibly().waitFor();
    }
  }

  /** Starts the writer, which appends that number of lines at a time. */
  private void startWriter(int lines) throws IOException {
    writer =
        new ProcessBuilder("sh", "-c", WRITER, "sh", log.toString(), "" + lines)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
  }

  /** Lets the writer append its number of lines. */
  private void writeLines() throws IOException {
    writer.getOutputStream().write("go\n".getBytes(US_ASCII));
    writer.getOutputStream().flush();
  }

  /** Starts logrotate, which keeps all old logs and tells the writer to open the log anew. */
  private Process startRotation(Mode mode) throws IOException {
    boolean copies = mode == Mode.COPYTRUNCATE;
    String signal = "  postrotate\n    kill -USR1 " + writer.pid() + "\n  endscript\n";
    Path rules =
        Files.writeString(
            directory.resolve("rules"),
            "\"%s\" {\n  rotate 100\n  nocompress\n  %s\n%s}\n"
                .formatted(log, mode.name().toLowerCase(Locale.ROOT), copies ? "" : signal));
    Process process =
        new ProcessBuilder(
                "logrotate", "--force", "--state", "" + directory.resolve("state"), "" + rules)
            .redirectErrorStream(true)
            .start();
    rotations.add(process);
    return process;
  }

  private static void assertSucceeds(Process rotation) throws Exception {
    String said = new String(rotation.getInputStream().readAllBytes(), US_ASCII);
    assertEquals(0, rotation.waitFor(), said);
  }

  /**
   * Returns whether a rotation is over, and fails if it has failed. Until it is over, logrotate
   * refuses another one: after it has taken the log away, it still writes its state to the disk.
   */
  private static boolean hasEnded(Process rotation) throws Exception {
    if (rotation.isAlive()) {
      return false;
    }
    if (rotation.exitValue() != 0) {
      assertSucceeds(rotation);
    }
    return true;
  }

  /** Returns the number of a whole line, and fails if the line is not whole. */
  private static int number(String line) {
    int number = Integer.parseInt(line.substring(5, line.indexOf(' ', 5)));
    assertEquals("line " + number + " of the log, " + number, line);
    return number;
  }

  /** Reads lines up to number {@code last}, and adds the other events to a list. */
  private static void readTo(int last, Follower follower, int newest, List<Event> events)
      throws Exception {
    int next = newest + 1;
    while (next <= last) {
      Event event = follower.next(LONG);
      if (event == Event.LINE) {
        assertEquals(next++, number(follower.line(US_ASCII)));
      } else {
        assertNotEquals(Event.NOTHING, event, "instead of line " + next);
        events.add(event);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachLineIsReturnedOnceIfTheWriterPausesForTheRotation(Mode mode) throws Exception {
    startWriter(CHUNK);
    writeLines();
    try (Follower follower = Follower.open(log)) {
      readTo(CHUNK, follower, 0, new ArrayList<>());
      for (int last = CHUNK; last <= ROTATIONS * CHUNK; last += CHUNK) {
        assertSucceeds(startRotation(mode));
        List<Event> events = new ArrayList<>();
        events.add(follower.next(LONG));
        writeLines();
        readTo(last + CHUNK, follower, last, events);
        assertEquals(mode.events, events);
      }
      assertEquals(Event.NOTHING, follower.next(Duration.ofMillis(1)));
    }
  }

  /**
   * Each rotation begins while lines are written and read. Only a truncation lets lines be missed,
   * and only the last ones before it: the first line after it begins the file.
   */
  @ParameterizedTest
  @EnumSource
  void noLineButTheLastBeforeATruncationIsMissedIfTheWriterGoesOn(Mode mode) throws Exception {
    int newest = 0;
    int newestBefore = 0;
    long end = 0;
    int started = 0;
    int seen = 0;
    startWriter(Integer.MAX_VALUE);
    writeLines();
    try (Follower follower = Follower.open(log, new WriterClock())) {
      while (seen < ROTATIONS || newest < newestBefore + CHUNK) {
        Event event = follower.next(LONG);
        if (event == Event.LINE) {
          String line = follower.line(US_ASCII);
          int number = number(line);
          assertEquals(end, follower.offset(), line);
          boolean mayMiss = mode == Mode.COPYTRUNCATE && end == 0;
          assertTrue(mayMiss ? number > newest : number == newest + 1, newest + ", then " + line);
          newest = number;
          end += line.length() + 1;
        } else {
          assertTrue(mode.possible.contains(event), event + " after line " + newest);
          if (event != Event.DELETED) { // after which the old file is still read
            seen++;
            assertTrue(seen <= started, event + " without a rotation, after line " + newest);
            end = 0;
            newestBefore = newest;
          }
        }
        boolean isIdle = rotations.isEmpty() || hasEnded(rotations.getLast());
        boolean isDue = started == seen && newest >= newestBefore + CHUNK;
        if (isIdle && isDue && started < ROTATIONS) {
          started++;
          startRotation(mode);
        }
      }
    }
    assertEquals(ROTATIONS, seen);
    for (Process rotation : rotations) {
      assertSucceeds(rotation);
    }
  }

  /**
   * A clock that stands still while the log is missing or empty, when the writer may still write to
   * the old file. So no time passes for a follower in which a busy system does not run the writer.
   */
  private final class WriterClock implements LongSupplier {
    private long last = System.nanoTime();
    private long time;

    @Override
    public long getAsLong() {
      long now = System.nanoTime();
      time += log.toFile().length() == 0 ? 0 : now - last;
      last = now;
      return time;
    }
  }
}
