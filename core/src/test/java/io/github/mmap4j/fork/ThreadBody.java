package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** Bodies that yield or pin their thread, or hand work to other threads. */
enum ThreadBody implements SampleBody {
  YIELDS(s -> sum(s, Thread::yield)),
  PARKS(s -> sum(s, () -> LockSupport.parkNanos(1_000))),
  SLEEPS(
      s -> {
        long sum = 0;
        for (int at = FROM; at < TO; at += (TO - FROM) / 2) {
          sum += s.get(JAVA_BYTE, at + 10);
          Thread.sleep(1);
        }
        return sum;
      }),
  LOGS(
      s ->
          sum(
              s,
              () ->
                  System.getLogger("io.github.mmap4j.fork")
                      .log(System.Logger.Level.TRACE, "in the middle"))),
  PRINTS(
      s -> {
        System.err.printf("%.0s", s.get(JAVA_BYTE, PatternFile.GONE));
        return sum(s, System.err::flush);
      }),
  PINNED(
      s -> {
        synchronized (ThreadBody.class) {
          return sum(s, Thread::yield);
        }
      }),
  QUEUE(
      s -> {
        BlockingQueue<Byte> queue = new ArrayBlockingQueue<>(8);
        Thread producer =
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (long at = FROM; at < TO; at += ThreadBody.STEP) {
                        put(queue, s.get(JAVA_BYTE, at));
                      }
                    });
        long sum = 0;
        for (long at = FROM; at < TO; at += ThreadBody.STEP) {
          sum = sum * 31 + queue.take() + s.get(JAVA_BYTE, at);
        }
        producer.join();
        return sum;
      }),
  VIRTUAL_THREADS(
      s -> {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
          List<Future<Long>> parts = new ArrayList<>();
          for (long from = FROM; from < TO; from += (TO - FROM) / 4) {
            long first = from;
            parts.add(executor.submit(() -> sum(s, first, first + (TO - FROM) / 4)));
          }
          long sum = 0;
          for (Future<Long> part : parts) {
            sum += part.get();
          }
          return sum;
        }
      }),
  COMPLETABLE_FUTURE(
      s ->
          CompletableFuture.supplyAsync(() -> sum(s, FROM, TO))
              .thenApply(sum -> sum * s.get(JAVA_BYTE, PatternFile.GONE))
              .get()),
  PARALLEL_STREAM(
      s -> LongStream.range(FROM, TO).parallel().map(at -> s.get(JAVA_BYTE, at) * at).sum()),
  FORK_JOIN(s -> new Sum(s, FROM, TO).invoke());

  private static final int STEP = 16;

  private interface Work {
    Object on(MemorySegment memory) throws Exception;
  }

  private final Work work;

  ThreadBody(Work work) {
    this.work = work;
  }

  @Override
  public Object of(MemorySegment memory) throws Exception {
    return work.on(memory);
  }

  private static long sum(MemorySegment s, Runnable inTheMiddle) {
    long sum = 0;
    for (long at = FROM; at < TO; at++) {
      sum = sum * 31 + s.get(JAVA_BYTE, at);
      if (at % 128 == 0) {
        inTheMiddle.run();
      }
    }
    return sum;
  }

  private static long sum(MemorySegment s, long from, long to) {
    long sum = 0;
    for (long at = from; at < to; at++) {
      sum += s.get(JAVA_BYTE, at) * at;
    }
    return sum;
  }

  private static void put(BlockingQueue<Byte> queue, byte value) {
    try {
      queue.put(value);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Sum extends RecursiveTask<Long> {
    private static final long serialVersionUID = 1;
    private static final int MOST = 100;

    private final transient MemorySegment memory;
    private final long from;
    private final long to;

    Sum(MemorySegment memory, long from, long to) {
      this.memory = memory;
      this.from = from;
      this.to = to;
    }

    @Override
    protected Long compute() {
      if (to - from <= MOST) {
        return sum(memory, from, to);
      }
      long middle = (from + to) / 2;
      Sum left = new Sum(memory, from, middle);
      left.fork();
      return new Sum(memory, middle, to).compute() + left.join();
    }
  }
}
