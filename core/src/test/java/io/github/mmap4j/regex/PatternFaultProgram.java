package io.github.mmap4j.regex;

import io.github.mmap4j.Access;
import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.internal.bytes.KernelsUnderTest;
import io.github.mmap4j.internal.bytes.Needle;
import io.github.mmap4j.internal.bytes.OccurrenceWindow;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/**
 * Searches for patterns past the end of a truncated file, in cold and then compiled code.
 * Arguments: a file to create; the number of rounds, and of searches without a fault in each, which
 * must be enough to have everything compiled.
 */
final class PatternFaultProgram {
  private static final int LENGTH = 1 << 16;
  private static final int KEPT = 1 << 15;
  private static final int BEGIN = KEPT - (1 << 12);

  /** The number of bytes before the truncation within which an occurrence may be missed. */
  private static final int NEAR = 1 << 10;

  /** Buffers and parts that are much smaller than the file. */
  private static final Tuning SMALL =
      new Tuning(256, 4096, Integer.MAX_VALUE - 8, 1 << 29, 512, 32, 1 << 12, 1 << 10, 64, 1 << 12);

  private PatternFaultProgram() {}

  public static void main(String[] arguments) throws Exception {
    Path path = Files.writeString(Path.of(arguments[0]), "0123456789abcde\n".repeat(LENGTH / 16));
    int rounds = Integer.parseInt(arguments[1]);
    int warming = Integer.parseInt(arguments[2]);
    // None is there: a literal, rows of bytes, a walk to the start, and no prefilter.
    List<BytePattern> patterns =
        Stream.of("9abc.*Z", "[0-9]{4}-[0-9]", "e[^0]1", "[a-c]+z", "(?x)(\\w) \\1", "(?s)\\z")
            .map(regex -> BytePattern.compile(regex).with(SMALL))
            .toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        Mmap m = Mmap.open(path, Access.READ)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(KEPT);
      }
      for (Named<Runnable> kernel : KernelsUnderTest.preferences().toList()) {
        kernel.getPayload().run();
        for (int round = 0; round < rounds; round++) {
          int from = BEGIN + round;
          for (BytePattern pattern : patterns.subList(0, 5)) {
            searchWhatIsThere(pattern, m.asSegment(), from, warming);
            meetTheFault(pattern, m.asSegment(), from);
            meetTheFault(pattern.parallel(threads), m.asSegment(), from);
          }
          BytePattern end = patterns.getLast();
          expectFault(() -> end.matchAt(m.asSegment(), LENGTH - 1));
        }
        findTheOccurrencesBeforeTheFault(m.asSegment(), BEGIN);
      }
    }
  }

  /** Runs searches without a fault, for which most code is compiled. */
  private static void searchWhatIsThere(
      BytePattern pattern, MemorySegment text, int from, int warming) {
    for (int again = 0; again < warming; again++) {
      if (pattern.find(text, from, KEPT).isPresent()
          || pattern.lines(text, from, KEPT).findAny().isPresent()
          || pattern.matchAt(text, from, KEPT).isPresent()) {
        throw new AssertionError("found what is absent");
      }
    }
  }

  private static void meetTheFault(BytePattern pattern, MemorySegment text, int from) {
    expectFault(() -> pattern.find(text, from, LENGTH));
    expectFault(() -> pattern.all(text, from, LENGTH).count());
    expectFault(() -> pattern.lines(text, from, LENGTH).count());
    expectFault(() -> pattern.find(text, from + (1 << 13), LENGTH));
    expectFault(() -> pattern.matchAt(text, from + (1 << 14)));
  }

  /** Occurrences are found up to the lost bytes, although a window reaches beyond them. */
  private static void findTheOccurrencesBeforeTheFault(MemorySegment text, int from) {
    OccurrenceWindow window =
        new OccurrenceWindow(text, new Needle("abc".getBytes()), from, LENGTH);
    long[] last = {from};
    expectFault(
        () -> {
          while (last[0] >= 0) {
            last[0] = window.next(last[0] + 1);
          }
        });
    if (last[0] < KEPT - NEAR) {
      throw new AssertionError("the last occurrence found is at " + last[0]);
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
