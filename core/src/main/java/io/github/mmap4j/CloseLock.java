package io.github.mmap4j;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets calls into the system pass while a mapping is open, side by side; and lets close and resize
 * pass alone. So the descriptor and the memory that a call names stay this mapping's until it
 * returns.
 */
final class CloseLock {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean closed;

  interface Call<R> {
    R run() throws IOException;
  }

  interface Action<R> {
    R run();
  }

  /** Runs {@code call} while the mapping is open and can't be closed or resized. */
  <R> R shared(Call<R> call) throws IOException {
    lock.readLock().lock();
    try {
      requireOpen();
      return call.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** As {@link #shared}, for what throws nothing checked. */
  <R> R waiting(Action<R> action) {
    lock.readLock().lock();
    try {
      requireOpen();
      return action.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Runs {@code call} while nothing else is inside; it finds out itself whether all is closed. */
  <R> R alone(Call<R> call) throws IOException {
    lock.writeLock().lock();
    try {
      return call.run();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Ends it, once: {@code end} may refuse, and then all stays open; {@code release} comes after,
   * when all is closed.
   */
  void close(Runnable end, Runnable release) {
    lock.writeLock().lock();
    try {
      if (!closed) {
        end.run();
        closed = true;
        release.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the mapping is closed");
    }
  }

  boolean isClosed() {
    return closed;
  }
}
