package io.github.mmap4j.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Capability;
import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Truncates an index that a searcher has open, in a JVM of its own. */
class TruncatedIndexForkTest {
  private static final int ROUNDS = 5;
  private static final int MOST_MINUTES = 5;

  @TempDir Path folder;

  @BeforeEach
  void needsAGuard() throws IOException {
    try (Mmap m = Mmap.anonymous(1)) {
      assumeTrue(m.capabilities().contains(Capability.FAULT_GUARD));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lucene, 200, -XX:+UseG1GC",
    "lucene, 200, --add-modules=jdk.incubator.vector",
    "lucene, 2, -Xint",
    "mmap4j, 200, -XX:+UseG1GC",
    "mmap4j, 2, -Xint"
  })
  void aSearchOverATruncatedIndexThrows(String mappedBy, int warmUp, String option)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-ea", "-Xmx512m", "-XX:-CreateCoredumpOnCrash"));
    command.addAll(List.of("-XX:ErrorFile=/dev/null", option));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path")));
    command.addAll(List.of(TruncatedIndexProgram.class.getName(), folder.toString(), mappedBy));
    command.addAll(List.of(Integer.toString(warmUp), Integer.toString(ROUNDS)));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(output);
    assertTrue(ended, said);
    assertEquals(0, process.waitFor(), said);
    assertEquals(ROUNDS, said.lines().filter("typed"::equals).count(), said);
  }
}
