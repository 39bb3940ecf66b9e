package io.github.mmap4j.harness;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Makes a mapping of each kind in turn for tests that are annotated {@link ForKinds}. */
public abstract class EachKind {
  @TempDir protected Path directory;

  /** The kind of mapping, set before each test. A plain {@code @Test} has none and fails. */
  protected Kind kind;

  protected Mapped mapped;
  protected Mmap m;

  /** Maps in {@link #directory}. */
  protected abstract Mapped make() throws IOException;

  @BeforeEach
  final void map() throws IOException {
    mapped = make();
    m = mapped.mmap();
  }

  @AfterEach
  final void unmap() throws IOException {
    if (mapped != null) {
      mapped.close();
    }
  }
}
