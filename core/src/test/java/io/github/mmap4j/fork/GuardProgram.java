package io.github.mmap4j.fork;

import java.nio.file.Path;

/**
 * Lets each kind of access and each kind of code inside {@code guarded} meet faults. Arguments: a
 * file; for each kind, the number of warm-up calls, the maximum warm-up time in milliseconds, and
 * the number of faults.
 */
public final class GuardProgram {
  private GuardProgram() {}

  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[0]);
    WarmUp warmUp = new WarmUp(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    int faults = Integer.parseInt(args[3]);
    try (PatternFile file = new PatternFile(path)) {
      for (FaultingCall call : FaultingCall.values()) {
        CallFaults.meet(file, path, call, warmUp, faults);
      }
      int bodies = 0;
      for (SampleBody body : SampleBody.all()) {
        if (body.obstacle() == null) {
          BodyFaults.meet(file, path, body, warmUp, faults);
          bodies++;
        } else {
          System.out.println(body + ": " + body.obstacle());
        }
      }
      System.out.printf(
          "%,d faults of each of %d kinds of access and %d kinds of code in guarded: all typed%n",
          faults, FaultingCall.values().length, bodies);
    }
  }
}
