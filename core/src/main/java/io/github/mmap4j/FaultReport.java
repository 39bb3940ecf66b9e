package io.github.mmap4j;

import io.github.mmap4j.internal.os.Native;
import java.io.IOException;

/**
 * Turns the virtual machine's error for memory that can't be reached into this library's. Refers to
 * no memory, so that whoever keeps it keeps nothing mapped.
 */
final class FaultReport {
  private final Spec spec;
  private final Backing backing;
  private final Gate gate;

  FaultReport(Spec spec, Backing backing, Gate gate) {
    this.spec = spec;
    this.backing = backing;
    this.gate = gate;
  }

  /**
   * The exception for a fault that was met while bytes {@code [from, to)} of a mapping of {@code
   * length} bytes were touched, and no other memory.
   */
  MappingFaultException explain(InternalError fault, long from, long to, long length) {
    return recorded(explanation(fault, from, to, length), to);
  }

  private MappingFaultException recorded(MappingFaultException e, long to) {
    OpenMapping mapping = spec.describe(e.mappingLength());
    Trace.fault(mapping, e.offset(), to - e.offset(), e.fileSize());
    return e;
  }

  private MappingFaultException explanation(InternalError fault, long from, long to, long length) {
    if (!backing.isFile()) {
      throw fault;
    }
    long size = sizeAfter(fault, length);
    String what =
        size == MappingFaultException.UNKNOWN
            ? "bytes %d to %d can't be reached; the file's size can't be asked".formatted(from, to)
            : reach(size) < to
                ? "byte %d of a mapping of %d bytes at offset %d can't be reached: the file was truncated, not through this mapping, from at least %d to %d bytes"
                    .formatted(
                        Math.max(from, reach(size)),
                        length,
                        spec.offset(),
                        spec.offset() + length,
                        size)
                : "bytes %d to %d of a mapping of %d bytes at offset %d could not be reached, though the file has %d bytes: %s"
                    .formatted(from, to, length, spec.offset(), size, whyNotReached(fault));
    long first = reach(size) < to ? Math.max(from, reach(size)) : from;
    return new MappingFaultException(spec.source() + ": " + what, first, length, size, fault);
  }

  /**
   * As {@link #explain}, where other memory may have been touched too.
   *
   * @throws InternalError {@code fault} itself, if the file covers these bytes: then the fault is
   *     that of the other memory, as far as anybody can tell
   */
  MappingFaultException explainAmongOthers(InternalError fault, long from, long to, long length) {
    MappingFaultException explained = explanation(fault, from, to, length);
    boolean covered =
        explained.fileSize() != MappingFaultException.UNKNOWN && reach(explained.fileSize()) >= to;
    if (covered) {
      throw fault;
    }
    return recorded(explained, to);
  }

  /** Why bytes that the file has can't be reached, as far as anybody can tell. */
  private String whyNotReached(InternalError fault) {
    try {
      long left = gate.shared(backing::spaceLeft);
      if (left >= 0 && left < Native.pageSize()) {
        return "no space is left for a page that the file has not had yet (a hole)";
      }
    } catch (IOException | IllegalStateException e) {
      fault.addSuppressed(e);
    }
    return "it has grown again since, or its disk is full or fails (I/O error)";
  }

  /** The bytes of the mapping that a file of {@code size} bytes reaches: whole pages. */
  private long reach(long size) {
    long page = Native.pageSize();
    return (Math.max(0, size - spec.offset()) + page - 1) / page * page;
  }

  private long sizeAfter(InternalError fault, long length) {
    try {
      return gate.shared(() -> backing.size(length));
    } catch (IOException | IllegalStateException e) {
      fault.addSuppressed(e);
      return MappingFaultException.UNKNOWN;
    }
  }
}
