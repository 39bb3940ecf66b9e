package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Access;
import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.internal.bytes.KernelsUnderTest;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/**
 * Searches past the end of a truncated file, in cold and then compiled code. The arguments are the
 * file to create and the number of rounds, each of which begins elsewhere.
 */
final class SearchFaultProgram {
  private static final int LENGTH = 1 << 16;
  private static final int KEPT = 1 << 15;
  private static final int WARMING = 20;

  /** Fewer bytes than a block. */
  private static final int FEW = 30;

  /** A line of 16 bytes, so that a line begins at each multiple of 16. */
  private static final String LINE = "tenhateseaotni\r\n";

  private SearchFaultProgram() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[1]);
    Path path = Files.writeString(Path.of(arguments[0]), LINE.repeat(LENGTH / LINE.length()));
    try (Mmap m = Mmap.open(path, Access.READ)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(KEPT);
      }
      // Each has one, two or three rare bytes: needles that are absent, and those of each line.
      List<Finder> absent = finders("Z", "zq", "eee");
      List<Finder> often = finders("\n", "\r\n", "tenhat");
      for (Named<Runnable> kernel : KernelsUnderTest.preferences().toList()) {
        kernel.getPayload().run();
        for (int round = 0; round < rounds; round++) {
          searchWhatIsThere(absent, often, m.asSegment(), round);
          meetTheFault(absent, m.asSegment(), round);
          meetTheFault(often, m.asSegment(), round);
          meetTheFaultWhereNeedlesAreCompared(m.asSegment());
        }
      }
    }
  }

  private static List<Finder> finders(String... texts) {
    return Stream.of(texts).map(s -> Finder.of(s.getBytes(US_ASCII))).toList();
  }

  /** Runs searches without a fault, for which most code is compiled. */
  private static void searchWhatIsThere(
      List<Finder> absent, List<Finder> often, MemorySegment text, int round) {
    int from = round * LINE.length();
    long lines = (KEPT - from) / LINE.length();
    for (int again = 0; again < WARMING; again++) {
      for (Finder finder : absent) {
        check(0, finder.count(text, from, KEPT));
        check(-1, finder.rfind(text, from, KEPT));
      }
      for (Finder finder : often) {
        check(lines, finder.count(text, from, KEPT));
        check(lines, finder.all(text, from, KEPT).count());
      }
      check(lines, Lines.of(text.asSlice(from, KEPT - from)).stream().count());
    }
  }

  private static void check(long expected, long answer) {
    if (answer != expected) {
      throw new AssertionError(answer + ", not " + expected);
    }
  }

  private static void meetTheFault(List<Finder> finders, MemorySegment text, int from) {
    for (Finder finder : finders) {
      expectFault(() -> finder.find(text, KEPT, LENGTH));
      // Searches few bytes, which may begin anywhere in a word.
      expectFault(() -> finder.find(text, KEPT + from, KEPT + from + FEW));
      expectFault(() -> finder.rfind(text, KEPT + from, KEPT + from + FEW));
      expectFault(() -> finder.find(text, KEPT + from, KEPT + from + 4 * FEW));
      expectFault(() -> finder.rfind(text, KEPT + from, KEPT + from + 4 * FEW));
      expectFault(() -> finder.count(text, KEPT + from, KEPT + from + 4 * FEW));
      expectFault(() -> finder.rfind(text, from, KEPT + 9000));
      expectFault(() -> finder.count(text, from, LENGTH));
      for (int near : new int[] {finder.length(), 16, 64, 300, 4096}) {
        expectFault(() -> finder.find(text, KEPT, KEPT + near));
        expectFault(() -> finder.rfind(text, KEPT + 1, KEPT + 1 + near));
      }
      expectFault(() -> finder.all(text, from, LENGTH).count());
    }
    expectFault(() -> Lines.of(text.asSlice(from)).stream().count());
  }

  /** Searches for needles whose rare bytes are before the truncation, and the others after it. */
  private static void meetTheFaultWhereNeedlesAreCompared(MemorySegment text) {
    for (int kept = 2; kept <= Long.BYTES; kept++) {
      int begin = LINE.length() - kept;
      Finder finder = finders((LINE + LINE).substring(begin, begin + FEW / 2)).getFirst();
      int at = KEPT - kept;
      expectFault(() -> finder.find(text, at - FEW / 2, at + FEW / 2));
    }
  }

  private static void expectFault(Runnable call) {
    try {
      call.run();
    } catch (MappingFaultException e) {
      return;
    }
    throw new AssertionError("returned without a fault");
  }
}
