package io.github.mmap4j;

import io.github.mmap4j.Backing.Resized;
import io.github.mmap4j.internal.access.ReadOnlyMappingException;
import io.github.mmap4j.internal.trace.Trace;
import java.io.IOException;

/**
 * The rules for when a mapping's length may change, and to which length. {@link Mapping} applies
 * these rules under the exclusive lock.
 */
final class LengthPolicy {
  private final MapSpec spec;
  private final Backing backing;

  /** Whether an appender is open; if so, only the appender may resize. */
  private boolean appending;

  LengthPolicy(MapSpec spec, Backing backing) {
    this.spec = spec;
    this.backing = backing;
  }

  /** Returns the file's length, or {@code mappedLength} for anonymous memory. */
  long size(long mappedLength) throws IOException {
    requireTracked("size");
    return backing.size(mappedLength);
  }

  /** Throws an exception for any untracked mapping, anonymous or not, as CPython does. */
  private void requireTracked(String call) {
    if (!spec.trackFd()) {
      throw new IllegalStateException(
          call + " needs a mapping that tracks its descriptor, and this one has trackFd(false)");
    }
  }

  Resized resize(Region old, long newLength) throws IOException {
    requireTracked("resize");
    requireResizable();
    requireNoAppender("resize");
    return resized(old, newLength);
  }

  private void requireResizable() {
    Access access = spec.access();
    if (access == Access.READ || access == Access.COPY) {
      throw new ReadOnlyMappingException("a mapping with access " + access + " can't be resized");
    }
  }

  private void requireNoAppender(String call) {
    if (appending) {
      throw new IllegalStateException(call + ": an appender is open, and must be closed first");
    }
  }

  private Resized resized(Region old, long newLength) throws IOException {
    if (newLength <= 0 || newLength > Long.MAX_VALUE - spec.offset()) {
      throw new IllegalArgumentException(
          "new length %d is outside 1 to %d".formatted(newLength, Long.MAX_VALUE - spec.offset()));
    }
    try (var _ = Trace.resize(spec.source(), spec.offset(), old.length(), newLength)) {
      return backing.resize(old, newLength);
    }
  }

  /** From now on, lets only the appender's methods change the length. */
  Resized beginAppending(Region region) throws IOException {
    requireTracked("appender");
    requireResizable();
    requireNoAppender("appender");
    if (backing.isFile() && spec.isPrivate()) {
      throw new UnsupportedOperationException(
          "appender: what is written to a private mapping does not reach the file");
    }
    if (backing.lengthUnit() > 1) {
      throw new UnsupportedOperationException(
          "appender: the length of %s must be a multiple of its huge page size, %d"
              .formatted(spec.source(), backing.lengthUnit()));
    }
    if (!endsWithFile(region)) {
      throw new IllegalStateException(
          "appender: the file does not end where the mapping does: refresh the mapping first");
    }
    appending = true;
    return new Resized(region, null);
  }

  private boolean endsWithFile(Region region) throws IOException {
    long length = region.length();
    return !backing.isFile() || backing.size(length) == spec.offset() + length;
  }

  /** Extends the mapping for the appender; throws if others have changed the file's length. */
  Resized extendAppended(Region old, long newLength) throws IOException {
    requireUnchangedFile(old);
    return resized(old, newLength);
  }

  /**
   * Removes the bytes after {@code end}, which no view reaches; throws if others have changed the
   * file's length.
   */
  Resized cutAppended(Region old, long end) throws IOException {
    requireUnchangedFile(old);
    try (var _ = Trace.resize(spec.source(), spec.offset(), old.length(), end)) {
      return backing.cut(old, end);
    }
  }

  /**
   * Prepares bytes for the appender and returns their number; throws if others have changed the
   * file's length, because writing past the end of a truncated file would extend it.
   */
  long prepare(Region region, long offset, long length) throws IOException {
    requireUnchangedFile(region);
    return backing.prepare(offset, length);
  }

  private void requireUnchangedFile(Region old) throws IOException {
    if (!endsWithFile(old)) {
      throw new IOException(
          spec.source() + ": others have changed the file's length, so it is left as it is");
    }
  }

  Resized endAppending(Region region) {
    appending = false;
    return new Resized(region, null);
  }

  Resized refresh(Region old) throws IOException {
    requireNoAppender("refresh");
    if (!backing.isFile()) {
      return new Resized(old, null);
    }
    long present = Math.max(0, backing.size(old.length()) - spec.offset());
    if (present == old.length() && !backing.isOutdated()) {
      return new Resized(old, null);
    }
    try (var _ = Trace.resize(spec.source(), spec.offset(), old.length(), present)) {
      return backing.refresh(old, present);
    }
  }
}
