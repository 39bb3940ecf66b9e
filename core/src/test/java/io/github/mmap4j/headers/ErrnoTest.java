package io.github.mmap4j.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.Platform;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrnoTest {
  private static final int LAST = 133;

  @Test
  void namesAreThoseOfTheHeaders(@TempDir Path scratch) {
    CHeaders.assumeAvailable();
    Map<String, Integer> ours = new TreeMap<>();
    named().forEach(errno -> ours.put(Errno.name(errno), errno));
    assertEquals(ours, new TreeMap<>(CHeaders.numbers(scratch, List.of("errno.h"), ours.keySet())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aarch64", "riscv64", "s390x"})
  void namesOnOtherArchitecturesAreThoseOfTheKernelsHeaders(
      String architecture, @TempDir Path scratch) {
    LinuxHeaders.assumeAvailable(architecture);
    Map<String, Integer> ours = numbers(Platform.LINUX);
    assertEquals(
        ours, LinuxHeaders.numbers(scratch, architecture, List.of("asm/errno.h"), ours.keySet()));
  }

  @Test
  void namesOnWindowsAreThoseOfTheHeaders(@TempDir Path scratch) {
    MingwHeaders.assumeAvailable();
    Map<String, Integer> ours = numbers(Platform.WINDOWS);
    assertEquals(ours, MingwHeaders.numbers(scratch, List.of("errno.h"), ours.keySet()));
  }

  @ParameterizedTest
  @CsvSource({
    "MACOS, darwin_amd64",
    "MACOS, darwin_arm64",
    "FREEBSD, freebsd_amd64",
    "OPENBSD, openbsd_amd64"
  })
  void namesAreThoseThatGoHasReadFromTheHeaders(Platform platform, String system)
      throws IOException {
    GoHeaders.assumeAvailable();
    Map<String, Integer> ours = numbers(platform);
    Map<String, Integer> theirs = GoHeaders.numbers(system);
    theirs.keySet().retainAll(ours.keySet());
    assertEquals(ours, theirs);
  }

  /**
   * Checks the numbers above 34. Up to 34, all systems agree, except on 11, 15, 26 and what Windows
   * lacks.
   */
  @ParameterizedTest
  @CsvSource({
    "MACOS, 11 EDEADLK 35 EAGAIN 45 ENOTSUP 62 ELOOP 63 ENAMETOOLONG 69 EDQUOT 78 ENOSYS"
        + " 84 EOVERFLOW 89 ECANCELED 92 EILSEQ 102 EOPNOTSUPP 106 EQFULL, 106",
    "FREEBSD, 11 EDEADLK 35 EAGAIN 45 EOPNOTSUPP 78 ENOSYS 84 EOVERFLOW 86 EILSEQ"
        + " 93 ENOTCAPABLE 97 EINTEGRITY, 97",
    "OPENBSD, 11 EDEADLK 35 EAGAIN 45 EOPNOTSUPP 78 ENOSYS 82 EIPSEC 84 EILSEQ 87 EOVERFLOW"
        + " 91 ENOTSUP 95 EPROTO, 95",
    "WINDOWS, 11 EAGAIN 36 EDEADLK 40 ENOSYS 41 ENOTEMPTY 42 EILSEQ 130 EOPNOTSUPP"
        + " 132 EOVERFLOW 139 ETXTBSY 140 EWOULDBLOCK, 78",
  })
  void otherSystemsHaveNumbersOfTheirOwn(Platform platform, String numbers, int count) {
    String[] fields = numbers.split(" ");
    for (int i = 0; i < fields.length; i += 2) {
      assertEquals(fields[i + 1], Errno.name(platform, Integer.parseInt(fields[i])));
    }
    assertEquals(count, numbers(platform).size());
    assertEquals("permission denied", Errno.text(platform, Errno.EACCES));
  }

  private static Map<String, Integer> numbers(Platform platform) {
    Map<String, Integer> numbers = new TreeMap<>();
    IntStream.rangeClosed(1, 200)
        .filter(errno -> !Errno.name(platform, errno).startsWith("errno "))
        .forEach(errno -> numbers.put(Errno.name(platform, errno), errno));
    return numbers;
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the numbers are Linux's")
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
    assertTrue(seen > 15, "the constants are public");
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
