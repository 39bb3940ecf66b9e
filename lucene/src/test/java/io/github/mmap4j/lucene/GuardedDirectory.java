package io.github.mmap4j.lucene;

import io.github.mmap4j.SegmentGuard;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.MemorySegmentAccessInput;

/**
 * Lucene's own directory, with a record of the segments that it maps. Lucene still reads the files
 * itself.
 */
final class GuardedDirectory extends FilterDirectory {
  private final List<MemorySegment> segments = new CopyOnWriteArrayList<>();

  GuardedDirectory(MMapDirectory directory) {
    super(directory);
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    IndexInput input = super.openInput(name, context);
    // The segment is null if the file is longer than one of Lucene's chunks (16 GiB).
    MemorySegment segment =
        input instanceof MemorySegmentAccessInput access && input.length() > 0
            ? access.segmentSliceOrNull(0, input.length())
            : null;
    if (segment != null) {
      segments.add(segment);
    }
    return input;
  }

  /** Guards all files that are open now. Close the guard before the files. */
  SegmentGuard guard() {
    segments.removeIf(segment -> !segment.scope().isAlive());
    return SegmentGuard.of(segments.toArray(MemorySegment[]::new));
  }
}
