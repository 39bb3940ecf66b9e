package io.github.mmap4j.fork;

import io.github.mmap4j.Capability;
import io.github.mmap4j.Mmap;
import java.nio.file.Path;

/**
 * Lets each kind of access meet faults where there is no fault guard. Arguments: a file; for each
 * kind, the number of warm-up calls, the maximum warm-up time in milliseconds, and the number of
 * faults.
 */
final class UnguardedProgram {
  private UnguardedProgram() {}

  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[0]);
    WarmUp warmUp = new WarmUp(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    int faults = Integer.parseInt(args[3]);
    Mmap.disableFaultGuard();
    try (PatternFile file = new PatternFile(path)) {
      try (Mmap mmap = Mmap.open(path)) {
        Check.that(
            !mmap.capabilities().contains(Capability.FAULT_GUARD), "there is a guard all the same");
        Check.thrown(UnsupportedOperationException.class, () -> mmap.onFault(e -> {}));
      }
      for (FaultingCall call : FaultingCall.values()) {
        CallFaults.meet(file, path, call, warmUp, faults);
        System.out.println(call + " faults");
      }
    }
  }
}
