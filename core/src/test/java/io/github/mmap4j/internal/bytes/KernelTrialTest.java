package io.github.mmap4j.internal.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelTrialTest {
  private static final long PART = KernelTrial.PART;
  private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final Runnable restorer = KernelsUnderTest.restorer();

  @AfterEach
  void restore() {
    restorer.run();
  }

  static Stream<KernelTrial> trials() {
    return Stream.of(
        KernelTrial.ofCounting(),
        new KernelTrial(new Needle("z".getBytes())),
        new KernelTrial(new Needle("zq".getBytes())),
        new KernelTrial(new Needle("eat".getBytes())));
  }

  /** Ends a part after a millisecond. */
  private static void part(KernelTrial trial, long positions) throws InterruptedException {
    Thread.sleep(1);
    trial.end(positions);
  }

  /** Ends parts until a trial begins, which takes long if an earlier trial was held up. */
  private static void untilTrial(KernelTrial trial) throws InterruptedException {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < MOST_NANOS) {
      long positions = trial.begin(PART);
      if (positions < PART) {
        return;
      }
      part(trial, positions);
    }
    throw new AssertionError("no trial in " + MOST_NANOS + " ns");
  }

  @ParameterizedTest
  @MethodSource("trials")
  void theOtherKernelIsTriedAfterEightTimesTheTimeOfATrial(KernelTrial trial) throws Exception {
    assumeTrue(Kernels.hasVectors(), "there is one kernel");
    untilTrial(trial);
    Kernel best = trial.kernel() == Kernels.SCALAR ? Kernels.VECTOR : Kernels.SCALAR;
    long begin = System.nanoTime();
    Thread.sleep(2); // slower than the best kernel, even if that was held up
    long atLeast = System.nanoTime() - begin;
    trial.end(1);
    Thread.sleep(50); // between searches, which does not count

    long next = System.nanoTime();
    assertEquals(PART, trial.begin(PART));
    assertSame(best, trial.kernel());
    trial.end(PART);
    untilTrial(trial);
    assertTrue(System.nanoTime() - next >= 8 * atLeast);
    assertNotSame(best, trial.kernel());
  }

  @Test
  void aClearlyFasterKernelIsPreferredForItsLoopOnly() throws Exception {
    assumeTrue(Kernels.hasVectors(), "there is one kernel");
    for (KernelLoop loop : KernelLoop.values()) {
      Kernels.prefer(Kernels.SCALAR, loop);
    }
    KernelTrial trial = KernelTrial.ofCounting();
    untilTrial(trial);
    trial.end(1L << 40); // more positions in less time
    for (KernelLoop loop : KernelLoop.values()) {
      Kernel expected = loop == KernelLoop.COUNT ? Kernels.VECTOR : Kernels.SCALAR;
      assertSame(expected, Kernels.preferred(loop), loop.toString());
    }
  }

  @Test
  void onlyASecondKernelIsTried() throws Exception {
    KernelTrial trial = KernelTrial.ofCounting();
    boolean isTried = false;
    long begun = System.nanoTime();
    long most = Kernels.hasVectors() ? MOST_NANOS : TimeUnit.MILLISECONDS.toNanos(100);
    while (!isTried && System.nanoTime() - begun < most) {
      long positions = trial.begin(PART);
      isTried = positions < PART;
      part(trial, positions);
    }
    assertEquals(Kernels.hasVectors(), isTried);
  }
}
