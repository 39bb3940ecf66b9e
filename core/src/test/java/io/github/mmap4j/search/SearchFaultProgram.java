package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Access;
import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Searches past a truncated file's end, from cold code on until it is compiled. */
final class SearchFaultProgram {
  private static final int LENGTH = 1 << 16;
  private static final int KEPT = 1 << 15;
  private static final int ROUNDS = 300;
  private static final int WARMING = 40;

  private SearchFaultProgram() {}

  public static void main(String[] arguments) throws Exception {
    Path path = Files.writeString(Path.of(arguments[0]), "0123456789abcde\n".repeat(LENGTH / 16));
    try (Mmap m = Mmap.open(path, Access.READ)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(KEPT);
      }
      // Of one, two and three bytes to compare, absent each.
      List<Finder> finders =
          Stream.of("Z", "zq", "eee").map(s -> Finder.of(s.getBytes(US_ASCII))).toList();
      for (Kernel kernel : KernelsUnderTest.all().toList()) {
        Kernels.prefer(kernel);
        for (int round = 0; round < ROUNDS; round++) {
          searchWhatIsThere(finders, m.asSegment(), round);
          meetTheFault(finders, m.asSegment(), round);
        }
      }
    }
  }

  /** Most of what is compiled, is compiled for searches that meet no fault. */
  private static void searchWhatIsThere(List<Finder> finders, MemorySegment text, int from) {
    for (int again = 0; again < WARMING; again++) {
      for (Finder finder : finders) {
        if (finder.count(text, from, KEPT) != 0 || finder.rfind(text, from, KEPT) >= 0) {
          throw new AssertionError("found what is absent");
        }
      }
    }
  }

  private static void meetTheFault(List<Finder> finders, MemorySegment text, int from) {
    for (Finder finder : finders) {
      expectFault(() -> finder.find(text, from, LENGTH));
      expectFault(() -> finder.rfind(text, from, KEPT + 9000));
      expectFault(() -> finder.count(text, from, LENGTH));
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
