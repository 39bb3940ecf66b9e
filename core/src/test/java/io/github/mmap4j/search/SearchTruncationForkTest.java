package io.github.mmap4j.search;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a JVM of its own, because a read past the end of a truncated file may kill it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a mapped file cannot be truncated there")
class SearchTruncationForkTest {
  @TempDir Path folder;

  @Test
  void aFaultIsATypedExceptionInColdAndCompiledCode() throws Exception {
    SearchJvm.run(SearchFaultProgram.class, folder, List.of("150"));
  }
}
