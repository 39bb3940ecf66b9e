package io.github.mmap4j.fork;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** Atomic and ordered accesses, which undo every change that they make. */
enum AtomicBody implements SampleBody {
  COMPARE_AND_SET(
      s -> {
        int done = 0;
        for (long at = FROM; at < TO; at += Integer.BYTES) {
          int now = (int) Handles.INT.getVolatile(s, at);
          done += Handles.INT.compareAndSet(s, at, now, now) ? now : 0;
        }
        return done;
      }),
  COMPARE_AND_EXCHANGE_LONGS(
      s -> {
        long sum = 0;
        for (long at = FROM; at < TO; at += Long.BYTES) {
          sum += (long) Handles.LONG.compareAndExchange(s, at, 0L, 0L);
        }
        return sum;
      }),
  GET_AND_ADD(
      s -> {
        long sum = 0;
        for (long at = FROM; at < TO; at += Long.BYTES) {
          sum += (long) Handles.LONG.getAndAdd(s, at, 1L);
          sum -= 3 * (long) Handles.LONG.getAndAdd(s, at, -1L);
        }
        return sum;
      }),
  GET_AND_SET(
      s -> {
        long sum = 0;
        for (long at = FROM; at < TO; at += Integer.BYTES) {
          int was = (int) Handles.INT.getAndSet(s, at, 7);
          sum += was * 5L - (int) Handles.INT.getAndSet(s, at, was);
        }
        return sum;
      }),
  BITWISE(
      s -> {
        long sum = 0;
        for (long at = FROM; at < TO; at += Integer.BYTES) {
          int was = (int) Handles.INT.getAndBitwiseXor(s, at, 0x55);
          sum += was + (int) Handles.INT.getAndBitwiseXor(s, at, 0x55);
          sum += (int) Handles.INT.getAndBitwiseOr(s, at, 0);
        }
        return sum;
      }),
  ACQUIRE_AND_RELEASE(
      s -> {
        long sum = 0;
        for (long at = FROM; at < TO; at += Integer.BYTES) {
          int now = (int) Handles.INT.getAcquire(s, at);
          Handles.INT.setRelease(s, at, now);
          Handles.INT.setVolatile(s, at, now);
          sum += now + (int) Handles.INT.getOpaque(s, at);
        }
        return sum;
      });

  /**
   * Holds the handles as constants, as users do; an enum's constructor arguments cannot refer to
   * its own static fields.
   */
  private static final class Handles {
    static final VarHandle INT = handle(JAVA_INT);
    static final VarHandle LONG = handle(JAVA_LONG);

    private static VarHandle handle(ValueLayout layout) {
      return layout.varHandle();
    }
  }

  private interface Loop {
    Object over(MemorySegment memory);
  }

  private final Loop loop;

  AtomicBody(Loop loop) {
    this.loop = loop;
  }

  @Override
  public Object of(MemorySegment memory) {
    return loop.over(memory);
  }

  @Override
  public boolean isFitForRaces() {
    return this == COMPARE_AND_SET || this == COMPARE_AND_EXCHANGE_LONGS;
  }
}
