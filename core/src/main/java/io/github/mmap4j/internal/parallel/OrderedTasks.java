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
 * Runs the parts of a task on an executor and returns their results in order. Only a few parts are
 * started ahead of the consumer, so little work is wasted if the consumer stops. The consumer's
 * thread runs parts too, so the task makes progress even if the executor has no free thread.
 */
public final class OrderedTasks<T> implements Iterator<T>, AutoCloseable {
  private static final int AHEAD = 2 * Runtime.getRuntime().availableProcessors();

  /**
   * An unstarted thread, used to find out whether threads other than the current one may access
   * memory.
   */
  private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

  private final Executor executor;
  private final long parts;
  private final LongFunction<T> work;
  private final Deque<FutureTask<T>> begun = new ArrayDeque<>();
  private long next;
  private boolean rejected;
  private volatile boolean closed;

  /**
   * Creates tasks that call {@code work} with the numbers 0 to {@code parts} - 1, on any thread.
   */
  public OrderedTasks(Executor executor, long parts, LongFunction<T> work) {
    this.executor = executor;
    this.parts = parts;
    this.work = work;
  }

  /** Returns whether threads other than the calling one may read {@code text}. */
  public static boolean mayRead(MemorySegment text) {
    return text.isAccessibleBy(ANOTHER);
  }

  @Override
  public boolean hasNext() {
    return next < parts || !begun.isEmpty();
  }

  /**
   * Returns the result of the next part, or throws the exception that the work on that part threw.
   */
  @Override
  public T next() {
    begin();
    FutureTask<T> first = begun.poll();
    if (first == null) {
      throw new NoSuchElementException("no further part");
    }
    first.run(); // returns immediately if another thread has started this part
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
          rejected = true; // the consumer runs the remaining parts
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

  /**
   * Waits until {@code task} has ended, even if interrupted. The wait is short because parts are
   * short.
   */
  private static void await(FutureTask<?> task) {
    boolean interrupted = false;
    while (!task.isDone()) {
      try {
        task.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        break; // the task has ended, with an exception
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Drops the parts that have not started and waits for those that have. Once this method has
   * returned, no part is still reading memory. A part's failure is ignored, because the consumer
   * has stopped before reaching that part.
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
