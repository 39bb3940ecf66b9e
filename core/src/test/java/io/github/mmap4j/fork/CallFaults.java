package io.github.mmap4j.fork;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import java.nio.file.Path;

/**
 * Makes a {@link FaultingCall} hot on the whole file, then repeatedly truncates the file before
 * running it. Each fault must be typed, and come from the call that has met it.
 */
final class CallFaults {
  private static final int AT_A_TIME = 20;

  private final PatternFile file;
  private final Path path;
  private final FaultingCall call;
  private final Target target;

  private CallFaults(PatternFile file, Path path, FaultingCall call, Target target) {
    this.file = file;
    this.path = path;
    this.call = call;
    this.target = target;
  }

  static void meet(PatternFile file, Path path, FaultingCall call, WarmUp warmUp, int faults)
      throws Exception {
    // The second half uses a new mapping of the file, in which the compiled code faults again.
    for (int half : new int[] {faults / 2, faults - faults / 2}) {
      Target target = new Target(Mmap.open(path));
      CallFaults calls = new CallFaults(file, path, call, target);
      new WarmUp(warmUp.calls() / AT_A_TIME, warmUp.millis())
          .of(() -> call.loop(target, AT_A_TIME));
      for (int round = 0; round < half; round++) {
        calls.round();
      }
      calls.closeTruncated();
    }
  }

  private void round() throws Exception {
    call.loop(target, 1);
    target.mmap.seek(FaultingCall.UNMOVED);
    file.truncate();
    fault();
    file.grow();
    Check.same((long) call.position(), target.position.get(), call + ": the position");
    call.loop(target, 1);
  }

  /** Expects that the call meets its fault, and that the remaining bytes can still be used. */
  private void fault() throws Exception {
    long before = target.done;
    target.truncated = true;
    MappingFaultException fault =
        Check.thrown(MappingFaultException.class, () -> call.loop(target, AT_A_TIME));
    target.truncated = false;
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

  private void closeTruncated() throws Exception {
    file.truncate();
    target.mmap.close();
    Check.that(target.mmap.isClosed(), call + ": close did not work");
    file.grow();
  }
}
