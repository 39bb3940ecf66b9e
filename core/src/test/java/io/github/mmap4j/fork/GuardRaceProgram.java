package io.github.mmap4j.fork;

import io.github.mmap4j.Mmap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads and writes files on platform threads and virtual ones while another process truncates and
 * grows the files, until standard input ends. One thread closes a mapping that others read, and one
 * resizes other mappings. Arguments: the folder of the files; a file for the {@link RaceProgress};
 * the number of threads of each kind; a seed.
 */
public final class GuardRaceProgram {
  /** The line that is printed once the threads run. */
  public static final String READY = "calling";

  /** The number of calls by all threads until the mapping that they share is closed. */
  private static final int MOST_CALLS_OPEN = 16;

  private static final long POLL_NANOS = 10_000;

  private GuardRaceProgram() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Parent.listen();
    RaceProgress progress = new RaceProgress(Path.of(args[1]));
    int ofEachKind = Integer.parseInt(args[2]);
    SplittableRandom random = new SplittableRandom(Long.parseLong(args[3]));
    Race race = new Race(folder, progress);
    List<Thread> threads = new ArrayList<>();
    List<RaceUser> users = new ArrayList<>();
    for (int number = 0; number < 2 * ofEachKind; number++) {
      RaceUser user = new RaceUser(race, number, random.split());
      users.add(user);
      Thread.Builder builder = number % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
      threads.add(race.start(builder, "user " + number, user));
    }
    RaceResizer resizer = new RaceResizer(race, folder.resolve("resized"), random.split());
    threads.add(race.start(Thread.ofPlatform(), "resizer", resizer));
    threads.add(race.start(Thread.ofPlatform(), "closer", closer(race, random.split())));
    System.out.println(READY);
    while (Parent.wantsMore() && !race.isOver()) {
      Thread.sleep(1);
    }
    race.end();
    for (Thread thread : threads) {
      thread.join();
    }
    race.requireRight();
    users.forEach(RaceUser::close);
    resizer.close();
    race.shared.close();
    Check.same(0, Mmap.openMappings().size(), "mappings that are open still");
    System.out.printf(
        "%,d right answers, %,d typed faults, %,d refusals by closed mappings, "
            + "%,d writes found in the file, %,d resizes%n",
        progress.returns(),
        progress.faults(),
        race.refusals.get(),
        race.writes.get(),
        race.resizes.get());
  }

  private static Race.Work closer(Race race, SplittableRandom random) {
    return () -> {
      long calls = race.progress.calls() + random.nextInt(MOST_CALLS_OPEN);
      while (race.progress.calls() < calls && !race.isOver()) {
        LockSupport.parkNanos(POLL_NANOS);
      }
      Mmap old = race.shared;
      race.closing = old;
      if (random.nextBoolean()) {
        race.shared = race.open(race.raced);
        old.close();
      } else {
        old.close();
        race.shared = race.open(race.raced);
      }
    };
  }
}
