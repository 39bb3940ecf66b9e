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
 * grows all the while, until its standard input ends: each returns what the file holds, or throws
 * the fault. Arguments: the file, a seed.
 */
public final class RaceProgram {
  /** What it says once it calls. */
  public static final String READY = "calling";

  private RaceProgram() {}

  public static void main(String[] args) throws IOException {
    Parent.listen();
    Random random = new Random(Long.parseLong(args[1]));
    Map<FaultingCall, Integer> faults = new EnumMap<>(FaultingCall.class);
    FaultingCall[] all = FaultingCall.values();
    long calls = 0;
    long asTheyAre = 0;
    try (Mmap mmap = open(Path.of(args[0]))) {
      System.out.println(READY);
      Target target = new Target(mmap);
      for (; Parent.wantsMore(); calls++) {
        FaultingCall call = all[random.nextInt(all.length)];
        try {
          call.loop(target, 1 + random.nextInt(4));
        } catch (MappingFaultException e) {
          faults.merge(call, 1, Integer::sum);
        } catch (InternalError | AssertionError e) {
          if (call == FaultingCall.GUARDED && e instanceof InternalError) {
            asTheyAre++; // as it says, when the file has grown again
            continue;
          }
          throw new AssertionError(call + " in round " + calls + ": " + e.getMessage(), e);
        }
        Late.error();
      }
      Check.that(target.done > 0, "no call ever returned");
    }
    Check.that(!faults.isEmpty(), "no fault ever came");
    System.out.printf(
        "%,d loops of calls, %,d typed faults of %d of %d kinds, %,d untyped out of guarded()%n",
        calls,
        faults.values().stream().mapToLong(Integer::longValue).sum(),
        faults.size(),
        all.length,
        asTheyAre);
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
