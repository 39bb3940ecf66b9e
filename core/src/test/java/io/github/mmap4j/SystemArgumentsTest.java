package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.FakeCalls;
import io.github.mmap4j.harness.HugePages;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the ranges and names that reach the system, whether or not this kernel takes names. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the calls are those of Linux")
class SystemArgumentsTest {
  private static final int PAGE = Mmap.PAGESIZE;
  private static final long LENGTH = 3L * PAGE + 5;

  private final List<String> asked = new ArrayList<>();
  private int named;

  /** Records flushes and names; a name is answered with {@link #named}. */
  private final SystemCalls os =
      FakeCalls.answering(
          (_, method, arguments) -> {
            switch (method.getName()) {
              case "sync", "name" -> {
                long size = ((MemorySegment) arguments[0]).byteSize();
                asked.add(method.getName() + " " + size + " " + arguments[1]);
                return method.getName().equals("name") ? named : 0;
              }
              case "namesMemory" -> {
                return true;
              }
              case "remap" -> {
                return (long) -Errno.ENOSYS;
              }
              default -> {
                return method.invoke(NativeAccess.os(), arguments);
              }
            }
          });

  private Mmap map(MmapBuilder builder) throws IOException {
    Mmap m = Internals.map(builder, os);
    asked.clear();
    return m;
  }

  private static MmapBuilder anonymous(MapFlag flag) {
    return Mmap.builder().anonymous().length(LENGTH).flags(flag);
  }

  @Test
  void aFlushWithoutASizeReachesToTheEnd() throws IOException {
    int sync = Sync.SYNC.value();
    int async = Sync.ASYNC.value();
    try (Mmap m = map(anonymous(MapFlag.SHARED))) {
      m.flush();
      m.flush(PAGE);
      m.flush(PAGE, -1);
      m.flush(2L * PAGE, -1, Sync.ASYNC);
      m.flush(Sync.ASYNC);
      m.flush(PAGE, 0);
    }
    assertEquals(
        List.of(
            "sync " + LENGTH + " " + sync,
            "sync " + (LENGTH - PAGE) + " " + sync,
            "sync " + (LENGTH - PAGE) + " " + sync,
            "sync " + (LENGTH - 2L * PAGE) + " " + async,
            "sync " + LENGTH + " " + async,
            "sync 0 " + sync),
        asked);
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "PRIVATE"})
  void memoryKeepsItsNameWhenItMoves(MapFlag flag) throws IOException {
    try (Mmap m = map(anonymous(flag))) {
      m.setName("mine");
      m.resize(LENGTH + 9L * PAGE);
    }
    assertEquals(
        List.of("name " + LENGTH + " mine", "name " + (LENGTH + 9L * PAGE) + " mine"), asked);
  }

  @Test
  void memoryKeepsTheNameOfItsBuilderWhenItMoves() throws IOException {
    try (Mmap m = map(anonymous(MapFlag.PRIVATE).name("built"))) {
      m.resize(LENGTH + 9L * PAGE);
    }
    assertEquals(List.of("name " + (LENGTH + 9L * PAGE) + " built"), asked);
  }

  @Test
  void sharedMemoryHasTheNameOfItsBuilderWithoutACall() throws IOException {
    try (Mmap m = map(anonymous(MapFlag.SHARED).name("built"))) {
      m.resize(LENGTH + 9L * PAGE);
    }
    assertEquals(List.of(), asked);
  }

  @Test
  void reservedMemoryIsNamedAsAWhole() throws IOException {
    try (Mmap m = map(anonymous(MapFlag.PRIVATE).reserve(100L * PAGE))) {
      m.setName("mine");
    }
    assertEquals(List.of("name " + 100L * PAGE + " mine"), asked);
  }

  @Test
  void aKernelThatNamesOnlyPrivateMemorySaysSo() throws IOException {
    named = -Errno.EBADF;
    try (Mmap m = map(anonymous(MapFlag.SHARED))) {
      MmapException e = assertThrows(MmapException.class, () -> m.setName("mine"));
      assertEquals("prctl EBADF", e.call() + " " + e.errnoName());
      assertTrue(e.getMessage().contains("since 6.2"), e.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "PRIVATE"})
  void hugePagesAreNotNamedBecauseLinuxNeverNamesThem(MapFlag flag) throws IOException {
    try (var _ = new HugePages(1);
        Mmap m = map(huge(flag))) {
      assertFalse(m.capabilities().contains(Capability.NAME));
      UnsupportedOperationException e =
          assertThrows(UnsupportedOperationException.class, () -> m.setName("mine"));
      assertTrue(e.getMessage().contains("of huge pages"), e.getMessage());
    }
    assertEquals(List.of(), asked);
  }

  private static MmapBuilder huge(MapFlag flag) {
    return Mmap.builder().anonymous().length(LENGTH).flags(flag, MapFlag.HUGETLB, MapFlag.HUGE_2MB);
  }

  @Test
  void aNameThatWasRefusedIsNotGivenLater() throws IOException {
    named = -Errno.EINVAL;
    try (Mmap m = map(anonymous(MapFlag.SHARED))) {
      assertThrows(MmapException.class, () -> m.setName("mine"));
      m.resize(LENGTH + 9L * PAGE);
      assertEquals(1, asked.size());
    }
  }
}
