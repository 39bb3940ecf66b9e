package io.github.mmap4j;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.trace.Trace;
import java.io.IOException;
import java.util.function.Consumer;

/** How long a mapping is, and who may change that. */
final class LengthPolicy {
  private final Mapping mapping;

  /** Whether an appender decides. Read and written while nothing else is inside the mapping. */
  private boolean appending;

  LengthPolicy(Mapping mapping) {
    this.mapping = mapping;
  }

  void resize(long newLength) throws IOException {
    mapping.changing(
        (backing, region, publish) -> {
          requireResizable();
          requireNoAppender("resize");
          resize(backing, region, publish, newLength);
          return null;
        });
  }

  private void requireResizable() {
    Access access = mapping.spec().access();
    if (access == Access.READ || access == Access.COPY) {
      throw new ReadOnlyMappingException("a mapping with access " + access + " can't be resized");
    }
  }

  private void requireNoAppender(String call) {
    if (appending) {
      throw new IllegalStateException(call + ": an appender is open, and has to be closed before");
    }
  }

  private void resize(Backing backing, Region region, Consumer<Region> publish, long newLength)
      throws IOException {
    MapSpec spec = mapping.spec();
    if (newLength <= 0 || newLength > Long.MAX_VALUE - spec.offset()) {
      throw new IllegalArgumentException(
          "new length %d is outside 1 to %d".formatted(newLength, Long.MAX_VALUE - spec.offset()));
    }
    long length = region.segment().byteSize();
    try (var _ = Trace.resize(spec.source(), spec.offset(), length, newLength)) {
      backing.resize(region, newLength, publish);
    }
  }

  /** From now on only {@link #resizeAppended} resizes. How long the mapping is. */
  long beginAppending() throws IOException {
    return mapping.changing(
        (backing, region, publish) -> {
          requireResizable();
          requireNoAppender("appender");
          if (backing.isFile() && mapping.spec().isPrivate()) {
            throw new UnsupportedOperationException(
                "appender: what is written to a private mapping does not reach the file");
          }
          long length = region.segment().byteSize();
          if (!endsWithFile(backing, length)) {
            throw new IllegalStateException(
                "appender: the file does not end where the mapping does: refresh it before");
          }
          appending = true;
          return length;
        });
  }

  private boolean endsWithFile(Backing backing, long length) throws IOException {
    return !backing.isFile() || backing.size(length) == mapping.spec().offset() + length;
  }

  /** Resizes for the appender, unless others have changed the file's length meanwhile. */
  void resizeAppended(long newLength) throws IOException {
    mapping.changing(
        (backing, region, publish) -> {
          if (!endsWithFile(backing, region.segment().byteSize())) {
            throw new IOException(
                mapping.spec().source()
                    + ": others have changed the file's length, so that it is left as it is");
          }
          resize(backing, region, publish, newLength);
          return null;
        });
  }

  void endAppending() throws IOException {
    mapping.changing(
        (backing, region, publish) -> {
          appending = false;
          return null;
        });
  }

  /** Takes the file's length of now; what it is. */
  long refresh() throws IOException {
    return mapping.changing(
        (backing, region, publish) -> {
          requireNoAppender("refresh");
          MapSpec spec = mapping.spec();
          long length = region.segment().byteSize();
          if (!backing.isFile()) {
            return length;
          }
          long size = backing.size(length);
          long present = size - spec.offset();
          if (present <= 0) {
            throw new MmapException(
                "refresh",
                "offset=" + spec.offset(),
                Errno.EINVAL,
                "the file has " + size + " bytes now: none from there on, and a mapping has some");
          }
          if (present != length) {
            try (var _ = Trace.resize(spec.source(), spec.offset(), length, present)) {
              backing.refresh(region, present, publish);
            }
          }
          return present;
        });
  }
}
