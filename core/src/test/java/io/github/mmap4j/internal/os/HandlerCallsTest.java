package io.github.mmap4j.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Records the calls that make memory executable; none reaches the system. */
class HandlerCallsTest {
  private static final long ADDRESS = 0x10000;
  private static final long LENGTH = 480;

  private final Recorder recorder = new Recorder();
  private final HandlerCalls calls = new HandlerCalls(recorder.as(LinuxFunctions.class));

  @Test
  void codeIsFlushedOnceItIsExecutable() {
    assertEquals(0, calls.makeExecutable(ADDRESS, LENGTH));
    assertEquals(
        List.of("mprotect(65536, 480, 5)", "riscv_flush_icache(65536, 66016)"), recorder.calls());
  }

  @Test
  void aRefusalOfEitherCallIsReturned() {
    recorder.answer("mprotect", -Errno.EACCES).answer("riscv_flush_icache", -Errno.EPERM);
    assertEquals(-Errno.EACCES, calls.makeExecutable(ADDRESS, LENGTH));
    assertEquals(List.of("mprotect(65536, 480, 5)"), recorder.calls());

    recorder.answer("mprotect", 0);
    assertEquals(-Errno.EPERM, calls.makeExecutable(ADDRESS, LENGTH));
  }
}
