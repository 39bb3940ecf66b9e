package io.github.mmap4j.trial;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.harness.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Kills a process that changes a file's length, {@code figure} times. Each time, the file must
 * open, have its length from before or after the change, and contain all that was flushed.
 */
final class KillTrial implements Trial {
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private long insideAChange;
  private long bytesFlushed;

  @Override
  public String run(Path folder, long figure) throws Exception {
    RandomGenerator random = Seed.random("kills");
    List<String> said = new ArrayList<>();
    KillProgram.Work[] all = KillProgram.Work.values();
    for (KillProgram.Work work : all) {
      long kills = Math.ceilDiv(figure, all.length);
      insideAChange = 0;
      bytesFlushed = 0;
      for (long i = 0; i < kills; i++) {
        kill(folder, work, random);
      }
      said.add(
          "%s: %,d kills, %,d between the journal's two lengths, %,d flushed bytes found"
              .formatted(work, kills, insideAChange, bytesFlushed));
    }
    return String.join("\n", said);
  }

  private void kill(Path folder, KillProgram.Work work, RandomGenerator random) throws Exception {
    Path file = Files.write(folder.resolve("killed"), new byte[KillProgram.SHORTEST]);
    Path journal = Files.write(folder.resolve("journal"), new byte[0]);
    ForkedJvm jvm =
        ForkedJvm.start(
            folder,
            ForkedJvm.onClassPath("-XX:TieredStopAtLevel=1"),
            KillProgram.class,
            work,
            file,
            journal,
            random.nextLong());
    while (jvm.isAlive() && Files.size(journal) == 0) {
      Thread.sleep(1);
    }
    LockSupport.parkNanos(random.nextLong(MOST_NANOS));
    if (!jvm.isAlive()) {
      throw new AssertionError("it ended by itself: " + jvm.end());
    }
    jvm.kill();
    check(work, file, KillProgram.Entry.last(Files.readString(journal, US_ASCII)));
  }

  private void check(KillProgram.Work work, Path file, KillProgram.Entry last) throws IOException {
    try (Mmap m = Mmap.open(file)) {
      if (!last.allows(work, m.length())) {
        throw new AssertionError("length " + m.length() + " after " + last);
      }
      byte[] found = m.getSlice(0, last.flushed());
      for (int i = 0; i < found.length; i++) {
        if (found[i] != KillProgram.at(i)) {
          throw new AssertionError("byte " + i + " is " + found[i] + " after " + last);
        }
      }
      if (work == KillProgram.Work.APPEND) {
        checkTail(m, last);
      }
      bytesFlushed += found.length;
      insideAChange += last.from() == last.to() ? 0 : 1;
    }
  }

  /**
   * Checks that the flushed bytes are followed by appended bytes, as far as they were written, and
   * then by zeros.
   */
  private static void checkTail(Mmap m, KillProgram.Entry last) {
    byte[] all = m.getSlice(0);
    int end = all.length;
    while (end > last.flushed() && all[end - 1] == 0) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      if (all[i] != KillProgram.at(i)) {
        throw new AssertionError("byte " + i + " of " + end + " is " + all[i] + " after " + last);
      }
    }
  }
}
