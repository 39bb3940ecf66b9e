package io.github.mmap4j.trial;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.fork.PatternFile;
import io.github.mmap4j.internal.mem.FaultPoll;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Two accessors that catch the fault of memory that the JDK has mapped, one with the library's poll
 * and one without: how many of their faults does each catch itself? Arguments: the file, calls to
 * warm up, rounds, calls at a time.
 */
public final class LateFaultProgram {
  static final String NOT_INLINED =
      "-XX:CompileCommand=dontinline,io.github.mmap4j.trial.LateFaultProgram::get*";

  private static final class CaughtException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private interface Loop {
    long run(MemorySegment s, int calls);
  }

  private final PatternFile file;
  private final MemorySegment memory;
  private final int warmUp;
  private final int rounds;
  private final int atATime;

  private LateFaultProgram(PatternFile file, MemorySegment memory, String[] args) {
    this.file = file;
    this.memory = memory;
    this.warmUp = Integer.parseInt(args[1]);
    this.rounds = Integer.parseInt(args[2]);
    this.atATime = Integer.parseInt(args[3]);
  }

  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    try (PatternFile file = new PatternFile(path);
        Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment memory =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, PatternFile.LENGTH, arena);
      LateFaultProgram program = new LateFaultProgram(file, memory, args);
      int plain = program.caught(LateFaultProgram::plainly);
      int polled = program.caught(LateFaultProgram::polling);
      if (polled != program.rounds) {
        throw new AssertionError("with the poll " + polled + " caught of " + program.rounds);
      }
      System.out.printf(
          "of %d faults a plain catch caught %d, one with the poll %d%n",
          program.rounds, plain, polled);
    }
  }

  private int caught(Loop loop) throws IOException {
    for (int i = 0; i < warmUp; i += atATime) {
      loop.run(memory, atATime);
    }
    int caught = 0;
    for (int round = 0; round < rounds; round++) {
      file.truncate();
      caught += isCaught(loop) ? 1 : 0;
      file.grow();
      loop.run(memory, atATime);
    }
    return caught;
  }

  private boolean isCaught(Loop loop) {
    try {
      loop.run(memory, atATime);
      FaultPoll.poll();
      throw new AssertionError("no fault came");
    } catch (CaughtException e) {
      return true;
    } catch (InternalError e) {
      return false;
    }
  }

  private static long plainly(MemorySegment s, int calls) {
    long sum = 0;
    for (int i = 0; i < calls; i++) {
      sum += getPlainly(s, PatternFile.GONE);
    }
    return sum;
  }

  private static long polling(MemorySegment s, int calls) {
    long sum = 0;
    for (int i = 0; i < calls; i++) {
      sum += getPolling(s, PatternFile.GONE);
    }
    return sum;
  }

  private static byte getPlainly(MemorySegment s, long at) {
    try {
      return s.get(JAVA_BYTE, at);
    } catch (InternalError e) {
      throw new CaughtException();
    }
  }

  private static byte getPolling(MemorySegment s, long at) {
    try {
      byte value = s.get(JAVA_BYTE, at);
      FaultPoll.poll();
      return value;
    } catch (InternalError e) {
      throw new CaughtException();
    }
  }
}
