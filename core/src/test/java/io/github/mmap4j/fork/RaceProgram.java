package io.github.mmap4j.fork;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * Calls every {@link FaultingCall} in random order on a file that another process truncates and
 * grows all the while: each returns what the file holds, or throws the fault. Arguments: the file,
 * calls, a seed.
 */
final class RaceProgram {
  private RaceProgram() {}

  public static void main(String[] args) throws IOException {
    int calls = Integer.parseInt(args[1]);
    Random random = new Random(Long.parseLong(args[2]));
    Map<FaultingCall, Integer> faults = new EnumMap<>(FaultingCall.class);
    FaultingCall[] all = FaultingCall.values();
    try (Mmap mmap = open(Path.of(args[0]))) {
      FaultingCall.Target target = new FaultingCall.Target(mmap);
      for (int i = 0; i < calls; i++) {
        FaultingCall call = all[random.nextInt(all.length)];
        try {
          call.loop(target, 1 + random.nextInt(4));
        } catch (MappingFaultException e) {
          faults.merge(call, 1, Integer::sum);
        } catch (InternalError | AssertionError e) {
          if (call == FaultingCall.GUARDED && e instanceof InternalError) {
            continue; // as it says, when the file has grown again
          }
          throw new AssertionError(call + " in round " + i + ": " + e.getMessage(), e);
        }
        Late.error();
      }
      Check.that(target.done > 0, "no call ever returned");
    }
    Check.that(!faults.isEmpty(), "no fault ever came");
    System.out.println(faults);
  }

  /** Maps the file when it happens to be whole. */
  private static Mmap open(Path path) throws IOException {
    while (true) {
      Mmap mmap = Mmap.open(path);
      if (mmap.length() == PatternFile.LENGTH) {
        return mmap;
      }
      mmap.close();
    }
  }
}
