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
 * The numbers and layouts of macOS are those that its compiler has told Go's authors, on both
 * architectures. What is not there: that F_FULLFSYNC and the others do what they are taken for, and
 * PSHMNAMLEN, which is bsd/sys/posix_shm.h's of Apple's xnu.
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
            Map.entry("O_RDONLY", MacSystemCalls.O_RDONLY),
            Map.entry("O_RDWR", MacSystemCalls.O_RDWR),
            Map.entry("O_NONBLOCK", MacSystemCalls.O_NONBLOCK),
            Map.entry("O_CLOEXEC", MacSystemCalls.O_CLOEXEC),
            Map.entry("O_CREAT", MacNamedMemory.O_CREAT),
            Map.entry("O_EXCL", MacNamedMemory.O_EXCL),
            Map.entry("F_PREALLOCATE", MacSystemCalls.F_PREALLOCATE),
            Map.entry("F_FULLFSYNC", MacSystemCalls.F_FULLFSYNC),
            Map.entry("F_DUPFD_CLOEXEC", MacSystemCalls.F_DUPFD_CLOEXEC),
            Map.entry("F_ALLOCATEALL", MacSystemCalls.F_ALLOCATEALL),
            Map.entry("F_PEOFPOSMODE", MacSystemCalls.F_PEOFPOSMODE),
            Map.entry("MS_SYNC", MacSystemCalls.MS_SYNC),
            Map.entry("S_IFREG", FileStatus.REGULAR));
    Map<String, Integer> theirs = GoHeaders.numbers(system);
    theirs.keySet().retainAll(ours.keySet());
    assertEquals(new TreeMap<>(ours), theirs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"darwin_amd64", "darwin_arm64"})
  void layouts(String system) throws IOException {
    Map<String, Integer> stat = GoHeaders.layout(system, "Stat_t");
    assertEquals(MacSystemCalls.ST_MODE, (long) stat.get("Mode"));
    assertEquals(MacSystemCalls.ST_UID, (long) stat.get("Uid"));
    assertEquals(MacSystemCalls.ST_SIZE, (long) stat.get("Size"));
    assertEquals(MacSystemCalls.ST_BLOCKS, (long) stat.get("Blocks"));
    assertEquals(MacSystemCalls.STAT_BYTES, (long) stat.get(""));
    Map<String, Integer> store = GoHeaders.layout(system, "Fstore_t");
    assertEquals(MacSystemCalls.FST_FLAGS, (long) store.get("Flags"));
    assertEquals(MacSystemCalls.FST_POSMODE, (long) store.get("Posmode"));
    assertEquals(MacSystemCalls.FST_OFFSET, (long) store.get("Offset"));
    assertEquals(MacSystemCalls.FST_LENGTH, (long) store.get("Length"));
    assertEquals(MacSystemCalls.FSTORE_BYTES, (long) store.get(""));
  }
}
