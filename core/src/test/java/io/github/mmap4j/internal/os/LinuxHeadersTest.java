package io.github.mmap4j.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mmap4j.headers.LinuxHeaders;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the numbers and layouts of {@link LinuxFunctions} with the kernel's headers for other
 * architectures.
 */
class LinuxHeadersTest {
  private static final List<String> HEADERS =
      List.of(
          "asm/signal.h",
          "asm/statfs.h",
          "asm/unistd.h",
          "linux/fadvise.h",
          "linux/fcntl.h",
          "linux/fs.h",
          "linux/futex.h",
          "linux/magic.h",
          "linux/membarrier.h",
          "linux/memfd.h",
          "linux/mman.h",
          "linux/prctl.h",
          "linux/resource.h",
          "linux/stat.h");

  @TempDir Path scratch;

  /** Returns what a field's name stands for in C: a constant, an offset or a size. */
  private static String expression(String field) {
    String name = field.toLowerCase(Locale.ROOT);
    if (field.endsWith("_BYTES")) {
      return "sizeof(struct " + name.replace("_bytes", "") + ")";
    }
    if (field.startsWith("STX_")) {
      return "offsetof(struct statx, " + name + ")";
    }
    if (field.equals("L_TYPE")) {
      return "offsetof(struct flock, l_type)";
    }
    return field;
  }

  @ParameterizedTest
  @ValueSource(strings = {"aarch64", "riscv64", "s390x"})
  void everyNumberIsThatOfTheHeaders(String architecture) throws IllegalAccessException {
    LinuxHeaders.assumeAvailable(architecture);
    Map<String, Integer> ours = new TreeMap<>();
    for (Field field : LinuxFunctions.class.getDeclaredFields()) {
      ours.put(expression(field.getName()), ((Number) field.get(null)).intValue());
    }
    if (architecture.equals("s390x")) {
      ours.remove("sizeof(struct statfs)"); // shorter there
    }
    int word = (int) LinuxFunctions.statfsWord(architecture);
    ours.put("offsetof(struct statfs, f_type)", 0);
    ours.put("sizeof(((struct statfs *) 0)->f_type)", word);
    ours.put("offsetof(struct statfs, f_bsize)", word);
    ours.put("sizeof(((struct statfs *) 0)->f_bsize)", word);
    ours.put("O_NOFOLLOW", LinuxFunctions.noFollow(architecture));
    ours.put("O_TMPFILE", LinuxFunctions.temporaryFile(architecture));
    ours.put("__NR_futex", LinuxFunctions.futexNumber(architecture));
    ours.put("__NR_membarrier", LinuxFunctions.membarrierNumber(architecture));
    if (LinuxFunctions.flushNumber(architecture) != 0) {
      ours.put("__NR_riscv_flush_icache", LinuxFunctions.flushNumber(architecture));
    }
    assertEquals(
        ours, new TreeMap<>(LinuxHeaders.numbers(scratch, architecture, HEADERS, ours.keySet())));
  }
}
