package io.github.mmap4j.internal.access;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A lock that lets calls run concurrently while a mapping is open, but makes close and resize run
 * alone. The descriptor and the memory that a call uses therefore stay valid until the call
 * returns.
 */
public final class CloseLock {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /**
   * A call made under the lock.
   *
   * @param <R> the result's type
   * @param <X> the exception that the call may throw
   */
  public interface Call<R, X extends Exception> {
    R run() throws X;
  }

  /** Runs {@code call} if the mapping is open, and delays close and resize until it returns. */
  public <R, X extends Exception> R shared(Call<R, X> call) throws X {
    return under(lock.readLock(), call);
  }

  /** Runs {@code call} if the mapping is open, while no other call runs. */
  public <R, X extends Exception> R exclusive(Call<R, X> call) throws X {
    return under(lock.writeLock(), call);
  }

  private <R, X extends Exception> R under(Lock side, Call<R, X> call) throws X {
    side.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the mapping is closed");
      }
      return call.run();
    } finally {
      side.unlock();
    }
  }

  /**
   * Closes the mapping unless it is already closed. If {@code end} throws, the mapping stays open;
   * otherwise it is closed, and {@code release} runs.
   */
  public void close(Runnable end, Runnable release) {
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

  public boolean isClosed() {
    return closed;
  }
}
