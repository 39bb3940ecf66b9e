package io.github.mmap4j.trial;

import io.github.mmap4j.fork.GuardProgram;
import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets each kind of access, and each kind of code inside {@code guarded}, meet {@code figure}
 * faults in each mode and with each collector. Each fault must be typed, and come from the call
 * that has met it.
 */
final class GuardTrial implements Trial {
  private static final int MOST_MINUTES = 30;

  /**
   * The number of warm-up calls, enough for each compiler, unless they take longer than {@link
   * #MILLIS}.
   */
  private static final int CALLS = 12_000;

  private static final int MILLIS = 200;

  @Override
  public String run(Path folder, long figure) throws Exception {
    List<String> said = new ArrayList<>();
    for (Mode mode : Mode.values()) {
      for (Collector collector : Collector.values()) {
        said.add(meet(folder, mode, collector, figure));
      }
    }
    return String.join("\n", said);
  }

  /** Runs each mode once and each collector once. */
  @Override
  public String runInShort(Path folder, long figure) throws Exception {
    List<String> said = new ArrayList<>();
    for (Mode mode : Mode.values()) {
      Collector[] all = Collector.values();
      Collector collector = all[mode.ordinal() % all.length];
      said.add(meet(folder, mode, collector, figure));
    }
    return String.join("\n", said);
  }

  private static String meet(Path folder, Mode mode, Collector collector, long faults)
      throws Exception {
    String what = mode + " with " + collector + ": ";
    String obstacle = collector.obstacle();
    if (obstacle != null) {
      return what + "skipped, " + obstacle;
    }
    Path file = Files.createTempFile(folder, "guarded", null);
    List<String> options = new ArrayList<>(mode.options(true, collector.option()));
    if (mode == Mode.C1 || mode == Mode.C2) {
      options.add("-Xbatch"); // a call that is to be compiled waits for it
    }
    long begun = System.nanoTime();
    String said =
        ForkedJvm.start(
                folder,
                options,
                GuardProgram.class,
                file,
                mode == Mode.INTERPRETED || mode == Mode.COMPILED_FIRST ? 1 : CALLS,
                MILLIS,
                faults)
            .endWithin(MOST_MINUTES);
    Files.delete(file);
    return what
        + said.lines().toList().getLast()
        + ", %d s".formatted((System.nanoTime() - begun) / 1_000_000_000);
  }
}
