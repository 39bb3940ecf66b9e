package io.github.mmap4j;

import java.lang.foreign.MemorySegment;

/**
 * Code that works on a mapping's memory, for {@link Mmap#guarded(GuardedBody)}. The body's
 * exceptions propagate to the caller of {@code guarded}. If the body throws no checked exception,
 * {@code guarded} declares none either.
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
   * @return the result of the body
   * @throws X if the body fails
   */
  R run(MemorySegment memory) throws X;

  /**
   * A body for {@link Mmap#guardedInt}, whose {@code int} result is not boxed.
   *
   * {@snippet :
   * int magic = m.guardedInt(s -> s.get(ValueLayout.JAVA_INT, 0));
   * }
   *
   * @param <X> the exception that the body throws
   */
  @FunctionalInterface
  interface OfInt<X extends Exception> {
    /**
     * Runs the body.
     *
     * @param memory the mapping's memory
     * @return the result of the body
     * @throws X if the body fails
     */
    int run(MemorySegment memory) throws X;
  }

  /**
   * A body for {@link Mmap#guardedLong}, whose {@code long} result is not boxed.
   *
   * {@snippet :
   * long stamp = m.guardedLong(s -> s.get(ValueLayout.JAVA_LONG, 8));
   * }
   *
   * @param <X> the exception that the body throws
   */
  @FunctionalInterface
  interface OfLong<X extends Exception> {
    /**
     * Runs the body.
     *
     * @param memory the mapping's memory
     * @return the result of the body
     * @throws X if the body fails
     */
    long run(MemorySegment memory) throws X;
  }

  /**
   * A body for {@link Mmap#guardedDouble}, whose {@code double} result is not boxed.
   *
   * {@snippet :
   * double scale = m.guardedDouble(s -> s.get(ValueLayout.JAVA_DOUBLE, 16));
   * }
   *
   * @param <X> the exception that the body throws
   */
  @FunctionalInterface
  interface OfDouble<X extends Exception> {
    /**
     * Runs the body.
     *
     * @param memory the mapping's memory
     * @return the result of the body
     * @throws X if the body fails
     */
    double run(MemorySegment memory) throws X;
  }

  /**
   * A body that already has its segment, for {@link Mmap#guarded(GuardedBody.WithResult)}.
   *
   * {@snippet :
   * ByteBuffer buffer = m.asByteBuffer(0, 100);
   * String head = m.guarded(() -> UTF_8.decode(buffer).toString());
   * }
   *
   * @param <R> the result's type
   * @param <X> the exception that the body throws
   */
  @FunctionalInterface
  interface WithResult<R, X extends Exception> {
    /**
     * Runs the body.
     *
     * @return the result of the body
     * @throws X if the body fails
     */
    R run() throws X;
  }

  /**
   * A body that already has its segment and returns nothing, for {@link
   * Mmap#guarded(GuardedBody.WithoutResult)}.
   *
   * {@snippet :
   * MemorySegment all = m.asSegment();
   * m.guarded(() -> all.fill((byte) 0));
   * }
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
