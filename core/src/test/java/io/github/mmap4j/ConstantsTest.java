package io.github.mmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.headers.CHeaders;
import io.github.mmap4j.headers.GoHeaders;
import io.github.mmap4j.headers.LinuxHeaders;
import io.github.mmap4j.internal.os.Platform;
import io.github.mmap4j.internal.os.PlatformConstant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

// This file is long because it lists every constant.
class ConstantsTest {
  /** Constants of newer kernels, which older headers need not define. */
  private static final Set<String> NEWER_THAN_SOME_HEADERS =
      Set.of("MADV_POPULATE_READ", "MADV_POPULATE_WRITE", "MADV_COLLAPSE");

  /** Python's own constants, which no C header defines. */
  private static final Set<String> OF_PYTHON =
      Set.of("ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY");

  /**
   * All that macOS defines: Apple's bsd/sys/mman.h of xnu, apple-oss-distributions/xnu at
   * 8d741a5de7ff. The header also defines MADV_PAGEOUT as 10, "internal only"; it is left out here,
   * because bsd/kern/kern_mman.c answers ENOTSUP to it except in Apple's own test builds.
   */
  private static final String MACOS =
      """
      PROT_READ=1 PROT_WRITE=2 PROT_EXEC=4
      MAP_SHARED=1 MAP_PRIVATE=2 MAP_NORESERVE=0x40 MAP_NOEXTEND=0x100 MAP_HASSEMAPHORE=0x200
      MAP_NOCACHE=0x400 MAP_JIT=0x800 MAP_ANON=0x1000 MAP_ANONYMOUS=0x1000
      MAP_RESILIENT_CODESIGN=0x2000 MAP_RESILIENT_MEDIA=0x4000 MAP_32BIT=0x8000
      MAP_TRANSLATED_ALLOW_EXECUTE=0x20000 MAP_UNIX03=0x40000 MAP_TPRO=0x80000
      MS_ASYNC=1 MS_INVALIDATE=2 MS_SYNC=0x10
      MADV_NORMAL=0 MADV_RANDOM=1 MADV_SEQUENTIAL=2 MADV_WILLNEED=3 MADV_DONTNEED=4 MADV_FREE=5
      MADV_FREE_REUSABLE=7 MADV_FREE_REUSE=8
      """;

  /**
   * All that FreeBSD defines: sys/sys/mman.h of FreeBSD 14, sobomax/freebsd14_vendor at
   * 0f7ff3427c99 ($FreeBSD: a07b3550d51a). MAP_NORESERVE and MAP_NOEXTEND, which FreeBSD 10 and
   * earlier define, are reserved bits in this header.
   */
  private static final String FREEBSD =
      """
      PROT_READ=1 PROT_WRITE=2 PROT_EXEC=4
      MAP_SHARED=1 MAP_PRIVATE=2 MAP_HASSEMAPHORE=0x200 MAP_STACK=0x400 MAP_ANON=0x1000
      MAP_ANONYMOUS=0x1000 MAP_32BIT=0x80000 MAP_ALIGNED_SUPER=0x1000000
      MS_SYNC=0 MS_ASYNC=1 MS_INVALIDATE=2
      MADV_NORMAL=0 MADV_RANDOM=1 MADV_SEQUENTIAL=2 MADV_WILLNEED=3 MADV_DONTNEED=4 MADV_FREE=5
      MADV_NOSYNC=6 MADV_AUTOSYNC=7 MADV_NOCORE=8 MADV_CORE=9 MADV_PROTECT=10
      """;

  /**
   * All that OpenBSD defines: sys/sys/mman.h 1.35 of 2022-10-07. The header defines legacy names
   * without effect as 0.
   */
  private static final String OPENBSD =
      """
      PROT_READ=1 PROT_WRITE=2 PROT_EXEC=4
      MAP_SHARED=1 MAP_PRIVATE=2 MAP_ANON=0x1000 MAP_ANONYMOUS=0x1000 MAP_STACK=0x4000
      MAP_CONCEAL=0x8000 MAP_HASSEMAPHORE=0 MAP_NOEXTEND=0 MAP_NORESERVE=0
      MS_ASYNC=1 MS_SYNC=2 MS_INVALIDATE=4
      MADV_NORMAL=0 MADV_RANDOM=1 MADV_SEQUENTIAL=2 MADV_WILLNEED=3 MADV_DONTNEED=4 MADV_FREE=6
      """;

  @Test
  void numbersAreThoseOfTheHeaders(@TempDir Path scratch) {
    CHeaders.assumeAvailable();
    Map<String, SystemConstant> constants = new TreeMap<>();
    all().forEach(constant -> constants.put(constant.pythonName(), constant));
    constants.keySet().removeAll(OF_PYTHON);
    Map<String, Integer> theirs =
        CHeaders.numbers(
            scratch, List.of("stdio.h", "sys/mman.h", "linux/mman.h"), constants.keySet());
    Map<String, Integer> ours = new TreeMap<>();
    constants.values().stream()
        .filter(SystemConstant::isSupported)
        .map(SystemNumbers::row)
        .filter(c -> theirs.containsKey(c.name()) || !NEWER_THAN_SOME_HEADERS.contains(c.name()))
        .forEach(c -> ours.put(c.name(), c.value()));
    assertEquals(new TreeMap<>(theirs), ours);
    assertTrue(ours.size() > 30, "the headers were read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aarch64", "riscv64", "s390x"})
  void numbersOnOtherArchitecturesAreThoseOfTheKernelsHeaders(
      String architecture, @TempDir Path scratch) {
    LinuxHeaders.assumeAvailable(architecture);
    Map<String, Integer> ours = new TreeMap<>();
    for (PlatformConstant row : rows()) {
      if (row.isSupported(Platform.LINUX, architecture)) {
        ours.put(row.name(), row.value(Platform.LINUX, architecture));
      }
    }
    assertTrue(ours.size() > 30, ours::toString);
    assertFalse(ours.containsKey("MAP_32BIT"));
    ours.remove("MAP_ANON"); // a name of the C library's
    assertEquals(
        ours, LinuxHeaders.numbers(scratch, architecture, List.of("linux/mman.h"), ours.keySet()));
  }

  /** Returns the rows of the constants that C defines. */
  private static List<PlatformConstant> rows() {
    return all().stream()
        .filter(constant -> !(constant instanceof Access || constant instanceof Whence))
        .map(SystemNumbers::row)
        .toList();
  }

  @Test
  void macOsHasTheNumbersOfItsHeader() {
    assertEquals(golden(MACOS), table(Platform.MACOS));
  }

  @Test
  void freeBsdHasTheNumbersOfItsHeader() {
    assertEquals(golden(FREEBSD), table(Platform.FREEBSD));
  }

  @Test
  void openBsdHasTheNumbersOfItsHeader() {
    assertEquals(golden(OPENBSD), table(Platform.OPENBSD));
  }

  /** The last argument names what Go's package lacks; only people have checked those numbers. */
  @ParameterizedTest
  @CsvSource({
    "MACOS, darwin_amd64, MAP_TPRO",
    "MACOS, darwin_arm64, MAP_TPRO",
    "FREEBSD, freebsd_amd64, ''",
    "FREEBSD, freebsd_arm64, ''",
    "OPENBSD, openbsd_amd64, ''",
    "OPENBSD, openbsd_arm64, ''",
  })
  void numbersAreThoseThatGoHasReadFromTheHeaders(Platform platform, String system, String missing)
      throws IOException {
    GoHeaders.assumeAvailable();
    Map<String, Integer> ours = table(platform);
    Map<String, Integer> theirs = GoHeaders.numbers(system);
    Set<String> notThere = new TreeSet<>(ours.keySet());
    notThere.removeAll(theirs.keySet());
    assertEquals(missing, String.join(" ", notThere));
    ours.keySet().retainAll(theirs.keySet());
    theirs.keySet().retainAll(ours.keySet());
    assertEquals(ours, theirs);
  }

  @ParameterizedTest
  @EnumSource(names = {"WINDOWS", "OTHER"})
  void otherSystemsHaveOnlyWhatTheLibraryDefines(Platform platform) {
    assertEquals(Map.of(), table(platform));
  }

  /**
   * These constants have no number on Windows, but their meaning is implemented there; the numbers
   * used internally are Linux's.
   */
  @Test
  void windowsUnderstandsWhatItHasNoNumbersFor() {
    Map<String, Integer> understood = new TreeMap<>();
    for (PlatformConstant row : rows()) {
      if (!refuses(() -> row.callValue(Platform.WINDOWS, "amd64"))) {
        understood.put(row.name(), row.callValue(Platform.WINDOWS, "amd64"));
        assertFalse(row.isSupported(Platform.WINDOWS), row.name());
        assertEquals(row.value(Platform.LINUX), understood.get(row.name()));
      }
      assertEquals(row.isSupported(), !refuses(row::callValue), row.name());
    }
    assertEquals(
        golden(
            "PROT_READ=1 PROT_WRITE=2 MAP_SHARED=1 MAP_PRIVATE=2 MAP_ANON=0x20"
                + " MAP_ANONYMOUS=0x20 MADV_NORMAL=0 MADV_WILLNEED=3 MS_ASYNC=1 MS_SYNC=4"),
        understood);
  }

  @ParameterizedTest
  @EnumSource
  void accessAndWhenceAreTheSameEverywhere(Platform platform) {
    assertEquals(List.of(0, 1, 2, 3), values(Access.values(), a -> a.row.value(platform)));
    assertEquals(List.of(0, 1, 2), values(Whence.values(), w -> w.row.value(platform)));
    assertEquals(List.of(0, 1, 2, 3), values(Access.values(), Access::value));
    assertEquals(List.of(0, 1, 2), values(Whence.values(), Whence::value));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotSupportedHasNoValueAndTheRestHas(Platform platform) {
    for (SystemConstant constant : all()) {
      boolean supported = SystemNumbers.row(constant).isSupported(platform);
      assertEquals(
          supported,
          !refuses(() -> SystemNumbers.row(constant).value(platform)),
          constant::pythonName);
    }
  }

  @Test
  void hereToo() {
    for (SystemConstant constant : all()) {
      assertEquals(constant.isSupported(), !refuses(constant::value), constant::pythonName);
    }
  }

  @Test
  void aRefusalNamesTheConstantAndTheSystem() {
    assertRefusal(
        "MADV_PROTECT does not exist on Linux", () -> Advice.PROTECT.row.value(Platform.LINUX));
    assertRefusal("MADV_COLD does not exist on macOS", () -> Advice.COLD.row.value(Platform.MACOS));
    assertRefusal(
        "MAP_32BIT does not exist on OpenBSD", () -> MapFlag.MAP_32BIT.row.value(Platform.OPENBSD));
    assertRefusal("MS_SYNC does not exist on Windows", () -> Sync.SYNC.row.value(Platform.WINDOWS));
    assertRefusal(
        "PROT_READ does not exist on Windows", () -> Protection.READ.row.value(Platform.WINDOWS));
    assertRefusal(
        "MAP_POPULATE does not exist on FreeBSD",
        () -> MapFlag.POPULATE.row.value(Platform.FREEBSD));
  }

  @Test
  void namesAreThoseOfPython() {
    assertEquals("MAP_32BIT", MapFlag.MAP_32BIT.pythonName());
    assertEquals("MAP_PRIVATE", MapFlag.PRIVATE.pythonName());
    assertEquals("MADV_WILLNEED", Advice.WILLNEED.pythonName());
    assertEquals("PROT_EXEC", Protection.EXEC.pythonName());
    assertEquals("MS_SYNC", Sync.SYNC.pythonName());
    assertEquals("ACCESS_COPY", Access.COPY.pythonName());
    assertEquals("SEEK_END", Whence.END.pythonName());
  }

  @Test
  void noTwoConstantsShareAName() {
    Set<String> names = new HashSet<>();
    all().forEach(constant -> assertTrue(names.add(constant.pythonName()), constant.pythonName()));
  }

  @Test
  void adviceNumbersDifferOnEachSystem() {
    for (Platform platform : Platform.values()) {
      Set<Integer> seen = new HashSet<>();
      for (Advice advice : Advice.values()) {
        assertTrue(
            !advice.row.isSupported(platform) || seen.add(advice.row.value(platform)),
            advice.pythonName());
      }
    }
  }

  @Test
  void lowAddressesExistOnLinuxOnOneArchitectureOnly() {
    PlatformConstant row =
        PlatformConstant.of(
            "MAP_32BIT", 0x40, 0x8000, 0x80000, PlatformConstant.ABSENT, PlatformConstant.ABSENT);
    PlatformConstant low = row.onLinuxOnlyOn("amd64", "x86_64");
    assertEquals(0x40, low.value(Platform.LINUX, "amd64"));
    assertEquals(0x8000, low.value(Platform.MACOS, "aarch64"));
    assertFalse(low.isSupported(Platform.LINUX, "aarch64"));
    assertRefusal(
        "MAP_32BIT does not exist on Linux on aarch64", () -> low.value(Platform.LINUX, "aarch64"));
  }

  @Test
  void anArchitectureWithNumbersOfItsOwnGetsNoneOfTheCommonOnes() {
    PlatformConstant row =
        PlatformConstant.of(
            "MAP_NORESERVE", 0x4000, 0x40, PlatformConstant.ABSENT, 0, PlatformConstant.ABSENT);
    assertFalse(row.isSupported(Platform.LINUX, "ppc64le"));
    assertRefusal(
        "the number of MAP_NORESERVE on Linux on ppc64le is not known",
        () -> row.value(Platform.LINUX, "ppc64le"));
    assertEquals(1, PlatformConstant.everywhere("ACCESS_READ", 1).value(Platform.LINUX, "ppc64le"));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, LINUX, true, Linux",
    "Linux, x86_64, LINUX, true, Linux",
    "Linux, aarch64, LINUX, true, Linux",
    "Linux, riscv64, LINUX, true, Linux",
    "Linux, s390x, LINUX, true, Linux",
    "Linux, ppc64le, LINUX, false, Linux on ppc64le",
    "Linux, i386, LINUX, false, Linux on i386",
    "Mac OS X, aarch64, MACOS, true, macOS",
    "Darwin, x86_64, MACOS, true, macOS",
    "FreeBSD, amd64, FREEBSD, true, FreeBSD",
    "OpenBSD, aarch64, OPENBSD, true, OpenBSD",
    "Windows 11, amd64, WINDOWS, true, Windows",
    "Windows Server 2025, aarch64, WINDOWS, true, Windows",
    "Linux, wasm32, OTHER, false, another system",
    "Emscripten, wasm32, OTHER, false, another system",
    "WASI, wasm64, OTHER, false, another system",
    "AIX, ppc64, OTHER, false, another system",
    "'', '', OTHER, false, another system",
  })
  void systemsAreToldByNameAndArchitecture(
      String name, String arch, Platform platform, boolean known, String label) {
    assertEquals(platform, Platform.of(name, arch));
    assertEquals(known, platform.numbersKnown(arch));
    if (Platform.current() != Platform.OTHER) {
      assertEquals(label, platform.label(arch));
    }
  }

  @Test
  void theSystemAtHandIsTheOneOfTheProperties() {
    String name = System.getProperty("os.name");
    String arch = System.getProperty("os.arch");
    assertEquals(Platform.of(name, arch), Platform.current());
    assertEquals(Platform.current().numbersKnown(arch), Platform.numbersKnown());
    assertEquals(Platform.current().label(arch), Platform.label());
  }

  private static List<SystemConstant> all() {
    return Stream.<SystemConstant[]>of(
            Access.values(),
            Protection.values(),
            MapFlag.values(),
            Advice.values(),
            Sync.values(),
            Whence.values())
        .flatMap(Stream::of)
        .toList();
  }

  /** Returns the constants of {@code platform}, without those of Python and the SEEK constants. */
  private static Map<String, Integer> table(Platform platform) {
    return new TreeMap<>(
        all().stream()
            .map(SystemNumbers::row)
            .filter(c -> !OF_PYTHON.contains(c.name()) && !c.name().startsWith("SEEK_"))
            .filter(c -> c.isSupported(platform))
            .collect(Collectors.toMap(PlatformConstant::name, c -> c.value(platform))));
  }

  private static Map<String, Integer> golden(String table) {
    Map<String, Integer> golden = new TreeMap<>();
    for (String entry : table.strip().split("\\s+")) {
      String[] fields = entry.split("=");
      golden.put(fields[0], Integer.decode(fields[1]));
    }
    return golden;
  }

  private static <E> List<Integer> values(E[] constants, Function<E, Integer> value) {
    return List.of(constants).stream().map(value).toList();
  }

  private static boolean refuses(Runnable body) {
    try {
      body.run();
      return false;
    } catch (UnsupportedOperationException e) {
      return true;
    }
  }

  private static void assertRefusal(String message, Runnable body) {
    assertEquals(
        message, assertThrows(UnsupportedOperationException.class, body::run).getMessage());
  }
}
