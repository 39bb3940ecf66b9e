package io.github.mmap4j.fork;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapBuilder;
import io.github.mmap4j.Protection;
import io.github.mmap4j.harness.Calls;
import io.github.mmap4j.harness.Kind;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Maps with all eight protections and calls every method; dies if a method violates a protection.
 */
final class ProtectionProgram {
  /**
   * Methods that touch no byte, or only inside a system call, which reports an error instead of
   * raising a signal.
   */
  private static final Set<String> TOUCH_NOTHING =
      Set.of(
          "length",
          "seek",
          "tell",
          "seekable",
          "size",
          "flush",
          "flushRange",
          "madvise",
          "madviseRange",
          "refresh",
          "evict",
          "lock",
          "unlock",
          "residency",
          "isResident",
          "nextData",
          "nextHole",
          "onFault",
          "setName",
          "capabilities",
          "isClosed",
          "toString",
          "iterator",
          "reversed",
          "spliterator");

  private static final Set<String> WRITERS =
      Set.of("set", "setSlice", "copyFrom", "write", "writeByte", "move", "outputStream");

  private static final byte[] CONTENT = Kind.content(2 * Mmap.PAGESIZE);

  private ProtectionProgram() {}

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0], "file");
    int mappings = 0;
    for (int bits = 0; bits < 8; bits++) {
      Set<Protection> protection = EnumSet.noneOf(Protection.class);
      for (Protection p : Protection.values()) {
        if ((bits & 1 << p.ordinal()) != 0) {
          protection.add(p);
        }
      }
      Files.write(file, CONTENT);
      for (MmapBuilder builder :
          List.of(
              Mmap.builder().path(file),
              Mmap.builder().anonymous().length(CONTENT.length),
              Mmap.builder().anonymous().flags(MapFlag.PRIVATE).length(CONTENT.length))) {
        try (Mmap m = builder.protection(protection.toArray(Protection[]::new)).map()) {
          check(m, protection);
          mappings++;
        }
      }
      if (!protection.contains(Protection.WRITE)) {
        assertArrayEquals(CONTENT, Files.readAllBytes(file));
      }
    }
    System.out.println(mappings + " mappings");
  }

  private static void check(Mmap m, Set<Protection> protection) {
    boolean writable = protection.contains(Protection.WRITE);
    boolean readable = writable || protection.contains(Protection.READ);
    List<String> refused = new ArrayList<>();
    for (Method method : Calls.allBut("close", "resize", "appender", "hold")) {
      String name = method.getName();
      Throwable thrown = m.seek(0) == 0 ? Calls.failure(m, method) : null;
      if (WRITERS.contains(name) && !writable) {
        assertInstanceOf(ReadOnlyBufferException.class, thrown, protection + " " + method);
        assertTrue(thrown.getMessage().contains(protection.toString()), thrown.getMessage());
        refused.add(name);
      } else if (!TOUCH_NOTHING.contains(name) && !readable) {
        assertTrue(isRefusal(thrown), protection + " " + method + ": " + thrown);
        refused.add(name);
      }
    }
    assertEquals(!writable, refused.containsAll(WRITERS));
    assertEquals(!readable, refused.contains("asSegment") && refused.contains("find"));
    if (readable) {
      assertEquals(!writable, m.asSegment().isReadOnly());
      assertEquals(2 * Mmap.PAGESIZE, m.getSlice(0).length);
    } else {
      assertTrue(isRefusal(failure(() -> m.iterator().nextInt())));
      assertTrue(isRefusal(failure(() -> m.forEach(b -> {}))));
    }
    if (writable) {
      int before = m.get(0);
      m.set(0, before ^ 0xff);
      assertEquals(before ^ 0xff, m.get(0));
      m.set(0, before);
    }
    assertNull(failure(m::length));
  }

  private static boolean isRefusal(Throwable thrown) {
    return thrown instanceof UnsupportedOperationException
        && thrown.getMessage().contains("can't be read");
  }

  private static Throwable failure(Runnable call) {
    try {
      call.run();
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }
}
