package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.cli.harness.Fork;
import io.github.mmap4j.cli.harness.Result;
import io.github.mmap4j.cli.harness.Tool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The version, with which a bug report begins. */
class VersionTest {
  @TempDir Path folder;

  @Test
  void theFirstLineIsTheVersionOfTheBuild() {
    String first = Result.of("--version").text().lines().findFirst().orElseThrow();
    assertTrue(first.matches("mmap \\(mmap4j\\) \\d+\\.\\d+\\.\\d+.*"), first);
  }

  @Test
  void theJdkAndItsVendorAreShown() {
    String jdk = Runtime.version() + ", " + System.getProperty("java.vendor");
    assertEquals("JDK:           " + jdk, line(1));
  }

  @Test
  void theSystemIsThatOfUname() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "elsewhere Java has other names");
    String uname = new String(Tool.UNAME.run(folder, "-s", "-r"), UTF_8).strip();
    assertEquals("system:        " + uname + ", " + System.getProperty("os.arch"), line(2));
  }

  private static String line(int number) {
    Result version = Result.of("--version");
    assertEquals(0, version.status(), version.err());
    return version.text().lines().toList().get(number);
  }

  private static String kernel(List<String> options) throws Exception {
    Process process = new ProcessBuilder(Fork.command(options, "--version")).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out.lines().toList().get(3);
  }

  @Test
  void theKernelIsThatOfTheJvm() throws Exception {
    assertEquals("search kernel: scalar", kernel(List.of()));
    assertEquals(
        "search kernel: vector and scalar",
        kernel(List.of("--add-modules", "jdk.incubator.vector")));
  }

  @Test
  void eachSubcommandPrintsTheSame() {
    String version = Result.of("--version").text();
    Result.of("find", "--version").printed(0, version);
    Result.of("share", "list", "--version").printed(0, version);
  }
}
