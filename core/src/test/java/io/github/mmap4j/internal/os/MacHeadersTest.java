package io.github.mmap4j.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.headers.GoHeaders;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the numbers and layouts of macOS with those in Go's packages, which its authors took
 * from Apple's compiler on both architectures. The effects of F_FULLFSYNC and the other commands
 * are not checked, nor is PSHMNAMLEN, which is from bsd/sys/posix_shm.h of Apple's xnu.
 */
class MacHeadersTest {
  @BeforeEach
  void needsThem() {
    GoHeaders.assumeAvailable();
  }

  @ParameterizedTest
  @ValueSource(strings = {"darwin_amd64", "darwin_arm64"})
  void constants(String system) throws IOException {
    Map<String, Integer> ours =
        Map.ofEntries(
            Map.entry("O_RDONLY", MacFunctions.O_RDONLY),
            Map.entry("O_RDWR", MacFunctions.O_RDWR),
            Map.entry("O_NONBLOCK", MacFunctions.O_NONBLOCK),
            Map.entry("O_CLOEXEC", MacFunctions.O_CLOEXEC),
            Map.entry("O_CREAT", MacFunctions.O_CREAT),
            Map.entry("O_EXCL", MacFunctions.O_EXCL),
            Map.entry("F_PREALLOCATE", MacFunctions.F_PREALLOCATE),
            Map.entry("F_FULLFSYNC", MacFunctions.F_FULLFSYNC),
            Map.entry("F_DUPFD_CLOEXEC", MacFunctions.F_DUPFD_CLOEXEC),
            Map.entry("F_ALLOCATEALL", MacFunctions.F_ALLOCATEALL),
            Map.entry("F_PEOFPOSMODE", MacFunctions.F_PEOFPOSMODE),
            Map.entry("S_IFREG", FileStatus.REGULAR));
    Map<String, Integer> theirs = GoHeaders.numbers(system);
    theirs.keySet().retainAll(ours.keySet());
    assertEquals(new TreeMap<>(ours), theirs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"darwin_amd64", "darwin_arm64"})
  void layouts(String system) throws IOException {
    Map<String, Integer> stat = GoHeaders.layout(system, "Stat_t");
    assertEquals(MacFunctions.ST_MODE, (long) stat.get("Mode"));
    assertEquals(MacFunctions.ST_UID, (long) stat.get("Uid"));
    assertEquals(MacFunctions.ST_SIZE, (long) stat.get("Size"));
    assertEquals(MacFunctions.ST_BLOCKS, (long) stat.get("Blocks"));
    assertEquals(MacFunctions.STAT_BYTES, (long) stat.get(""));
    Map<String, Integer> store = GoHeaders.layout(system, "Fstore_t");
    assertEquals(MacFunctions.FST_FLAGS, (long) store.get("Flags"));
    assertEquals(MacFunctions.FST_POSMODE, (long) store.get("Posmode"));
    assertEquals(MacFunctions.FST_OFFSET, (long) store.get("Offset"));
    assertEquals(MacFunctions.FST_LENGTH, (long) store.get("Length"));
    assertEquals(MacFunctions.FSTORE_BYTES, (long) store.get(""));
  }
}
