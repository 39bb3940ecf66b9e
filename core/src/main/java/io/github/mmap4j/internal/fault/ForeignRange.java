package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.fault.FaultOwner.Outcome;

/**
 * The address range of a foreign segment, without the segment itself.
 *
 * @param start the address of its first byte
 * @param length its length in bytes
 * @param explainer makes the exception for its faults
 */
public record ForeignRange(long start, long length, Explainer explainer) {
  /** Makes the exception for a fault. */
  public interface Explainer {
    /**
     * Returns the exception for a fault.
     *
     * @param cause what the body threw, or null
     * @param offset the first byte that is lost, from the segment's start
     * @param length the segment's length in bytes
     */
    RuntimeException explain(Outcome outcome, Throwable cause, long offset, long length);
  }

  /** Returns the exception for a fault at {@code address}, which may be a page outside. */
  RuntimeException explain(Outcome outcome, Throwable cause, long address) {
    long offset = Math.clamp(address - start, 0, length);
    return explainer.explain(outcome, cause, offset, length);
  }
}
