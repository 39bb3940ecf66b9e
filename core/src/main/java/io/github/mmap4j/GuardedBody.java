package io.github.mmap4j;

import java.lang.foreign.MemorySegment;

/**
 * Code that works on a mapping's memory, for {@link Mmap#guarded(GuardedBody)}. Its exceptions pass
 * through the call. If the body throws no checked exception, the call declares none either.
 *
 * {@snippet :
 * long newlines = m.guardedLong(s -> {
 *   long n = 0;
 *   for (long i = 0; i < s.byteSize(); i++) {
 *     n += s.get(ValueLayout.JAVA_BYTE, i) == '\n' ? 1 : 0;
 *   }
 *   return n;
 * });
 * }
 *
 * @param <R> the result's type
 * @param <X> the exception that the body throws
 */
@FunctionalInterface
public interface GuardedBody<R, X extends Exception> {
  /**
   * Runs the body.
   *
   * @param memory the mapping's memory, as {@link Mmap#asSegment} returns it
   * @return the result
   * @throws X if the body fails
   */
  R run(MemorySegment memory) throws X;

  /**
   * A body with an {@code int} result, which is not boxed: for {@link Mmap#guardedInt}.
   *
   * @param <X> the exception that the body throws
   */
  @FunctionalInterface
  interface OfInt<X extends Exception> {
    /**
     * Runs the body.
     *
     * @param memory the mapping's memory
     * @return the result
     * @throws X if the body fails
     */
    int run(MemorySegment memory) throws X;
  }

  /**
   * A body with a {@code long} result, which is not boxed: for {@link Mmap#guardedLong}.
   *
   * @param <X> the exception that the body throws
   */
  @FunctionalInterface
  interface OfLong<X extends Exception> {
    /**
     * Runs the body.
     *
     * @param memory the mapping's memory
     * @return the result
     * @throws X if the body fails
     */
    long run(MemorySegment memory) throws X;
  }

  /**
   * A body with a {@code double} result, which is not boxed: for {@link Mmap#guardedDouble}.
   *
   * @param <X> the exception that the body throws
   */
  @FunctionalInterface
  interface OfDouble<X extends Exception> {
    /**
     * Runs the body.
     *
     * @param memory the mapping's memory
     * @return the result
     * @throws X if the body fails
     */
    double run(MemorySegment memory) throws X;
  }

  /**
   * A body that already has its segment: for {@link Mmap#guarded(GuardedBody.WithResult)}.
   *
   * @param <R> the result's type
   * @param <X> the exception that the body throws
   */
  @FunctionalInterface
  interface WithResult<R, X extends Exception> {
    /**
     * Runs the body.
     *
     * @return the result
     * @throws X if the body fails
     */
    R run() throws X;
  }

  /**
   * A body that already has its segment and returns nothing: for {@link
   * Mmap#guarded(GuardedBody.WithoutResult)}.
   *
   * @param <X> the exception that the body throws
   */
  @FunctionalInterface
  interface WithoutResult<X extends Exception> {
    /**
     * Runs the body.
     *
     * @throws X if the body fails
     */
    void run() throws X;
  }
}
