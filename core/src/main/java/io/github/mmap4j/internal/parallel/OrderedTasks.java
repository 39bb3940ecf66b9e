package io.github.mmap4j.internal.parallel;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongFunction;

/**
 * Has an executor work on parts side by side, and gives out their results in order. Few parts are
 * ahead of the consumer, so that little is done in vain if it stops; and the consumer works too, so
 * that all goes on if the executor has no thread to spare.
 */
public final class OrderedTasks<T> implements Iterator<T>, AutoCloseable {
  private static final int AHEAD = 2 * Runtime.getRuntime().availableProcessors();

  /** Of no use but to ask whether memory is open to any thread. */
  private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

  private final Executor executor;
  private final long parts;
  private final LongFunction<T> work;
  private final Deque<FutureTask<T>> begun = new ArrayDeque<>();
  private long next;
  private boolean rejected;
  private volatile boolean closed;

  /** {@code work} is called with 0 to {@code parts} - 1, by any thread. */
  public OrderedTasks(Executor executor, long parts, LongFunction<T> work) {
    this.executor = executor;
    this.parts = parts;
    this.work = work;
  }

  /** Whether threads other than the one that calls may read {@code text}. */
  public static boolean mayRead(MemorySegment text) {
    return text.isAccessibleBy(ANOTHER);
  }

  @Override
  public boolean hasNext() {
    return next < parts || !begun.isEmpty();
  }

  /** The result of the next part; what the work on it has thrown is thrown here. */
  @Override
  public T next() {
    begin();
    FutureTask<T> first = begun.poll();
    if (first == null) {
      throw new NoSuchElementException("no further part");
    }
    first.run(); // returns at once if another thread has begun it
    for (FutureTask<T> other : begun) {
      if (first.isDone()) {
        break;
      }
      other.run();
    }
    return result(first);
  }

  private void begin() {
    while (next < parts && begun.size() <= AHEAD) {
      long part = next++;
      FutureTask<T> task = new FutureTask<>(() -> closed ? null : work.apply(part));
      begun.add(task);
      if (!rejected) {
        try {
          executor.execute(task);
        } catch (RejectedExecutionException e) {
          rejected = true; // it takes no more work: the consumer does what is left
        }
      }
    }
  }

  private static <T> T result(FutureTask<T> task) {
    await(task);
    if (task.state() == Future.State.SUCCESS) {
      return task.resultNow();
    }
    switch (task.exceptionNow()) {
      case RuntimeException thrown -> throw thrown;
      case Error thrown -> throw thrown;
      case Throwable thrown -> throw new AssertionError("the work throws nothing checked", thrown);
    }
  }

  /** Returns when {@code task} has ended, however. An interrupt waits: parts are short. */
  private static void await(FutureTask<?> task) {
    boolean interrupted = false;
    while (!task.isDone()) {
      try {
        task.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        break; // who wants the result asks the task for it
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Leaves what has not begun, and waits for what has: nobody reads the memory afterwards. What has
   * failed there is behind the place where the consumer has stopped, so nobody asked for it.
   */
  @Override
  public void close() {
    closed = true;
    next = parts;
    for (FutureTask<T> task : begun) {
      task.run();
      await(task);
    }
    begun.clear();
  }
}
