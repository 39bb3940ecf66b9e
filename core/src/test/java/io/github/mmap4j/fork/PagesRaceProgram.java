package io.github.mmap4j.fork;

import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.Residency;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Locks, unlocks and queries pages on several threads while another thread resizes and closes the
 * mapping and maps the next one. A call that came too late would lock memory that belongs to
 * something else. Arguments: the file, the minimum number of mappings, a seed.
 */
final class PagesRaceProgram {
  private static final int USERS = 3;
  private static final int RESIZES = 6;
  private static final int MOST_PAGES = 64;

  private static volatile Mmap current;
  private static volatile boolean over;
  private static final AtomicReference<Throwable> WRONG = new AtomicReference<>();
  private static final AtomicLong DONE = new AtomicLong();
  private static final AtomicLong CLOSED = new AtomicLong();

  private PagesRaceProgram() {}

  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[0]);
    int generations = Integer.parseInt(args[1]);
    Random random = new Random(Long.parseLong(args[2]));
    current = map(path, 0);
    List<Thread> users = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      users.add(Thread.ofPlatform().start(PagesRaceProgram::use));
    }
    Patience patience = new Patience();
    for (int i = 1;
        WRONG.get() == null && (i <= generations || !isEnough(generations) && patience.isLeft());
        i++) {
      Mmap old = current;
      for (int r = 0; r < RESIZES; r++) {
        old.resize(1 + random.nextInt(MOST_PAGES * Mmap.PAGESIZE));
        Thread.yield();
      }
      old.close();
      current = map(path, i);
    }
    over = true;
    for (Thread user : users) {
      user.join();
    }
    current.close();
    if (WRONG.get() != null) {
      throw new AssertionError(WRONG.get());
    }
    Check.same("0 kB", Proc.status("VmLck"), "memory locked at the end");
    Check.that(DONE.get() > generations, "hardly a call succeeded: " + DONE);
    Check.that(CLOSED.get() > 0, "no call met a closed mapping");
  }

  private static boolean isEnough(int generations) {
    return DONE.get() > generations && CLOSED.get() > 0;
  }

  private static Mmap map(Path path, int number) throws IOException {
    return number % 2 == 0
        ? Mmap.open(path)
        : Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(Mmap.PAGESIZE).map();
  }

  private static void use() {
    while (!over) {
      Mmap m = current;
      try {
        m.lock();
        Residency residency = m.residency();
        Check.that(residency.residentPages() <= residency.totalPages(), residency.toString());
        m.unlock();
        DONE.incrementAndGet();
      } catch (IllegalStateException e) {
        CLOSED.incrementAndGet();
      } catch (Throwable e) {
        WRONG.compareAndSet(null, e);
      }
    }
  }
}
