package io.github.mmap4j;

import io.github.mmap4j.internal.access.CloseLock;
import io.github.mmap4j.internal.fault.FaultOwner.Outcome;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.trace.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Turns faults in a mapping's memory into exceptions, and holds the data that a repair needs. A
 * translator holds no reference to the memory, so it keeps nothing mapped.
 */
final class FaultTranslator {
  private final MapSpec spec;
  private final Backing backing;
  private final CloseLock lock;
  private final PageRequests requests;
  private volatile Consumer<? super MappingFaultException> listener;

  FaultTranslator(MapSpec spec, Backing backing, CloseLock lock, PageRequests requests) {
    this.spec = spec;
    this.backing = backing;
    this.lock = lock;
    this.requests = requests;
  }

  boolean isListening() {
    return listener != null;
  }

  void listener(Consumer<? super MappingFaultException> listener) {
    this.listener = listener;
  }

  /** Notifies the listener of a fault at or after {@code offset}, unless the mapping is closed. */
  void tell(long offset, long length) {
    Consumer<? super MappingFaultException> current = listener;
    if (current != null && !lock.isClosed()) {
      current.accept(explain(Outcome.UNKNOWN, null, offset, length, length));
    }
  }

  PageRequests requests() {
    return requests;
  }

  /**
   * Runs {@code action} under the shared lock, so that the open mapping can't be closed or resized
   * meanwhile.
   */
  <R> R whileOpen(Supplier<R> action) {
    return lock.shared(action::get);
  }

  /**
   * Returns the exception for a fault that occurred while bytes {@code [from, to)} of a mapping of
   * {@code length} bytes were accessed.
   */
  MappingFaultException explain(Outcome outcome, Throwable cause, long from, long to, long length) {
    List<Exception> unasked = new ArrayList<>();
    long size = sizeAfter(unasked, length);
    long end = Math.min(to, length);
    boolean isCut = size != MappingFaultException.UNKNOWN && reach(size) < end;
    long first = isCut ? Math.max(from, reach(size)) : from;
    String what =
        size == MappingFaultException.UNKNOWN
            ? "bytes %d to %d can't be reached; the file's size is unknown".formatted(from, end)
            : isCut
                ? "byte %d of a mapping of %d bytes at offset %d can't be reached: the file was truncated, not through this mapping, from at least %d to %d bytes"
                    .formatted(first, length, spec.offset(), spec.offset() + length, size)
                : "bytes %d to %d of a mapping of %d bytes at offset %d could not be reached, though the file has %d bytes: %s"
                    .formatted(from, end, length, spec.offset(), size, whyNotReached(unasked));
    if (outcome == Outcome.UNKNOWN && !isCut) {
      what += "; it is not known whether the bytes there were changed";
    }
    if (spec.isPrivate()) {
      what += "; what was written to this private memory from there on is lost: map the file anew";
    }
    MappingFaultException e =
        new MappingFaultException(spec.source() + ": " + what, first, length, size, cause);
    unasked.forEach(e::addSuppressed);
    Trace.fault(spec.source(), spec.offset() + first, end - first, size);
    return e;
  }

  /** Returns the likely reason why bytes inside the file can't be reached. */
  private String whyNotReached(List<Exception> unasked) {
    String full = "its disk is full";
    try {
      if (lock.shared(backing::isOutdated)) {
        return "it was copied up by overlayfs, and the mapping shows the copy in the lower layer until it is refreshed";
      }
      long left = lock.shared(backing::spaceLeft);
      if (left >= 0 && left < NativeAccess.pageSize()) {
        return "no space is left to fill a hole of the file";
      }
      if (left >= 0) { // which XFS and Btrfs may keep for themselves
        full += " (its file system reports %d bytes as free)".formatted(left);
      }
    } catch (IOException | IllegalStateException e) {
      unasked.add(e);
    }
    return "it has grown again since, was made immutable, or %s or fails (I/O error)"
            .formatted(full)
        + (backing.mayBeOutdated()
            ? ", or overlayfs has copied it since its channel was opened: open and map it anew"
            : "");
  }

  /**
   * Returns how far a file of {@code size} bytes reaches into the mapping, rounded up to whole
   * pages.
   */
  private long reach(long size) {
    return NativeAccess.pages().whole(Math.max(0, size - spec.offset()));
  }

  private long sizeAfter(List<Exception> unasked, long length) {
    // A channel closes itself when an interrupted thread calls it.
    boolean interrupted = Thread.interrupted();
    try {
      return lock.shared(() -> backing.size(length));
    } catch (IOException | IllegalStateException e) {
      unasked.add(e);
      return MappingFaultException.UNKNOWN;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
