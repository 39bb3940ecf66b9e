package io.github.mmap4j.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.internal.os.NativeAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

// This file is long because it has operations for each of CPython's tests.
/**
 * Compares what CPython's own tests of the module check: each test of test_mmap.py of 3.15 has
 * operations here, which CPython and {@link Mmap} answer side by side, or a reason why not.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the answers are those of CPython on Linux")
class PythonsTestsTest {
  private static final long PAGE = Mmap.PAGESIZE;
  private static final String MAP = "map path DEFAULT 0 0";
  private static final int SINCE_TRACKFD = 13;

  private static final Map<String, String> NOT_COMPARED =
      Map.ofEntries(
          Map.entry("read_invalid_arg", "an argument of another type doesn't compile"),
          Map.entry("concat_repeat_exception", "there are no such operators"),
          Map.entry("subclass", "listed in the README: Mmap is final"),
          Map.entry("error", "listed in porting.md: MmapException is an IOException"),
          Map.entry("context_manager", "try with resources is the language's"),
          Map.entry("context_manager_exception", "try with resources is the language's"),
          Map.entry("weakref", "LifetimeForkTest shows that a forgotten mapping is unmapped"),
          Map.entry("setitem_resize_reentrancy", "an index is a number and can't run code"),
          Map.entry("setitem_slice_resize_reentrancy", "bytes are memory and can't run code"),
          Map.entry("mmap_closed_by_int_scenarios", "an index is a number and can't run code"),
          Map.entry("resize_up_anonymous_mapping", "listed in the README: here it grows"),
          Map.entry("resize_up_when_mapped_to_pagefile", "listed, as named up to 3.13"),
          Map.entry("resize_down_when_mapped_to_pagefile", "named otherwise since 3.14"),
          Map.entry("no_trackfd_parameter_on_windows", "on Windows only, in 3.13 and 3.14"),
          Map.entry("large_offset", "LargeContractTest: each answer here would read 5 GiB"),
          Map.entry("large_filesize", "LargeContractTest: each answer here would read 6 GiB"),
          Map.entry("around_2GB", "LargeContractTest: each answer here would read 2 GiB"),
          Map.entry("around_4GB", "LargeContractTest: each answer here would read 4 GiB"),
          Map.entry("tagname", "on Windows only"),
          Map.entry("sizeof", "on Windows only"),
          Map.entry("crasher_on_windows", "on Windows only"),
          Map.entry("invalid_descriptor", "on Windows only"),
          Map.entry("resize_fails_if_mapping_held_elsewhere", "on Windows only"),
          Map.entry("resize_succeeds_with_error_for_second_named_mapping", "on Windows only"),
          Map.entry("access_violations", "on Windows only"));

  @TempDir Path folder;

  private static Map<String, List<String>> compared() {
    Map<String, List<String>> tests = new LinkedHashMap<>();
    String twoPages = "file '\\x00' " + 2 * PAGE;
    tests.put(
        "basic",
        List.of(
            twoPages,
            MAP,
            "assign 'foo' " + PAGE + " " + (PAGE + 3),
            "find 'foo'",
            "len",
            "get 0",
            "slice 0 3",
            "get " + 2 * PAGE,
            "set " + 2 * PAGE + " 0",
            "set 0 51",
            "assign 'bar' " + (PAGE + 3) + " " + (PAGE + 6),
            "slice " + (PAGE - 1) + " " + (PAGE + 7),
            "flush",
            "seekable",
            "seek 0 SET",
            "seek 42 CUR",
            "seek 0 END",
            "seek -1",
            "seek 1 END",
            "seek " + (-2 * PAGE - 1) + " END"));
    tests.put("resize", List.of(twoPages, MAP, "resize 512", "seek 513 SET", "size", "slice ~"));
    tests.put("access_parameter", accesses());
    tests.put("trackfd_parameter", untracked("fd:rw DEFAULT 64 0"));
    tests.put("trackfd_neg1", untracked("anon DEFAULT 64 0"));
    tests.put("bad_file_desc", List.of("file 'a'", "map bad DEFAULT 4096 0"));
    tests.put("tougher_find", allParts());
    tests.put("find_end", finds("find"));
    tests.put("rfind", finds("rfind"));
    tests.put(
        "find_does_not_access_beyond_buffer",
        List.of(
            "file 'a'",
            "map anon DEFAULT " + 2048 * PAGE + " 0 flags=PRIVATE prot=R",
            "find 'fo' -2"));
    tests.put("double_close", List.of("file 'a' 65536", "map path READ 65536 0", "close", "close"));
    tests.put("entire_file", List.of("file 'm' 65536", MAP, "len", "read 65536"));
    tests.put("length_0_offset", List.of("file 'm' 131072", "map path READ 0 65536", "get 80000"));
    tests.put("length_0_large_offset", List.of("file 'm' 115699", "map path DEFAULT 0 2147418112"));
    tests.put("move", moves());
    tests.put(
        "anonymous",
        List.of(
            "file 'a'",
            "map anon DEFAULT " + PAGE + " 0",
            "count '\\x00'",
            "set 5 255",
            "get 5",
            "set " + (PAGE - 1) + " 7",
            "slice ~",
            "size"));
    tests.put("read_all", readAll());
    tests.put("extended_getslice", slices());
    tests.put("extended_set_del_slice", assignments());
    tests.put("empty_file", List.of("file ''", "map path READ 0 0"));
    tests.put("offset", offsets());
    tests.put(
        "prot_readonly", List.of("file 'a' 10", "map fd:r DEFAULT 10 0 prot=R", "write 'foo'"));
    tests.put("io_methods", fileMethods());
    tests.put("non_ascii_byte", nonAscii());
    tests.put(
        "write_returning_the_number_of_bytes_written",
        List.of(
            "file 'a'",
            "map anon DEFAULT 16 0",
            "write ''",
            "write 'x'",
            "write 'yz'",
            "write 'python'"));
    tests.put(
        "resize_past_pos",
        List.of(
            "file 'a'",
            "map anon DEFAULT 8192 0",
            "read 5000",
            "resize 4096",
            "read 14",
            "readbyte",
            "writebyte 42",
            "write 'abc'"));
    tests.put(
        "flush_return_value",
        List.of("file 'a'", "map anon DEFAULT 16 0", "write 'python'", "flush", "flush 1 6"));
    tests.put("repr", texts());
    tests.put("madvise", advice());
    tests.put(
        "resize_up_private_anonymous_mapping",
        List.of(
            "file 'a'",
            "map anon DEFAULT " + PAGE + " 0 flags=PRIVATE",
            "write 'random'",
            "resize " + 2 * PAGE,
            "len",
            "slice ~"));
    tests.put(
        "resize_down_anonymous_mapping",
        List.of(
            "file 'a'",
            "map anon DEFAULT " + 2 * PAGE + " 0",
            "write 'random'",
            "resize " + PAGE,
            "len",
            "slice ~"));
    tests.put("flush_parameters", flushes());
    tests.put("set_name", names());
    return tests;
  }

  private static List<String> accesses() {
    List<String> all = new ArrayList<>(List.of("file 'a' 10", "map fd:r READ 10 0", "slice ~"));
    all.addAll(List.of("assign 'bbbbbbbbbb' ~ ~", "set 0 98", "seek 0 SET", "write 'abc'"));
    all.addAll(List.of("writebyte 100", "resize 20", "map fd:rw DEFAULT 11 0"));
    for (String access : List.of("WRITE", "COPY")) {
      all.add("map fd:rw " + access + " 10 0");
      all.addAll(List.of("assign 'cccccccccc' ~ ~", "slice ~", "flush"));
    }
    all.addAll(List.of("resize 20", "close", "map fd:rw WRITE 10 0 flags=PRIVATE prot=R"));
    all.addAll(
        List.of("map fd:rw DEFAULT 10 0 prot=R|X", "write 'abcdef'", "writebyte 0", "close"));
    return all;
  }

  private static List<String> untracked(String mapping) {
    List<String> all = new ArrayList<>(List.of("file 'a' 64", "map " + mapping + " trackfd=no"));
    all.addAll(List.of("len", "size", "resize 128", "resize 32", "closed", "writebyte 88"));
    all.addAll(List.of("set 2 89", "flush", "slice 0 4", "tell", "seek 0", "readbyte", "close"));
    all.addAll(List.of("closed", "size", "resize 32"));
    return all;
  }

  private static List<String> allParts() {
    byte[] data = "aabaac\0deef\0\0aa\0".getBytes(StandardCharsets.ISO_8859_1);
    List<String> all = new ArrayList<>(List.of("file " + PythonBytes.literal(data), MAP));
    for (int start = 0; start <= data.length; start++) {
      for (int end = start; end <= data.length; end++) {
        byte[] part = Arrays.copyOfRange(data, start, end);
        String literal = PythonBytes.literal(part);
        all.add("find " + literal);
        all.add("find " + literal.substring(0, literal.length() - 1) + "x'");
      }
    }
    return all;
  }

  private static List<String> finds(String word) {
    int length = "one two ones".length();
    List<String> all = new ArrayList<>(List.of("file 'one\\x20two\\x20ones'", MAP));
    for (String part : List.of("one", "ones", "one\\x20", "o", "on", "two", "s", "")) {
      String find = word + " '" + part + "'";
      all.addAll(List.of(find, find + " 1", find + " " + (length + 1), find + " 0 -2"));
      for (int i = -length - 1; i <= length + 1; i++) {
        for (int j = -length - 1; j <= length + 1; j++) {
          all.add(find + " " + i + " " + j);
        }
      }
    }
    return all;
  }

  private static List<String> moves() {
    List<String> all = new ArrayList<>(List.of("file 'ABCDEabcde'", MAP, "move 5 0 5", "slice ~"));
    for (int target = 0; target < 10; target++) {
      for (int source = 0; source < 10; source++) {
        for (int count = 0; count < 10 - Math.max(target, source); count++) {
          all.addAll(
              List.of("assign '0123456789' ~ ~", "move %d %d %d".formatted(target, source, count)));
        }
      }
    }
    all.add("map anon DEFAULT 100 0");
    int[] places = {-100, -1, 0, 1, 100};
    for (int target : places) {
      for (int source : places) {
        for (int count : places) {
          all.add("move %d %d %d".formatted(target, source, count));
        }
      }
    }
    all.add("map anon DEFAULT 1 0");
    all.addAll(List.of("move 0 0 2", "move 1 0 1", "move 0 1 1", "move 0 0 1", "move 0 0 0"));
    return all;
  }

  private static List<String> readAll() {
    List<String> all = new ArrayList<>(List.of("file 'a'", "map anon DEFAULT 16 0"));
    all.add("write '\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\x09'");
    for (String read : List.of("read", "read -1", "read -2", "read -42")) {
      for (int position : new int[] {0, 4, 8, 16}) {
        all.addAll(List.of("seek " + position, read));
      }
    }
    return all;
  }

  private static final List<String> BOUNDS =
      List.of("0", "~", "1", "3", "19", "300", "" + Long.MAX_VALUE, "-1", "-2", "-31", "-300");

  private static String reversedBytes() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ~i;
    }
    return PythonBytes.literal(bytes);
  }

  private static List<String> slices() {
    List<String> all = new ArrayList<>(List.of("file " + reversedBytes(), MAP));
    for (String start : BOUNDS) {
      for (String stop : BOUNDS) {
        for (String step : BOUNDS.subList(1, BOUNDS.size())) {
          all.add("slice " + start + " " + stop + " " + step);
        }
      }
    }
    return all;
  }

  /** Assigns as many bytes as a slice has, and one byte more, which is refused. */
  private static List<String> assignments() {
    List<String> all = new ArrayList<>(List.of("file " + reversedBytes(), MAP));
    for (String start : BOUNDS) {
      for (String stop : BOUNDS) {
        for (String step : BOUNDS.subList(1, BOUNDS.size())) {
          long count = count(start, stop, step);
          for (long given : new long[] {count, count + 1}) {
            all.add("assign own:0:%d %s %s %s".formatted(Math.min(given, 256), start, stop, step));
          }
        }
      }
    }
    return all;
  }

  /** Counts the indexes of a slice of 256 bytes one by one. */
  private static long count(String start, String stop, String step) {
    long by = step.equals("~") ? 1 : Long.parseLong(step);
    long from = start.equals("~") ? (by > 0 ? 0 : 255) : bound(start, by);
    long to = stop.equals("~") ? (by > 0 ? 256 : -1) : bound(stop, by);
    long count = 0;
    for (long i = from; by > 0 ? i < to : i > to; i += by) {
      count++;
      if (by > 256 || by < -256) {
        break;
      }
    }
    return count;
  }

  private static long bound(String text, long by) {
    long value = Long.parseLong(text);
    long absolute = value < 0 ? value + 256 : value;
    return by > 0 ? Math.clamp(absolute, 0, 256) : Math.clamp(absolute, -1, 255);
  }

  private static List<String> offsets() {
    List<String> all = new ArrayList<>(List.of("file '\\x00' " + 2 * PAGE, MAP));
    all.add("assign 'foo' " + PAGE + " " + (PAGE + 3));
    for (long offset : new long[] {-2, -1}) {
      all.add("map path DEFAULT " + 2 * PAGE + " " + offset);
    }
    all.add("map path DEFAULT " + PAGE + " " + PAGE);
    all.addAll(List.of("slice 0 3", "resize 512", "len", "seek 513 SET", "slice 0 3", "size"));
    return all;
  }

  private static List<String> fileMethods() {
    List<String> all = new ArrayList<>(List.of("file 'x' 10", MAP));
    for (int i = 0; i < 11; i++) {
      all.addAll(List.of("tell", "writebyte " + ('0' + i)));
    }
    all.add("seek 0");
    for (int i = 0; i < 11; i++) {
      all.addAll(List.of("tell", "readbyte"));
    }
    all.addAll(List.of("seek 3", "read 3", "seek 3", "write 'bar'", "slice ~", "write 'baz'"));
    all.addAll(List.of("tell", "slice ~", "write 'ba'"));
    return all;
  }

  private static List<String> nonAscii() {
    List<String> all = new ArrayList<>(List.of("file 'a'"));
    for (int value : new int[] {129, 200, 255}) {
      all.add("map anon DEFAULT 1 0");
      all.addAll(List.of("writebyte " + value, "get 0", "seek 0", "readbyte", "close"));
    }
    return all;
  }

  private static List<String> texts() {
    List<String> all = new ArrayList<>();
    for (long size : new long[] {50, 100, 1000, 3 * PAGE}) {
      long offset = size / 2 / PAGE * PAGE;
      long length = size - offset;
      all.add("file 'a' " + size);
      for (String access : List.of("DEFAULT", "READ", "COPY", "WRITE")) {
        for (long position : new long[] {0, length / 10, length / 5, length / 4}) {
          all.add("map fd:rw %s %d %d".formatted(access, length, offset));
          all.addAll(List.of("seek " + position, "text", "close", "text"));
        }
      }
    }
    return all;
  }

  private static List<String> advice() {
    List<String> all = new ArrayList<>(List.of("file 'a'", "map anon DEFAULT " + 2 * PAGE + " 0"));
    for (String range :
        List.of(
            " " + 2 * PAGE,
            " -1",
            " 0 -1",
            " " + PAGE + " " + Long.MAX_VALUE,
            "",
            " " + PAGE,
            " " + PAGE + " " + 2 * PAGE,
            " 0 2",
            " 0 " + 2 * PAGE)) {
      all.add("madvise NORMAL" + range);
    }
    return all;
  }

  private static List<String> flushes() {
    List<String> all = new ArrayList<>(List.of("file 'x' " + 3 * PAGE, MAP, "flush"));
    all.addAll(List.of("flush " + PAGE, "flush " + PAGE + " " + PAGE, "sync SYNC 0 " + PAGE));
    all.addAll(List.of("sync ASYNC", "sync INVALIDATE " + 2 * PAGE));
    all.add("sync ASYNC|INVALIDATE 0 " + PAGE);
    return all;
  }

  private static List<String> names() {
    List<String> all = new ArrayList<>(List.of("file 'x' " + PAGE));
    for (String mapping : List.of("map anon DEFAULT " + PAGE + " 0", MAP)) {
      all.add(mapping);
      all.addAll(List.of("setname test_mapping", "setname " + "x".repeat(66)));
      all.add("setname " + "x".repeat(67));
    }
    return all;
  }

  @TestFactory
  Stream<DynamicTest> mmapAnswersAsCPythonDoesIn() {
    assumeTrue(Judge.version() != null, "there is no CPython: python3 for Linux is not found");
    assumeTrue(NativeAccess.os() != null, NativeAccess.missing());
    int minor = Golden.minor(Judge.version());
    return compared().entrySet().stream()
        .map(test -> dynamicTest(test.getKey(), () -> compare(minor, test.getValue())));
  }

  private void compare(int minor, List<String> operations)
      throws IOException, InterruptedException {
    boolean isUntracked = operations.stream().anyMatch(o -> o.endsWith(" trackfd=no"));
    assumeTrue(minor >= SINCE_TRACKFD || !isUntracked, "this CPython has no trackfd");
    Path own = Files.createTempDirectory(folder, "test");
    assertEquals(operations.size(), RandomComparison.compare(own, operations));
  }

  /** Older versions have fewer tests; Debian has them in libpython3.15-testsuite. */
  @Test
  void eachTestOfCPythonIsComparedOrHasAReason() throws IOException {
    assumeTrue(Judge.version() != null, "there is no CPython: python3 for Linux is not found");
    String program =
        "import pathlib, re, sysconfig\n"
            + "file = pathlib.Path(sysconfig.get_path('stdlib'), 'test', 'test_mmap.py')\n"
            + "text = file.read_text() if file.exists() else ''\n"
            + "print(*re.findall(r'^    def test_(\\w+)', text, re.M))";
    Process python = new ProcessBuilder("python3", "-c", program).start();
    String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(!printed.isBlank(), "this CPython has no test_mmap.py: it is a package of its own");
    Set<String> tests = Stream.of(printed.strip().split(" ")).collect(Collectors.toSet());
    tests.removeAll(compared().keySet());
    tests.removeAll(NOT_COMPARED.keySet());
    assertEquals(Set.of(), new TreeSet<>(tests));
  }
}
