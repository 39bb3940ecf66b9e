package io.github.mmap4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** A program that records the machine, the date and the text of the measurements. */
public final class Machine {
  private Machine() {}

  /**
   * Writes a JSON file.
   *
   * @param args the size of the text in MiB, and the file to write
   * @throws IOException if the file can't be written
   */
  public static void main(String... args) throws IOException {
    long size = Long.parseLong(args[0]) << 20;
    Corpus corpus = Corpus.ofSize(size);
    ObjectNode machine = Json.object();
    machine.put("command", "bench/measure " + args[0]);
    machine.put("date", LocalDate.now().toString());
    machine.put("processor", line("/proc/cpuinfo", "model name"));
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("memory", line("/proc/meminfo", "MemTotal"));
    machine.put(
        "system",
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
    machine.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
    machine.put("bytes", size);
    machine.put("lines", corpus.lines());
    machine.put("quick.*jumps", corpus.quickLines());
    machine.put("dates", corpus.dates());
    machine.put("corpus", Corpus.description());
    Json.write(Path.of(args[1]), machine);
  }

  /** Returns the value of a name in one of Linux's files, or "unknown" on other systems. */
  private static String line(String file, String name) throws IOException {
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      return "unknown";
    }
    try (Stream<String> lines = Files.lines(path)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
