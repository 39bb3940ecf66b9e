package io.github.mmap4j.trial;

import io.github.mmap4j.fork.UseAfterCloseProgram;
import io.github.mmap4j.harness.ForkedJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Lets eight threads use mappings for {@code figure} seconds while another thread closes, opens and
 * resizes them.
 */
final class ThreadsTrial implements Trial {
  private static final int THREADS = 8;
  private static final List<String> KINDS = List.of("path", "channel", "anonymous", "private");
  private static final long STEP_MILLIS = 100;

  @Override
  public String run(Path folder, long figure) throws Exception {
    List<String> said = new ArrayList<>();
    for (String kind : KINDS) {
      said.add(use(folder, kind, TimeUnit.SECONDS.toMillis(figure) / KINDS.size()));
    }
    return String.join("\n", said);
  }

  private static String use(Path folder, String kind, long millis) throws Exception {
    RandomGenerator random = Seed.random("threads");
    ForkedJvm jvm =
        ForkedJvm.start(
            folder,
            ForkedJvm.onClassPath("--add-modules=jdk.incubator.vector"),
            UseAfterCloseProgram.class,
            kind,
            folder,
            THREADS,
            random.nextLong());
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (jvm.isAlive() && System.nanoTime() < end) {
      Thread.sleep(STEP_MILLIS);
    }
    return jvm.end().lines().toList().getLast();
  }
}
