package io.github.mmap4j.headers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Reads the numbers of names from the kernel's headers for another architecture. The headers come
 * from Debian's linux-libc-dev-…-cross; this machine's compiler reads them, and no program is run.
 */
public final class LinuxHeaders {
  private LinuxHeaders() {}

  private static Path folder(String architecture) {
    return Path.of("/usr", architecture + "-linux-gnu", "include");
  }

  /** Skips the calling test, with a reason, if headers or compiler are missing. */
  public static void assumeAvailable(String architecture) {
    assumeTrue(CHeaders.onPath("gcc"), "no gcc on the PATH");
    Path folder = folder(architecture);
    assumeTrue(Files.isDirectory(folder.resolve("linux")), "no headers in " + folder);
  }

  /** Returns the values of {@code expressions}, each an integer that the compiler knows. */
  public static Map<String, Integer> numbers(
      Path scratch, String architecture, List<String> headers, Collection<String> expressions) {
    String include = folder(architecture).toString();
    return CHeaders.constants(
        scratch, headers, expressions, "gcc", "-w", "-S", "-o", "-", "-nostdinc", "-I" + include);
  }
}
