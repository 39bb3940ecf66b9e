package io.github.mmap4j.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.mmap4j.Access;
import io.github.mmap4j.Advice;
import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Protection;
import io.github.mmap4j.Sync;
import io.github.mmap4j.Whence;
import io.github.mmap4j.oracle.Judge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that docs/porting.md covers all of Python's mmap, and that what it names in mmap4j exists.
 */
class PortingTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final Pattern CONSTANT = Pattern.compile("[A-Za-z]+(\\.[A-Za-z]+)?\\.\\w+");

  /** The number of columns in tables that have one for Python's version; errors have none. */
  private static final int WITH_SINCE = 4;

  private static final List<String> ALLOWED = List.of("--enable-native-access=ALL-UNNAMED");

  /**
   * The content of the file that the idioms use: lines, keys with numbers, and enough bytes for
   * struct.
   */
  private static final String TEXT = "first=1\nsecond=22\na line without a number\n";

  /** Names that the tables and the programs of the document use. */
  private static final String CLASS =
      """
      import static java.nio.charset.StandardCharsets.UTF_8;
      import io.github.mmap4j.*;
      import io.github.mmap4j.regex.*;
      import io.github.mmap4j.search.*;
      import io.github.mmap4j.share.*;
      import java.lang.foreign.*;
      import java.nio.*;
      import java.nio.channels.*;
      import java.nio.file.*;

      class Ported {
        Mmap m;
        MmapBuilder builder;
        SharedMemory memory;
        FileChannel channel;
        Path file;
        Object other;
        byte[] bytes;
        byte[] sub;
        String[] args;
        int fd;
        int v;
        long a;
        long b;
        long c;
        long i;
        long n;
        long start;
        long end;
        Object is;

        public static void main(String[] args) throws Exception {
          Ported ported = new Ported();
          ported.m = Mmap.open(Path.of("hello.txt"));
          ported.m0();
        }

      %s}
      """;

  @TempDir Path folder;

  private static Document document() throws IOException {
    return Document.of("docs/porting.md");
  }

  /** Returns the rows of the tables as cells, without headings. */
  private static List<List<String>> rows() throws IOException {
    return document()
        .text()
        .lines()
        .filter(line -> line.startsWith("|"))
        .filter(line -> !line.startsWith("| Python |") && !line.startsWith("| --- |"))
        .map(Document::cells)
        .toList();
  }

  private static List<String> code(String text) {
    return CODE.matcher(text).results().map(match -> match.group(1)).toList();
  }

  /** Returns the Python names in the first column of the tables. */
  private static Set<String> named() throws IOException {
    return rows().stream()
        .map(List::getFirst)
        .flatMap(cell -> code(cell).stream())
        .flatMap(code -> WORD.matcher(code).results().map(match -> match.group()))
        .collect(Collectors.toSet());
  }

  @Test
  void eachNameOfPythonHasItsRow() throws IOException {
    String names = python("print(*dir(mmap), *dir(mmap.mmap))");
    Set<String> missing = new TreeSet<>(List.of(names.strip().split(" ")));
    missing.removeAll(named());
    assertEquals(Set.of(), missing);
  }

  /** The names include those that this machine's Python or system lacks. */
  @Test
  void eachNameOfTheDocumentationHasItsRow() throws IOException {
    Set<String> missing =
        new TreeSet<>(
            Set.of(
                "fileno",
                "length",
                "flags",
                "prot",
                "access",
                "offset",
                "trackfd",
                "tagname",
                "seekable",
                "set_name",
                "__buffer__",
                "__release_buffer__"));
    constants(missing, Access.values(), Access::pythonName);
    constants(missing, Protection.values(), Protection::pythonName);
    constants(missing, MapFlag.values(), MapFlag::pythonName);
    constants(missing, Advice.values(), Advice::pythonName);
    constants(missing, Sync.values(), Sync::pythonName);
    constants(missing, Whence.values(), Whence::pythonName);
    missing.removeAll(named());
    assertEquals(Set.of(), missing);
  }

  private static <T> void constants(Set<String> into, T[] values, Function<T, String> name) {
    Stream.of(values).map(name).forEach(into::add);
  }

  @Test
  void eachConstantStandsBesideItsOwn() throws IOException {
    for (String line : document().table("Constants").skip(2).toList()) {
      List<String> cells = Document.cells(line);
      assertEquals(bare(cells.getFirst()), bare(cells.get(2)), line);
    }
  }

  /** Returns the constants in a cell without their qualifiers. */
  private static List<String> bare(String cell) {
    return code(cell).stream()
        .map(constant -> constant.replaceFirst(".*\\.", ""))
        .map(constant -> constant.replaceFirst("^(ACCESS|PROT|MAP|MADV|MS|SEEK)_", ""))
        .toList();
  }

  @Test
  void whatTheTablesNameOfOursCompiles() throws IOException {
    Set<String> statements = new LinkedHashSet<>();
    for (List<String> row : rows()) {
      String ofJava = row.get(row.size() == WITH_SINCE ? 2 : 1);
      List<String> ours = code(ofJava);
      assertTrue(!ours.isEmpty() || ofJava.startsWith("none"), "nothing of ours in " + row);
      ours.forEach(code -> statements.add(statement(code)));
    }
    compile(statements);
  }

  /**
   * Turns code into a statement: constants and comparisons must be assigned, because they are no
   * statements.
   */
  private static String statement(String code) {
    if (code.endsWith("}")) {
      return code;
    }
    boolean value = CONSTANT.matcher(code).matches() || code.contains(" >= ");
    return (value ? "is = " : "") + code + ";";
  }

  @Test
  void itsProgramsCompile() throws IOException {
    List<String> programs =
        document().blocks().stream()
            .filter(block -> block.language().equals("java"))
            .map(Document.Block::text)
            .toList();
    assertTrue(programs.size() > 5, "found only " + programs);
    compile(programs);
  }

  private void compile(Iterable<String> bodies) throws IOException {
    List<String> methods = new ArrayList<>();
    for (String body : bodies) {
      methods.add("  void m%d() throws Exception {\n%s\n  }\n".formatted(methods.size(), body));
    }
    Javac.compile(folder, "Ported", CLASS.formatted(String.join("", methods)));
  }

  @Test
  void itsProgramsInPythonCompile() throws IOException {
    for (Document.Block block : document().blocks()) {
      if (block.language().equals("python")) {
        python("compile('''" + block.text().replace("\\", "\\\\") + "''', 'shown', 'exec')");
      }
    }
  }

  /** An idiom in both languages. The one with a fork takes two Java programs and is left out. */
  private record Idiom(String python, String java) {}

  private static List<Idiom> idioms() throws IOException {
    List<Document.Block> blocks = document().blocks();
    List<Idiom> idioms = new ArrayList<>();
    for (int i = 0; i + 1 < blocks.size(); i++) {
      boolean two = i + 2 < blocks.size() && blocks.get(i + 2).language().equals("java");
      if (blocks.get(i).language().equals("python") && !two) {
        idioms.add(new Idiom(blocks.get(i).text(), blocks.get(i + 1).text()));
      }
    }
    return idioms;
  }

  @TestFactory
  Stream<DynamicTest> idiomPrintsAndWritesWhatPythonsDoes() throws IOException {
    List<Idiom> idioms = idioms();
    assertEquals(4, idioms.size());
    return idioms.stream().map(idiom -> dynamicTest(idiom.python(), () -> compare(idiom)));
  }

  private void compare(Idiom idiom) throws IOException {
    Path file = folder.resolve("hello.txt");
    Files.writeString(file, TEXT);
    String open = "import os, re, struct\nos.chdir('%s')\n".formatted(folder);
    String map = "m = mmap.mmap(os.open('hello.txt', os.O_RDWR), 0)\n";
    String pythons = python(open + map + idiom.python());
    byte[] written = Files.readAllBytes(file);

    Files.writeString(file, TEXT);
    compile(List.of(idiom.java()));
    assertEquals(pythons, Javac.run(folder, 0, ALLOWED, "Ported"));
    assertArrayEquals(written, Files.readAllBytes(file));
  }

  /** Returns what CPython prints. */
  private static String python(String program) throws IOException {
    assumeTrue(Judge.version() != null, "there is no CPython: python3 for Linux is not found");
    Process python =
        new ProcessBuilder("python3", "-c", "import mmap\n" + program)
            .redirectErrorStream(true)
            .start();
    String printed = new String(python.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, python.onExit().join().exitValue(), printed);
    return printed;
  }
}
