package io.github.mmap4j.cli.diff;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.terminal.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Makes the comparison of two files hot, then truncates one of them before a comparison, again and
 * again; and then during one. Arguments: a folder, the comparisons to warm up, the rounds.
 */
final class TruncatedDiffProgram {
  private static final int PAGE = Mmap.PAGESIZE;
  private static final int LENGTH = 20 * PAGE + 11;
  private static final int LEFT = 7 * PAGE;

  /** Volatile, so that no compiler knows the loop's end and drops its safepoint poll. */
  private static volatile int late = 100;

  private final boolean same;
  private final byte[] bytesOfA = new byte[LENGTH];
  private final byte[] bytesOfB = new byte[LENGTH];
  private final Path a;
  private final Path b;

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int warmUp = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    for (boolean same : new boolean[] {true, false}) {
      TruncatedDiffProgram program = new TruncatedDiffProgram(folder, same);
      program.before(warmUp, rounds);
      program.meanwhile(rounds);
    }
    System.out.println("survived");
  }

  private TruncatedDiffProgram(Path folder, boolean same) throws IOException {
    this.same = same;
    Arrays.fill(bytesOfA, (byte) 1);
    Arrays.fill(bytesOfB, (byte) (same ? 1 : 2));
    a = Files.write(folder.resolve("a"), bytesOfA);
    b = Files.write(folder.resolve("b"), bytesOfB);
  }

  /** Compares up to the end of the common part, so that all of it is read. */
  private long compare(Side inA, Side inB) throws IOException {
    Differences differences = new Differences(inA, inB, Progress.none());
    return differences.next() ? differences.end(0) : LENGTH;
  }

  private void before(int warmUp, int rounds) throws Exception {
    try (Side inA = Side.of(a.toString(), InputStream.nullInputStream());
        Side inB = Side.of(b.toString(), InputStream.nullInputStream())) {
      for (int i = 0; i < warmUp; i++) {
        check(compare(inA, inB) == LENGTH, "a wrong answer");
      }
      for (int round = 0; round < rounds; round++) {
        boolean ofA = round % 2 == 0;
        truncate(ofA ? a : b);
        fault(inA, inB, round, ofA ? a : b);
        grow(ofA);
        check(compare(inA, inB) == LENGTH, "a wrong answer after a fault");
      }
    }
  }

  private void fault(Side inA, Side inB, int round, Path file) throws IOException {
    Side.Fault fault = null;
    try {
      compare(inA, inB);
    } catch (Side.Fault e) {
      fault = e;
    }
    for (int i = 0; i < late; i++) {} // a late error would surface here at the latest
    check(fault != null, "no fault in round " + round);
    check(
        ((MappingFaultException) fault.getCause()).fileSize() == LEFT,
        "the size: " + fault.getCause());
    check(fault.file().equals(file.toString()), "the file " + fault.file());
  }

  /**
   * Truncates from another thread during a comparison; that must give a fault or the right answer.
   */
  private void meanwhile(int rounds) throws Exception {
    int faults = 0;
    for (int round = 0; round < rounds; round++) {
      try (Side inA = Side.of(a.toString(), InputStream.nullInputStream());
          Side inB = Side.of(b.toString(), InputStream.nullInputStream())) {
        Thread other = Thread.startVirtualThread(() -> truncateLater());
        faults += compareAgain(inA, inB);
        other.join();
      }
      grow(true);
    }
    System.out.println((same ? "same: " : "different: ") + faults + " faults met meanwhile");
  }

  private int compareAgain(Side inA, Side inB) throws IOException {
    for (int i = 0; i < 10_000; i++) {
      try {
        check(compare(inA, inB) == LENGTH, "a wrong answer meanwhile");
      } catch (Side.Fault e) {
        return 1;
      }
    }
    return 0;
  }

  private void truncateLater() {
    try {
      Thread.sleep(1);
      truncate(a);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void truncate(Path file) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(LEFT);
    }
  }

  private void grow(boolean ofA) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile((ofA ? a : b).toFile(), "rw")) {
      opened.seek(LEFT);
      opened.write(ofA ? bytesOfA : bytesOfB, LEFT, LENGTH - LEFT);
    }
  }

  private static void check(boolean fact, String otherwise) {
    if (!fact) {
      throw new AssertionError(otherwise);
    }
  }
}
