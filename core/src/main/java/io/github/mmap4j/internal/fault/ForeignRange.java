package io.github.mmap4j.internal.fault;

import io.github.mmap4j.internal.fault.FaultOwner.Outcome;

/**
 * The address range of a foreign segment, without a reference to the segment.
 *
 * @param start the address of its first byte
 * @param length its length in bytes
 * @param explainer the maker of exceptions for faults in the segment
 */
public record ForeignRange(long start, long length, Explainer explainer) {
  public interface Explainer {
    /**
     * Returns the exception for a fault.
     *
     * @param cause the exception that the body threw, or null
     * @param offset the offset of the first lost byte in the segment
     * @param length the segment's length in bytes
     */
    RuntimeException explain(Outcome outcome, Throwable cause, long offset, long length);
  }

  /** Returns the exception for a fault at {@code address}, which may be outside the range. */
  RuntimeException explain(Outcome outcome, Throwable cause, long address) {
    long offset = Math.clamp(address - start, 0, length);
    return explainer.explain(outcome, cause, offset, length);
  }
}
