package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.harness.FakeCalls;
import io.github.mmap4j.harness.LogLines;
import io.github.mmap4j.harness.Proc;
import io.github.mmap4j.internal.fault.Quarantine;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Maps on a system that refuses to unmap, and checks that each failure is thrown or reported. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "uses calls of Linux")
class UnmapFailureTest {
  private static final int LENGTH = 3 * Mmap.PAGESIZE;
  private static final long PATIENCE_MILLIS = 60_000;

  @TempDir Path folder;
  private final ConcurrentLinkedQueue<long[]> refused = new ConcurrentLinkedQueue<>();
  private LogLines log;
  private boolean keepsPages = true;
  private Path file;
  private Recording recording;

  @BeforeEach
  void listen() throws Exception {
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    file = Files.write(folder.resolve("file"), new byte[LENGTH]);
    log = new LogLines();
    recording = new Recording();
    recording.enable("io.github.mmap4j.UnmapFailed").withoutThreshold();
    recording.start();
  }

  @AfterEach
  void unmap() throws Exception {
    if (log != null) {
      log.close();
      recording.close();
    }
    refused.forEach(range -> NativeAccess.os().unmap(range[0], range[1]));
  }

  /** Returns calls of which munmap fails, and also the one that puts empty pages in its place. */
  private SystemCalls refusing() {
    InvocationHandler calls =
        (_, method, arguments) ->
            switch (method.getName()) {
              case "unmap" -> {
                refused.add(new long[] {(long) arguments[0], (long) arguments[1]});
                yield -Errno.EINVAL;
              }
              case "forbid" -> (long) -Errno.EINVAL;
              case "empty" ->
                  keepsPages
                      ? (Object) (long) -Errno.EINVAL
                      : method.invoke(NativeAccess.os(), arguments);
              default -> method.invoke(NativeAccess.os(), arguments);
            };
    return FakeCalls.answering(calls);
  }

  private List<String> logged() {
    return logged(file.toString());
  }

  private List<String> logged(String source) {
    return log.all().stream().filter(line -> line.contains(source)).toList();
  }

  private List<RecordedEvent> recorded(String source) throws IOException {
    Path dump = folder.resolve("dump.jfr");
    recording.dump(dump);
    return RecordingFile.readAllEvents(dump).stream()
        .filter(event -> event.getEventType().getName().equals("io.github.mmap4j.UnmapFailed"))
        .filter(event -> event.getString("source").equals(source))
        .toList();
  }

  /** Returns the event, which may be committed after the line is logged. */
  private RecordedEvent awaitRecorded(String source) throws IOException {
    List<RecordedEvent> events = recorded(source);
    long begun = System.currentTimeMillis();
    while (events.isEmpty() && System.currentTimeMillis() - begun < PATIENCE_MILLIS) {
      events = recorded(source);
    }
    return events.getFirst();
  }

  private void assertReported() throws IOException {
    assertReported(file.toString());
  }

  private void assertReported(String source) throws IOException {
    long[] range = refused.element();
    assertEquals(
        List.of(
            "WARNING %s: munmap(0x%x, %d): EINVAL; the memory stays mapped"
                .formatted(source, range[0], range[1])),
        logged(source));
    RecordedEvent event = awaitRecorded(source);
    assertEquals(
        List.of(source, range[0], range[1], "EINVAL"),
        List.of(
            event.getString("source"),
            event.getLong("address"),
            event.getLong("length"),
            event.getString("error")));
  }

  private void assertCloseThrows(MmapBuilder builder) throws IOException {
    Mmap m = Internals.map(builder.path(file), refusing());
    UncheckedIOException e = assertThrows(UncheckedIOException.class, m::close);
    MmapException cause = (MmapException) e.getCause();
    assertEquals("munmap EINVAL", cause.call() + " " + cause.errnoName());
    assertTrue(cause.getMessage().contains(file.toString()), cause.getMessage());
    assertTrue(cause.getMessage().contains(LENGTH + " bytes"), cause.getMessage());
    assertTrue(m.isClosed());
    assertThrows(IllegalStateException.class, () -> m.get(0));
    assertEquals(Map.of(), Proc.descriptors(file.toString()));
    m.close();
    assertEquals(1, refused.size());
    assertTrue(logged().isEmpty(), () -> logged().toString());
    assertFalse(Mmap.openMappings().stream().anyMatch(o -> o.source().equals(file.toString())));
  }

  @Test
  void closeThrowsAndTheMappingIsClosed() throws IOException {
    assertCloseThrows(Mmap.builder());
  }

  @Test
  void closeOfAConfinedMappingThrows() throws IOException {
    assertCloseThrows(Mmap.builder().confined());
  }

  @Test
  void memoryThatNobodyClosedIsReported() throws Exception {
    drop();
    waitFor(() -> !logged().isEmpty());
    assertReported();
    waitFor(() -> descriptors().isEmpty());
    assertEquals(Map.of(), descriptors());
  }

  private Map<Integer, String> descriptors() {
    try {
      return Proc.descriptors(file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void drop() throws IOException {
    assertEquals(0, Internals.map(Mmap.builder().path(file), refusing()).get(0));
  }

  private static void waitFor(Supplier<Boolean> condition) throws InterruptedException {
    long begun = System.currentTimeMillis();
    while (!condition.get() && System.currentTimeMillis() - begun < PATIENCE_MILLIS) {
      System.gc();
      Thread.sleep(20);
    }
  }

  @Test
  void addressesThatAreFreedLaterAreReported() throws IOException {
    assumeTrue(Quarantine.isNeeded(), "this JDK closes shared arenas safely");
    keepsPages = false;
    Internals.map(Mmap.builder().path(file), refusing()).close();
    assertTrue(refused.isEmpty(), "the addresses are kept for a while");
    for (int i = 0; refused.isEmpty() && i < 10_000; i++) {
      Mmap.builder().path(file).map().close();
    }
    assertReported("closed memory");
  }

  @Test
  void aResizeThatLeavesItsOldMemoryReportsIt() throws IOException {
    InvocationHandler calls =
        (_, method, arguments) ->
            method.getName().equals("remap")
                ? (Object) (long) -Errno.ENOSYS
                : Proxy.getInvocationHandler(refusing()).invoke(null, method, arguments);
    SystemCalls os = FakeCalls.answering(calls);
    Mmap m = Internals.map(Mmap.builder().path(file), os);
    m.resize(100L * Mmap.PAGESIZE);
    assertEquals(100L * Mmap.PAGESIZE, m.length());
    assertReported();
    assertThrows(UncheckedIOException.class, m::close);
  }
}
