package io.github.mmap4j.search;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, as a read behind a truncated file's end may be a JVM's last. */
class SearchTruncationForkTest {
  @TempDir Path folder;

  @Test
  void aFaultIsATypedExceptionInCodeColdAndCompiled() throws Exception {
    SearchJvm.run(SearchFaultProgram.class, folder);
  }
}
