package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Access;
import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.internal.bytes.KernelsUnderTest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Named;

/** Moves over lines of a truncated file, in cold and then compiled code. */
final class LinesProgram {
  private static final String LINE = "0123456789abcde\n";
  private static final int LINES = 1 << 12;
  private static final int KEPT = 1 << 11;
  private static final int ROUNDS = 1_000;

  private LinesProgram() {}

  public static void main(String[] arguments) throws Exception {
    Path path = Files.writeString(Path.of(arguments[0]), LINE.repeat(LINES), US_ASCII);
    try (Mmap m = Mmap.open(path, Access.READ)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate((long) KEPT * LINE.length());
      }
      for (Named<Runnable> kernel : KernelsUnderTest.preferences().toList()) {
        kernel.getPayload().run();
        for (int round = 0; round < ROUNDS; round++) {
          walkWhatIsThere(m.asSegment(), round);
        }
        for (int round = 0; round < ROUNDS / 10; round++) {
          meetTheFault(m.lines());
          readLinesToTheFault(m);
        }
      }
      loseLinesBehindCursors(path, m.lines());
    }
    meetTheFaultInALongLine(path);
  }

  /** The windows before the fault have no line feed, so several of them are read in one step. */
  private static void meetTheFaultInALongLine(Path path) throws IOException {
    int before = 10;
    Files.writeString(path, LINE.repeat(before) + "x".repeat(60_000) + "\n" + LINE, US_ASCII);
    try (Mmap m = Mmap.open(path, Access.READ)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(2 * Mmap.PAGESIZE);
      }
      Lines.Cursor cursor = m.lines().cursor();
      Fields fields = cursor.fields('5');
      expect(before, stepsToFault(cursor::next));
      expect(1, fields.next() ? 1 : 0);
      for (int round = 0; round < 3; round++) {
        expectFault(cursor::next);
        expect(before * LINE.length(), cursor.end());
        expect(0, cursor.toString(US_ASCII).compareTo(LINE.strip()));
        expect(0, fields.toString(US_ASCII).compareTo("01234"));
      }
      expect(1, fields.next() ? 1 : 0);
      expect(0, fields.toString(US_ASCII).compareTo("6789abcde"));
      expect(before, steps(cursor::previous));
      expect(before, stepsToFault(cursor::next));
      expect(before, steps(cursor::previous));
    }
  }

  private static void walkWhatIsThere(MemorySegment text, int round) {
    int first = round % 100;
    long from = (long) first * LINE.length() + 7;
    Lines lines = Lines.of(text, from, (long) KEPT * LINE.length());
    expect(KEPT - first, lines.count());
    Lines.Cursor cursor = lines.cursor();
    expect(KEPT - first, steps(cursor::next));
    expect(KEPT - first, steps(cursor::previous));
  }

  private static void meetTheFault(Lines lines) {
    Lines.Cursor cursor = lines.cursor();
    long walked = stepsToFault(cursor::next);
    expect(walked * LINE.length(), cursor.end());
    expectFault(cursor::next);
    expect(walked * LINE.length(), cursor.end());
    Lines.Cursor back = lines.cursor(lines.to());
    expectFault(back::previous);
    expect(lines.to(), back.offset());
    expectFault(() -> lines.count() == 0);
    expectFault(() -> lines.stream().parallel().mapToLong(Line::length).sum() == 0);
    expectFault(() -> lines.splits(3).isEmpty());
    expectFault(() -> lines.lowerBound(new byte[] {'9'}).next());
    expectFault(() -> lines.lowerBound(line -> line.length() == 0).next());
    expectFault(() -> lines.lowerBound(new byte[0]).next());
    expectFault(() -> new Line(lines.text(), lines.to() - 9, 9).bytes().length == 0);
    // The lines before the fault can be passed again backwards.
    expect(walked, steps(cursor::previous));
  }

  /** The position stays before the line that a fault keeps from being read. */
  private static void readLinesToTheFault(Mmap m) {
    long end = (long) KEPT * LINE.length();
    m.seek(end - 20L * LINE.length() + 3);
    long read = stepsToFault(() -> m.readLine().length > 0);
    expect(end - m.tell(), (20 - read) * LINE.length());
    expect(0, read < 15 ? 1 : 0);
    expectFault(() -> m.readLine(US_ASCII).isEmpty());
    expect(end - m.tell(), (20 - read) * LINE.length());
  }

  /** A line that is in the cursor's copy stays there; another one is lost with its bytes. */
  private static void loseLinesBehindCursors(Path path, Lines lines) throws IOException {
    Lines.Cursor first = lines.cursor();
    first.next();
    Lines.Cursor tenth = lines.cursor();
    for (int i = 0; i < 10; i++) {
      tenth.next();
    }
    expect(0, tenth.toString(US_ASCII).compareTo(LINE.strip())); // copies the lines around
    tenth.next();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    expectFault(() -> first.bytes().length == 0);
    expectFault(() -> first.toString(US_ASCII).isEmpty());
    expectFault(() -> first.line().toString(US_ASCII).isEmpty());
    expectFault(() -> first.contentEquals(new byte[LINE.length() - 1]));
    expectFault(() -> first.line().contentEquals(new byte[LINE.length() - 1]));
    expectFault(() -> first.startsWith(new byte[1]));
    expectFault(() -> first.line().endsWith(new byte[1]));
    expectFault(() -> first.line().compareTo(new byte[1]) > 0);
    expectFault(() -> first.contentHash() == 0);
    expectFault(() -> first.parseLong() == 0);
    expectFault(() -> first.fields('5').next());
    if (!tenth.toString(US_ASCII).equals(LINE.strip())) {
      throw new AssertionError(tenth.toString(US_ASCII));
    }
  }

  private static long steps(BooleanSupplier step) {
    long steps = 0;
    while (step.getAsBoolean()) {
      steps++;
    }
    return steps;
  }

  private static long stepsToFault(BooleanSupplier step) {
    long steps = 0;
    try {
      while (step.getAsBoolean()) {
        steps++;
      }
    } catch (MappingFaultException e) {
      return steps;
    }
    throw new AssertionError("walked over " + steps + " lines without a fault");
  }

  private static void expectFault(BooleanSupplier call) {
    boolean returned;
    try {
      returned = call.getAsBoolean();
    } catch (MappingFaultException e) {
      return;
    }
    throw new AssertionError("returned " + returned + " without a fault");
  }

  private static void expect(long expected, long found) {
    if (expected != found) {
      throw new AssertionError("expected " + expected + ", found " + found);
    }
  }
}
