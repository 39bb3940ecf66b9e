package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import io.github.mmap4j.cli.info.Fact;
import io.github.mmap4j.search.Finder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
  @TempDir Path folder;

  @Test
  void infoShowsSizesAndCapabilities() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[5000]);
    Result info = Result.of("info", file);
    assertTrue(info.text().contains("size:        5000 bytes\n"), info.text());
    assertTrue(info.text().contains("mapped:      5000 bytes\n"), info.text());
    assertTrue(info.text().contains("page size:   " + Mmap.PAGESIZE + " bytes\n"), info.text());
    assertTrue(info.text().contains("SIZE"), info.text());
    assertEquals(0, info.status());
  }

  @Test
  void emptyFileIsNotMapped() throws IOException {
    Path file = Files.createFile(folder.resolve("f"));
    Result info = Result.of("info", file);
    assertTrue(info.text().contains("mapped:      nothing"), info.text());
    assertEquals(0, info.status());
  }

  /** Returns the value of a line of {@code info}. */
  private static String value(Result info, String label) {
    return info.text()
        .lines()
        .filter(line -> line.startsWith(label + ":"))
        .map(line -> line.substring(label.length() + 1).strip())
        .collect(Collectors.joining("|"));
  }

  @Test
  void limitsAreThoseThatTheShellHas() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[10]);
    Result info = Result.of("info", file);
    String lines = "cat /proc/sys/vm/max_map_count; ulimit -l; ulimit -v";
    List<String> shell = new String(Tool.BASH.run(folder, "-c", lines), UTF_8).lines().toList();
    assumeTrue(Files.exists(Path.of("/proc/sys/vm/max_map_count")), "only Linux publishes limits");
    assertEquals(shell.get(0), value(info, "mappings"));
    assertEquals(bytes(shell.get(1)), value(info, "lock limit"));
    assertEquals(bytes(shell.get(2)), value(info, "addresses"));
  }

  /** Converts what ulimit prints, KiB or a word. */
  private static String bytes(String kib) {
    return kib.equals("unlimited") ? kib : Long.parseLong(kib) * 1024 + " bytes";
  }

  @Test
  void theFileSystemIsThatOfTheFile() throws IOException {
    Path shared = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(shared) && Files.getFileStore(shared).type().equals("tmpfs"),
        "there is no tmpfs at /dev/shm");
    Path file = Files.createTempFile(shared, "mmap4j-info", null);
    try {
      assertEquals("tmpfs", value(Result.of("info", file), "file system"));
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void theGuardAndTheSearchAreThoseOfTheJvm() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[10]);
    Result info = Result.of("info", file);
    boolean guarded = value(info, "can").contains("FAULT_GUARD");
    assertEquals(guarded ? "yes" : "no", value(info, "guard"));
    assertEquals(Finder.usesVectors() ? "vectors" : "words of 8 bytes", value(info, "search with"));
  }

  @Test
  void eachLineIsExplainedInShortLines() throws IOException {
    Path file = Files.write(folder.resolve("f"), new byte[10]);
    List<String> plain = Result.of("info", file).text().lines().toList();
    List<String> explained = Result.of("info", "--explain", file).text().lines().toList();
    assertEquals(plain, explained.stream().filter(line -> !line.startsWith("    ")).toList());
    String all = String.join(" ", explained).replaceAll("\\s+", " ");
    for (Fact fact : Fact.values()) {
      if (plain.stream().anyMatch(line -> line.startsWith(fact.label() + ":"))) {
        assertTrue(all.contains(fact.meaning()), fact.meaning());
      }
    }
    for (String line : explained) {
      assertTrue(!line.startsWith("    ") || line.length() < 80, line);
    }
  }

  @Test
  void whatCannotBeMappedGetsTheReason() {
    assertEquals(
        "size:        unknown\n", Result.of("info", "-").text().lines().toList().get(1) + "\n");
    Result.of("info", "--json", "-")
        .printed(
            0,
            ("{\"path\":\"-\",\"pageSize\":%d,\"granularity\":%d,\"mapped\":0,"
                    + "\"reason\":\"standard input can't be mapped; it is read from its start to its"
                    + " end\",\"can\":[]}\n")
                .formatted(Mmap.PAGESIZE, Mmap.ALLOCATIONGRANULARITY));
    assumeTrue(Files.exists(Path.of("/proc/version")), "no /proc");
    for (String file : List.of("/proc/version", "/dev/zero")) {
      Result info = Result.of("info", file);
      assertTrue(info.text().contains("can't be mapped; it is read from its start"), info.text());
      assertEquals(0, info.status());
    }
  }
}
