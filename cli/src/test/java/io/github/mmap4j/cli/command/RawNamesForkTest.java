package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.names.RawPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs subcommands on a file whose name is not UTF-8, in a JVM of its own, as only the process
 * knows the bytes of its arguments.
 */
class RawNamesForkTest {
  private static final String NAME = "n\u00ff\u00e4"; // in ISO 8859-1

  @TempDir Path folder;
  @TempDir Path locales;
  private Path file;

  @BeforeEach
  void create() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/cmdline")), "no /proc");
    file = Files.writeString(RawPath.of(folder + "/n\udcff\udce4"), "hello\n");
  }

  /** Runs the command in the folder; {} stands for the name. Returns what it prints, as bytes. */
  private String run(Path where, String locale, String... args) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("bash", "-c", "a=(); for w; do a+=(\"${w//\\{\\}/$N}\"); done; \"${a[@]}\""));
    command.set(2, "N=$(printf 'n\\377\\344'); " + command.get(2));
    command.add("bash");
    command.addAll(Fork.command(List.of(), (Object[]) args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
    builder.environment().put("LC_ALL", locale);
    builder.environment().put("LOCPATH", locales.toString());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          find      | find hello {} {}      | {}:0 {}:0
          count     | count l {} {}         | {}:2 {}:2
          grep      | grep -H hello {}      | {}:hello
          grep -r   | grep -rl hello .      | ./{}
          slice     | slice {} 0 5          | hello
          hexdump   | hexdump -n 2 --xxd {} | 00000000: 6865 he
          info      | info {}               | file: {} size: 6 bytes
          residency | residency {}          | {}: 1 of 1 pages
          load      | load {}               | {}: 1 of 1 pages
          lock      | lock {} nowhere       | mmap: nowhere: no such file
          evict     | evict {}              | {}:
          patch     | patch {} 9 --text x   | mmap: {}: 1 bytes at offset 9 are not within its 6 bytes
          diff      | diff {} {}            |
          diff name | diff {} /dev/null     | offset 0 (0x0), line 1: {} has 68
          copy      | copy {} {}            | mmap: {}: is the file to copy
          advise    | advise RANDOM {}      | mmap: {}: RANDOM was taken
          follow    | follow -a --idle 0 {} | hello
          bench     | bench --seconds 9e9 {} | mmap: --seconds
          missing   | find x {}-            | mmap: {}-: no such file
          """)
  void theFileIsFoundAndItsNameKeepsItsBytes(String name, String args, String expected)
      throws Exception {
    String out = run(folder, "C", args.split(" ")).replaceAll("\\s+", " ");
    String start = expected == null ? "" : expected.replace("{}", NAME);
    assertEquals(start, out.substring(0, Math.min(start.length(), out.length())), name);
  }

  @ParameterizedTest
  @CsvSource({"C.UTF-8,", "de_DE.UTF-8,UTF-8", "de_DE.ISO-8859-1,ISO-8859-1"})
  void theLocaleMakesNoDifference(String locale, String charset) throws Exception {
    if (charset != null) {
      define(locale, charset);
    }
    assertEquals(NAME + ":hello\n", run(folder, locale, "grep", "-H", "hello", "{}"));
    assertEquals("./" + NAME + "\n", run(folder, locale, "grep", "-rl", "hello", "."));
  }

  private void define(String locale, String charset) throws Exception {
    String[] define = {"localedef", "-i", "de_DE", "-f", charset, "" + locales.resolve(locale)};
    try {
      Process process = new ProcessBuilder(define).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      assumeTrue(process.waitFor() == 0, "no source of the locale de_DE");
    } catch (IOException e) {
      abort("no localedef: " + e.getMessage());
    }
  }

  @Test
  void jsonHasAUriWithAllBytes() throws Exception {
    String uri = "\"uri\":\"" + file.toUri() + "\"";
    for (String args :
        List.of(
            "find --json l",
            "grep --json l",
            "count --json l",
            "info --json",
            "diff --json /dev/null",
            "follow --json --all --idle 0",
            "residency --json",
            "advise --json WILLNEED")) {
      String out = run(folder, "C.UTF-8", (args + " {}").split(" "));
      assertEquals(
          uri, out.substring(out.indexOf("\"uri"), out.indexOf("\"uri") + uri.length()), out);
    }
  }

  @Test
  void aTextMayHaveAnyBytes() throws Exception {
    Files.write(folder.resolve("f"), ("ab" + NAME).getBytes(ISO_8859_1));
    assertEquals("2\n", run(folder, "C.UTF-8", "find", "{}", "f"));
    assertEquals("2\n", run(folder, "C", "find", "{}", "f"));
  }

  @Test
  void theWorkingDirectoryMayHaveSuchAName() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("d"));
    Files.writeString(inside.resolve("f"), "hello\n");
    Files.delete(file);
    Files.move(inside, file);
    String go = "cd \"$(printf 'n\\377\\344')\" && exec \"$@\"";
    List<String> command = new ArrayList<>(List.of("bash", "-c", go, "bash"));
    command.addAll(Fork.command(List.of(), "grep", "-c", "hello", "f", "./f"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Process process = builder.redirectErrorStream(true).start();
    assertEquals("f:1\n./f:1\n", new String(process.getInputStream().readAllBytes(), ISO_8859_1));
  }
}
