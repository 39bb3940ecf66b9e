package io.github.mmap4j;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks the headers of Windows, as the compiler mingw-w64 has them, what number a name stands for.
 * No program is run: the compiler writes the numbers into its output.
 */
public final class MingwHeaders {
  private static final String COMPILER = "x86_64-w64-mingw32-gcc";

  private MingwHeaders() {}

  /** Skips the calling test, with the reason, where there is no such compiler. */
  public static void assumeAvailable() {
    assumeTrue(CHeaders.onPath(COMPILER), "no " + COMPILER + " on the PATH");
  }

  /** The values of {@code expressions}, each an integer that the compiler knows. */
  public static Map<String, Integer> numbers(
      Path scratch, List<String> headers, Collection<String> expressions) {
    StringBuilder c = new StringBuilder();
    headers.forEach(header -> c.append("#include <").append(header).append(">\n"));
    c.append("#include <stddef.h>\n");
    // Left in the assembler text as: @ number @
    c.append("void numbers(void) {\n");
    expressions.forEach(
        e -> c.append("asm volatile(\"@ %%c0 @\" :: \"i\" ((int) (%s)));\n".formatted(e)));
    List<String> lines =
        CHeaders.compiled(scratch, c.append("}\n").toString(), COMPILER, "-w", "-S", "-o", "-")
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("@ ") && line.endsWith(" @"))
            .toList();
    Map<String, Integer> numbers = new TreeMap<>();
    int i = 0;
    for (String expression : expressions) {
      numbers.put(expression, Integer.valueOf(lines.get(i++).split(" ")[1]));
    }
    return numbers;
  }
}
