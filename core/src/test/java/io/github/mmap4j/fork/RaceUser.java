package io.github.mmap4j.fork;

import io.github.mmap4j.MappingFaultException;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * One of the threads that read and write a file while it is truncated, through a mapping of their
 * own and through one that another thread closes. Each call must return the file's content or throw
 * the fault.
 */
final class RaceUser implements Race.Work {
  /** The number of steps with one mapping. */
  private static final int STEPS = 100;

  private static final FaultingCall[] CALLS = FaultingCall.values();
  private static final Map<SampleBody, Object> ANSWERS = answers();
  private static final List<SampleBody> BODIES = List.copyOf(ANSWERS.keySet());
  private static final LoopBody[] LOOPS = LoopBody.values();

  private final Race race;
  private final RandomGenerator random;
  private final RacedWriter writer;
  private Target own;
  private int steps;

  RaceUser(Race race, int number, RandomGenerator random) throws IOException {
    this.race = race;
    this.random = random;
    this.writer = new RacedWriter(race, number, random);
    this.own = new Target(race.open(race.raced));
  }

  private static Map<SampleBody, Object> answers() {
    Map<SampleBody, Object> answers = new IdentityHashMap<>();
    for (SampleBody body : SampleBody.all()) {
      if (body.obstacle() == null && body.isFitForRaces()) {
        answers.put(body, body.rightAnswer());
      }
    }
    return answers;
  }

  @Override
  public void run() throws Exception {
    if (++steps % STEPS == 0) {
      own.mmap.close();
      own = new Target(race.open(race.raced));
    }
    try {
      step();
      race.progress.addReturn();
    } catch (MappingFaultException e) {
      race.progress.addFault();
    } finally {
      // HotSpot may also interrupt a thread whose access it stops because the memory is closed.
      boolean _ = Thread.interrupted();
    }
    if (random.nextInt(8) == 0) {
      Thread.yield();
    }
  }

  void close() {
    own.mmap.close();
    writer.close();
  }

  private void step() throws Exception {
    switch (random.nextInt(6)) {
      case 0 -> CALLS[random.nextInt(CALLS.length)].loop(own, 1 + random.nextInt(4));
      case 1 -> guarded(own.mmap, BODIES.get(random.nextInt(BODIES.size())));
      case 2, 3 -> writer.write();
      default -> useShared();
    }
  }

  private static void guarded(Mmap mmap, SampleBody body) {
    try {
      Object answer = mmap.guarded(body::unchecked);
      Check.same(ANSWERS.get(body), answer, body + " in guarded");
    } catch (SampleBody.Checked e) {
      if (!body.isInTheKernel()) {
        throw e;
      }
    }
  }

  private void useShared() throws IOException {
    Mmap mmap = race.shared;
    try {
      readShared(mmap);
    } catch (IllegalStateException e) {
      if (!mmap.isClosed() && mmap != race.closing) {
        throw e;
      }
      race.refusals.incrementAndGet();
    }
  }

  private void readShared(Mmap mmap) {
    int at = random.nextInt(PatternFile.LENGTH);
    int to = random.nextInt(at, PatternFile.LENGTH) + 1;
    switch (random.nextInt(7)) {
      case 0 -> Check.same(PatternFile.at(at), mmap.get(at), "a byte");
      case 1 ->
          Check.that(PatternFile.are(mmap.getSlice(at, to), at, to), "a slice has wrong bytes");
      case 2 ->
          Check.same(
              (long) PatternFile.NEEDLE_AT, mmap.find(PatternFile.NEEDLE, at % 4000), "find");
      case 3 -> Check.same(1L, mmap.count(PatternFile.NEEDLE, at % 4000), "count");
      case 4 -> Check.same(2L, mmap.lines().count(), "the lines");
      case 5 -> mmap.setSlice(at, to, PatternFile.bytes(at, to));
      default -> {
        LoopBody loop = LOOPS[random.nextInt(LOOPS.length)];
        if (loop.isFitForRaces()) {
          guarded(mmap, loop);
        }
      }
    }
  }
}
