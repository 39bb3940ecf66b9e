package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.internal.os.Errno;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrnoTest {
  private static final int LAST = 133;

  @Test
  void namesAreThoseOfTheHeaders(@TempDir Path scratch) {
    CHeaders.assumeAvailable();
    Map<String, Integer> ours = new TreeMap<>();
    named().forEach(errno -> ours.put(Errno.name(errno), errno));
    assertEquals(ours, new TreeMap<>(CHeaders.numbers(scratch, List.of("errno.h"), ours.keySet())));
  }

  @Test
  void everyNumberButTwoIsNamed() {
    List<Integer> unnamed =
        IntStream.rangeClosed(1, LAST)
            .filter(errno -> Errno.name(errno).startsWith("errno "))
            .boxed()
            .toList();
    assertEquals(List.of(41, 58), unnamed);
  }

  @Test
  void everyConstantIsTheNumberOfItsName() throws IllegalAccessException {
    int seen = 0;
    for (Field constant : Errno.class.getFields()) {
      if (constant.getName().startsWith("E")) {
        assertEquals(constant.getName(), Errno.name(constant.getInt(null)));
        seen++;
      }
    }
    assertTrue(seen > 20, "the constants are public");
  }

  @Test
  void everyNameHasItsOwnText() {
    List<Integer> named = named();
    assertEquals(named.size(), named.stream().map(Errno::text).collect(Collectors.toSet()).size());
    named.forEach(errno -> assertFalse(Errno.text(errno).isBlank(), Errno.name(errno)));
    assertEquals("permission denied", Errno.text(Errno.EACCES));
  }

  @Test
  void anUnknownNumberSpeaksForItself() {
    assertEquals("errno 999", Errno.name(999));
    assertEquals("errno -1", Errno.name(-1));
    assertEquals("errno 0", Errno.name(0));
    assertEquals("unknown error", Errno.text(999));
  }

  private static List<Integer> named() {
    return IntStream.rangeClosed(1, LAST)
        .filter(errno -> !Errno.name(errno).startsWith("errno "))
        .boxed()
        .toList();
  }
}
