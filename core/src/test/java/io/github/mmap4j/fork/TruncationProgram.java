package io.github.mmap4j.fork;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes each {@link FaultingCall} hot on the intact file, then truncates the file before it, again
 * and again. Arguments: the file, calls to warm up, rounds, calls at a time, and whether there is
 * to be a fault guard.
 */
public final class TruncationProgram {
  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    int warmUp = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    int atATime = Integer.parseInt(args[3]);
    if (!Boolean.parseBoolean(args[4])) {
      Mmap.disableFaultGuard();
    }
    try (PatternFile file = new PatternFile(path)) {
      for (FaultingCall call : FaultingCall.values()) {
        for (int i = 0; i < 2; i++) {
          // in a new mapping of the same file the compiled code meets its fault again
          new TruncationProgram(file, path, call, atATime)
              .rounds(call.worth(warmUp), Math.max(3, call.worth(rounds) / 2));
        }
        System.out.println(call + " faults");
      }
    }
  }

  private final PatternFile file;
  private final Path path;
  private final FaultingCall call;
  private final int atATime;
  private final Target target;

  private TruncationProgram(PatternFile file, Path path, FaultingCall call, int atATime)
      throws IOException {
    this.file = file;
    this.path = path;
    this.call = call;
    this.atATime = atATime;
    this.target = new Target(Mmap.open(path));
  }

  private void rounds(int warmUp, int rounds) throws IOException {
    Mmap mmap = target.mmap;
    for (int i = 0; i < warmUp; i += atATime) {
      call.loop(target, atATime);
    }
    for (int round = 0; round < rounds; round++) {
      call.loop(target, Math.max(1, call.worth(atATime)));
      mmap.seek(FaultingCall.UNMOVED);
      file.truncate();
      fault(round);
      file.grow();
      Check.same((long) call.position(), target.position.get(), call + ": the position");
    }
    file.truncate();
    mmap.close();
    Late.error();
    Check.that(mmap.isClosed(), call + ": close did not work");
    file.grow();
  }

  /** The call meets its fault; nothing comes later, and what is left can be used. */
  private void fault(int round) throws IOException {
    long before = target.done;
    target.truncated = true;
    MappingFaultException fault = null;
    try {
      call.loop(target, atATime);
    } catch (MappingFaultException e) {
      fault = e;
    } catch (InternalError e) {
      throw new AssertionError(call + ": the raw error in round " + round, e);
    }
    try {
      Late.error();
    } catch (InternalError e) {
      throw new AssertionError(call + ": an error surfaced late, in round " + round, e);
    }
    target.truncated = false;
    Check.that(fault != null, call + ": no fault in round " + round);
    Check.same(before, target.done, call + ": calls that returned");
    Check.same((long) call.faultsAt(), fault.offset(), call + ": the fault's offset");
    Check.same((long) PatternFile.LENGTH, fault.mappingLength(), call + ": mappingLength");
    Check.same((long) PatternFile.LEFT, fault.fileSize(), call + ": fileSize");
    String expected =
        path
            + ": byte %d of a mapping of %d bytes at offset 0 can't be reached: the file was truncated, not through this mapping, from at least %d to %d bytes"
                .formatted(
                    call.faultsAt(), PatternFile.LENGTH, PatternFile.LENGTH, PatternFile.LEFT);
    Check.same(expected, fault.getMessage(), call + ": the message");
    Mmap mmap = target.mmap;
    Check.that(
        PatternFile.are(mmap.getSlice(0, PatternFile.LEFT), 0, PatternFile.LEFT),
        call + ": what is left has changed");
    mmap.set(0, mmap.get(0));
  }
}
