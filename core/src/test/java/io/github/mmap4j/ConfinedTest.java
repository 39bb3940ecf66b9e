package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.harness.Calls;
import io.github.mmap4j.harness.Kind;
import io.github.mmap4j.harness.Mapped;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.PrimitiveIterator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a confined mapping refuses every thread except the one that made it. */
class ConfinedTest {
  @TempDir Path directory;
  private Mapped mapped;
  private Mmap m;

  @BeforeEach
  void map() throws IOException {
    mapped = Kind.CONFINED.map(directory, Kind.content(Mmap.PAGESIZE));
    m = mapped.mmap();
  }

  @AfterEach
  void unmap() throws IOException {
    mapped.close();
  }

  @Test
  void everyMethodRefusesAnotherThread() throws Exception {
    for (Method method : Calls.allBut("isClosed", "toString")) {
      Throwable thrown = elsewhere(() -> Calls.failure(m, method));
      assertInstanceOf(WrongThreadException.class, thrown, method::toString);
      assertTrue(thrown.getMessage().contains("confined"), () -> method + ": " + thrown);
    }
    assertEquals(0, m.tell());
    assertEquals(Mmap.PAGESIZE, m.length());
  }

  @Test
  void everyMethodServesItsOwnThread() {
    for (Method method : Calls.allBut("close", "resize", "hold")) {
      Throwable thrown = Calls.failure(m, method);
      assertFalse(thrown instanceof WrongThreadException, () -> method + ": " + thrown);
    }
  }

  @Test
  void anotherThreadMayAskWhetherItIsClosedAndForItsText() throws Exception {
    assertFalse(elsewhere(m::isClosed));
    assertEquals(m.toString(), elsewhere(m::toString));
    m.close();
    assertTrue(elsewhere(m::isClosed));
  }

  @Test
  void itsViewsRefuseAnotherThread() throws Exception {
    MemorySegment segment = m.asSegment();
    SeekableByteChannel channel = m.asChannel();
    InputStream in = m.inputStream();
    PrimitiveIterator.OfInt iterator = m.iterator();
    assertRefusedElsewhere(() -> segment.get(JAVA_BYTE, 0));
    assertRefusedElsewhere(channel::size);
    assertRefusedElsewhere(in::read);
    assertRefusedElsewhere(in::available);
    assertRefusedElsewhere(iterator::nextInt);
  }

  @Test
  void afterCloseAnotherThreadIsToldThatItIsClosed() throws Exception {
    m.close();
    for (Method method : Calls.allBut("isClosed", "toString", "close")) {
      assertInstanceOf(
          IllegalStateException.class, elsewhere(() -> Calls.failure(m, method)), method::toString);
    }
    elsewhere(
        () -> {
          m.close();
          return null;
        });
  }

  private static void assertRefusedElsewhere(Callable<?> call) throws Exception {
    assertInstanceOf(
        WrongThreadException.class,
        elsewhere(
            () -> {
              try {
                return call.call();
              } catch (WrongThreadException e) {
                return e;
              }
            }));
  }

  private static <T> T elsewhere(Callable<T> call) throws InterruptedException, ExecutionException {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofPlatform().start(task);
    return task.get();
  }
}
