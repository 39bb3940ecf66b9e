package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.fault.FaultOwner.Outcome;

/**
 * Where a segment of somebody else is, without the segment.
 *
 * @param start the address of its first byte
 * @param length its bytes
 * @param explainer makes the exception for its faults
 */
public record ForeignRange(long start, long length, Explainer explainer) {
  /** Says what a fault means. */
  public interface Explainer {
    /**
     * The exception for a fault.
     *
     * @param cause what the body threw, or null
     * @param offset the first byte that is lost, from the segment's start
     * @param length the segment's bytes
     */
    RuntimeException explain(Outcome outcome, Throwable cause, long offset, long length);
  }

  /** The exception for a fault from {@code address} on, which may lie outside by a page. */
  RuntimeException explain(Outcome outcome, Throwable cause, long address) {
    long offset = Math.clamp(address - start, 0, length);
    return explainer.explain(outcome, cause, offset, length);
  }
}
