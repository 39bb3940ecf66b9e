package io.github.mmap4j.documents;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that packages point downward only. It reads sources, not classes: the compiler leaves no
 * trace of an imported constant.
 */
class LayersTest {
  private static final String API = "io.github.mmap4j";
  private static final String OS = API + ".internal.os";
  private static final String FAULT = API + ".internal.fault";
  private static final String ACCESS = API + ".internal.access";
  private static final String TRACE = API + ".internal.trace";
  private static final String PARALLEL = API + ".internal.parallel";
  private static final String BYTES = API + ".internal.bytes";
  private static final String SEARCH = API + ".search";
  private static final String REGEX = API + ".regex";
  private static final String SHARE = API + ".share";
  private static final String CLI = API + ".cli";
  private static final String CLI_NAMES = CLI + ".names";
  private static final String CLI_INPUT = CLI + ".input";
  private static final String CLI_TERMINAL = CLI + ".terminal";
  private static final String CLI_FORMAT = CLI + ".format";
  private static final String CLI_FILES = CLI + ".files";
  private static final String CLI_GREP = CLI + ".grep";
  private static final String CLI_DUMP = CLI + ".dump";
  private static final String CLI_DIFF = CLI + ".diff";
  private static final String CLI_COPY = CLI + ".copy";
  private static final String CLI_MAN = CLI + ".man";
  private static final String CLI_COMPLETION = CLI + ".completion";
  private static final String CLI_INFO = CLI + ".info";
  private static final String CLI_PICTURE = CLI + ".picture";
  private static final String CLI_RESIDENCY = CLI + ".residency";
  private static final String CLI_MEMORY = CLI + ".memory";
  private static final String CLI_BENCH = CLI + ".bench";
  private static final String CLI_COMMAND = CLI + ".command";
  private static final String BENCH = API + ".bench";

  /** Lists what each package may name besides itself. */
  private static final Map<String, Set<String>> BELOW =
      Map.ofEntries(
          entry(OS, Set.of()),
          entry(FAULT, Set.of(OS, TRACE)),
          entry(ACCESS, Set.of(FAULT)),
          entry(TRACE, Set.of()),
          entry(PARALLEL, Set.of()),
          entry(BYTES, Set.of(FAULT, PARALLEL)),
          entry(SEARCH, Set.of(BYTES, FAULT)),
          entry(REGEX, Set.of(SEARCH, BYTES, FAULT, PARALLEL)),
          entry(API, Set.of(SEARCH, ACCESS, TRACE, OS, FAULT)),
          entry(SHARE, Set.of(API, SEARCH, OS, FAULT)),
          entry(CLI_NAMES, Set.of()),
          entry(CLI_INPUT, Set.of(CLI_NAMES, API)),
          entry(CLI_TERMINAL, Set.of(CLI_NAMES)),
          entry(CLI_FORMAT, Set.of(CLI_NAMES, CLI_INPUT, CLI_TERMINAL, SEARCH)),
          entry(CLI_FILES, Set.of(CLI_NAMES, CLI_FORMAT, CLI_INPUT, CLI_TERMINAL, REGEX, SEARCH)),
          entry(
              CLI_GREP,
              Set.of(CLI_NAMES, CLI_FILES, CLI_FORMAT, CLI_INPUT, CLI_TERMINAL, REGEX, SEARCH)),
          entry(CLI_DUMP, Set.of(CLI_NAMES, CLI_FILES, CLI_INPUT, CLI_TERMINAL, API)),
          entry(
              CLI_DIFF,
              Set.of(CLI_NAMES, CLI_FILES, CLI_FORMAT, CLI_INPUT, CLI_TERMINAL, API, SEARCH)),
          entry(CLI_COPY, Set.of(CLI_NAMES, CLI_FILES, CLI_INPUT, CLI_TERMINAL, API)),
          entry(CLI_MAN, Set.of()),
          entry(CLI_COMPLETION, Set.of(CLI_MEMORY)),
          entry(CLI_INFO, Set.of(CLI_INPUT, API)),
          entry(CLI_PICTURE, Set.of(CLI_NAMES, CLI_FILES, CLI_FORMAT, CLI_INPUT, CLI_TERMINAL)),
          entry(
              CLI_RESIDENCY,
              Set.of(CLI_NAMES, CLI_PICTURE, CLI_FORMAT, CLI_INPUT, CLI_TERMINAL, API)),
          entry(
              CLI_MEMORY,
              Set.of(CLI_NAMES, CLI_RESIDENCY, CLI_FORMAT, CLI_INPUT, CLI_TERMINAL, API)),
          entry(
              CLI_BENCH,
              Set.of(CLI_RESIDENCY, CLI_PICTURE, CLI_FORMAT, CLI_INPUT, CLI_TERMINAL, API, SEARCH)),
          entry(
              CLI_COMMAND,
              Set.of(
                  CLI_BENCH,
                  CLI_MEMORY,
                  CLI_RESIDENCY,
                  CLI_PICTURE,
                  CLI_GREP,
                  CLI_DUMP,
                  CLI_DIFF,
                  CLI_COPY,
                  CLI_MAN,
                  CLI_COMPLETION,
                  CLI_INFO,
                  CLI_FILES,
                  CLI_FORMAT,
                  CLI_INPUT,
                  CLI_NAMES,
                  CLI_TERMINAL,
                  SHARE,
                  API,
                  SEARCH)),
          entry(CLI, Set.of(CLI_COMMAND, CLI_FILES, CLI_NAMES, CLI_TERMINAL)),
          entry(BENCH, Set.of(SHARE, API, REGEX, SEARCH)));

  private static final Pattern MAPPING = Pattern.compile("\\bMapping\\b");
  private static final Pattern RESTRICTED = Pattern.compile("\"restricted\"");
  private static final Pattern FILE_MADE =
      Pattern.compile(
          "createTemp|createFile|Option\\.CREATE|O_CREAT|O_TMPFILE|newOutputStream|Files\\.(write|copy)");
  private static final Pattern FLIGHT_RECORDER = Pattern.compile("jdk\\.jfr\\.[A-Z*]");
  private static final Pattern VECTORS = Pattern.compile("jdk\\.incubator\\.vector\\.[A-Z*]");
  private static final Pattern PICOCLI = Pattern.compile("import picocli\\.");
  private static final Pattern JACKSON = Pattern.compile("import tools\\.jackson\\.");
  private static final Pattern REQUIRES = Pattern.compile("requires ([^;]+);");

  @Test
  void everyPackageHasItsPlace() throws IOException {
    Set<String> packages = all().map(Source::packageName).collect(toSet());
    assertTrue(packages.containsAll(BELOW.keySet()), packages::toString);
    assertTrue(BELOW.keySet().containsAll(packages), packages::toString);
  }

  @Test
  void noArrowPointsUpward() throws IOException {
    List<String> upward = new ArrayList<>();
    all().forEach(source -> addUpward(source, upward));
    assertEquals(List.of(), upward);
  }

  private static void addUpward(Source source, List<String> upward) {
    String from = source.packageName();
    for (Source.Name name : source.names()) {
      String to = name.packageName();
      if (!to.equals(from) && !BELOW.getOrDefault(from, Set.of()).contains(to)) {
        upward.add(source.file() + " names " + to + "." + name.simpleName());
      }
    }
  }

  /**
   * Mmap uses NativeAccess only for PAGESIZE and ALLOCATIONGRANULARITY; the mapping does the rest.
   */
  @Test
  void mmapKnowsNoSystemCall() throws IOException {
    Source mmap =
        all().filter(source -> source.fileName().equals("Mmap.java")).findAny().orElseThrow();
    Set<Source.Name> system =
        mmap.names().stream().filter(name -> name.packageName().equals(OS)).collect(toSet());
    assertEquals(Set.of(new Source.Name(OS, "NativeAccess")), system);
  }

  /** Mapping calls the classes below it, and passes to them what they need. */
  @Test
  void mappingIsNamedAboveItOnly() throws IOException {
    Set<String> naming =
        root().filter(source -> source.has(MAPPING)).map(Source::fileName).collect(toSet());
    assertEquals(
        Set.of(
            "Mapping.java", "MappedValues.java", "Mmap.java", "MmapBuilder.java", "Appender.java"),
        naming);
  }

  @Test
  void theRootPackageHasAtMostFortyFiles() throws IOException {
    long files = root().count();
    assertTrue(files <= 40, () -> files + " files");
  }

  /** The zip's command calls dup2 for its standard error, which concerns no mapped memory. */
  @Test
  void restrictedMethodsAreCalledBesideTheSystemCallsOnly() throws IOException {
    Set<String> other = with(RESTRICTED, Source::fileName);
    other.removeAll(
        all()
            .filter(source -> source.packageName().equals(OS))
            .map(Source::fileName)
            .collect(toSet()));
    assertEquals(Set.of("MainWithVectors.java"), other);
    assertEquals(Set.of(OS, CLI), with(RESTRICTED, Source::packageName));
  }

  /** The compiler ensures that code uses only modules that the descriptor requires. */
  @Test
  void theLibraryRequiresNothingButTheJdk() throws IOException {
    String descriptor = Files.readString(Path.of("src", "main", "java", "module-info.java"));
    Set<String> required =
        REQUIRES.matcher(descriptor).results().map(match -> match.group(1)).collect(toSet());
    assertTrue(required.contains("static jdk.jfr"), required::toString);
    assertTrue(
        Set.of("static jdk.jfr", "static jdk.incubator.vector").containsAll(required),
        required::toString);
  }

  /**
   * An appender and {@code Mmap.create} create the file that the caller names. The demo creates
   * files of its own in a folder with a random name; NewFile creates files that the user has named;
   * a Spool has a random name, which it removes at once.
   */
  @Test
  void theLibraryMakesNoFileButMemoryByName() throws IOException {
    assertEquals(
        Set.of(
            "Appender.java",
            "MmapBuilder.java",
            "DemoCommand.java",
            "NewFile.java",
            "Spool.java",
            "LinuxNamedMemory.java",
            "IpcCalls.java",
            "MacFunctions.java",
            "MacNamedMemory.java"),
        with(FILE_MADE, Source::fileName));
  }

  @Test
  void flightRecorderIsNamedInItsOwnClassesOnly() throws IOException {
    assertEquals(
        Set.of("JfrSwitch.java", "JfrTrace.java"), with(FLIGHT_RECORDER, Source::fileName));
  }

  @Test
  void vectorsAreNamedInOnePackageOnly() throws IOException {
    Set<String> packages = with(VECTORS, Source::packageName);
    assertTrue(Set.of(BYTES).containsAll(packages), packages::toString);
  }

  @Test
  void argumentsAreParsedByTheCommandsOnly() throws IOException {
    assertEquals(
        Set.of(CLI, CLI_COMMAND, CLI_COMPLETION, CLI_GREP, CLI_MAN),
        with(PICOCLI, Source::packageName));
    assertEquals(Set.of(CLI_FORMAT), with(JACKSON, Source::packageName));
  }

  private static Stream<Source> root() throws IOException {
    return published().filter(source -> source.packageName().equals(API));
  }

  private static Set<String> with(Pattern pattern, Function<Source, String> what)
      throws IOException {
    return published().filter(source -> source.has(pattern)).map(what).collect(toSet());
  }

  /** Leaves out the benchmarks, which call rivals in the rivals' ways. */
  private static Stream<Source> published() throws IOException {
    return all().filter(source -> !source.packageName().equals(BENCH));
  }

  private static Stream<Source> all() throws IOException {
    List<Source> sources = new ArrayList<>(Source.of("core"));
    sources.addAll(Source.of("cli"));
    sources.addAll(Source.of("bench"));
    return sources.stream();
  }
}
