package io.github.mmap4j.headers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.internal.os.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the numbers of names from this system's C headers with a small C program. */
public final class CHeaders {
  private CHeaders() {}

  /** Skips the calling test, with a reason, on other systems or without gcc. */
  public static void assumeAvailable() {
    assumeTrue(Platform.current() == Platform.LINUX, "the headers compared with are Linux's");
    assumeTrue(Platform.numbersKnown(), "this architecture has numbers of its own");
    assumeTrue(onPath("gcc"), "no gcc on the PATH");
  }

  /** Returns the numbers of those {@code names} that the headers define. */
  public static Map<String, Integer> numbers(
      Path scratch, List<String> headers, Collection<String> names) {
    try {
      Path source = Files.writeString(scratch.resolve("numbers.c"), program(headers, names));
      Path binary = scratch.resolve("numbers");
      run(scratch, "gcc", "-w", "-o", binary.toString(), source.toString());
      Map<String, Integer> numbers = new HashMap<>();
      for (String line : run(scratch, binary.toString()).lines().toList()) {
        String[] fields = line.split(" ");
        numbers.put(fields[0], Integer.valueOf(fields[1]));
      }
      return numbers;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String program(List<String> headers, Collection<String> names) {
    StringBuilder c = new StringBuilder("#define _GNU_SOURCE\n");
    headers.forEach(header -> c.append("#include <").append(header).append(">\n"));
    c.append("#include <stdio.h>\nint main(void) {\n");
    for (String name : names) {
      c.append("#ifdef %1$s\nprintf(\"%1$s %%d\\n\", (int) %1$s);\n#endif\n".formatted(name));
    }
    return c.append("return 0;\n}\n").toString();
  }

  /** Returns the command's output, which goes through a file because it could fill a pipe. */
  private static String run(Path scratch, String... command) throws IOException {
    Path output = scratch.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      int exit = process.waitFor();
      String text = Files.readString(output);
      if (exit != 0) {
        throw new AssertionError(String.join(" ", command) + " gave " + exit + ":\n" + text);
      }
      return text;
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /**
   * Returns the values of {@code expressions}, which the compiler knows. No program is run: {@code
   * compiler}, whose last argument is the file to compile, writes the numbers into its output,
   * which is assembly text.
   */
  static Map<String, Integer> constants(
      Path scratch, List<String> headers, Collection<String> expressions, String... compiler) {
    StringBuilder c = new StringBuilder();
    headers.forEach(header -> c.append("#include <").append(header).append(">\n"));
    c.append("#undef offsetof\n#define offsetof(type, member) __builtin_offsetof(type, member)\n");
    // Left in the text as: @ number @
    c.append("void numbers(void) {\n");
    expressions.forEach(
        e -> c.append("asm volatile(\"@ %%c0 @\" :: \"i\" ((int) (%s)));\n".formatted(e)));
    try {
      Path source = Files.writeString(scratch.resolve("program.c"), c.append("}\n"));
      List<String> command = new ArrayList<>(List.of(compiler));
      command.add(source.toString());
      Iterator<String> lines =
          run(scratch, command.toArray(String[]::new))
              .lines()
              .map(String::strip)
              .filter(line -> line.startsWith("@ ") && line.endsWith(" @"))
              .iterator();
      Map<String, Integer> numbers = new TreeMap<>();
      for (String expression : expressions) {
        numbers.put(expression, Integer.valueOf(lines.next().split(" ")[1]));
      }
      return numbers;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the folder of gcc's own headers. */
  static String folderOfGcc(Path scratch) {
    try {
      return run(scratch, "gcc", "-print-file-name=include").strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static boolean onPath(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
