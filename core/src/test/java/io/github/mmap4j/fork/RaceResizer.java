package io.github.mmap4j.fork;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** Resizes a mapping of its own file, while another mapping of that file follows. */
final class RaceResizer implements Race.Work {
  private static final int MOST_PAGES = 40;

  private final Race race;
  private final RandomGenerator random;
  private final Mmap mmap;
  private final Mmap follower;

  RaceResizer(Race race, Path file, RandomGenerator random) throws IOException {
    this.race = race;
    this.random = random;
    Files.write(file, new byte[PatternFile.PAGE]);
    this.mmap = Mmap.open(file);
    this.follower = Mmap.open(file);
  }

  @Override
  public void run() throws IOException {
    mmap.resize((1L + random.nextInt(MOST_PAGES)) * PatternFile.PAGE);
    int value = random.nextInt(256);
    mmap.set(-1, value);
    if (mmap.length() < follower.length()) {
      Check.thrown(MappingFaultException.class, () -> follower.get(-1));
    }
    follower.refresh();
    Check.same(mmap.length(), follower.length(), "the length of the mapping that follows");
    Check.same(value, follower.get(-1), "the last byte");
    race.resizes.incrementAndGet();
    Thread.yield();
  }

  void close() {
    mmap.close();
    follower.close();
  }
}
