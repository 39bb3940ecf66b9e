package io.github.mmap4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The measurements in the files of one folder. A measurement's name, such as {@code Find ONE_BYTE
 * MMAP4J}, is the benchmark's name followed by its parameters' values, sorted by parameter name.
 * The name starts with {@code scalar} if searches used no vectors.
 *
 * @param machine the machine, the date and the text
 * @param versions the versions of the rivals that are programs
 * @param measured the measurements by name
 */
record Results(JsonNode machine, JsonNode versions, SortedMap<String, Measured> measured) {
  private static final List<String> VECTOR = List.of("find.json", "loops.json", "rest.json");
  private static final String SCALAR = "scalar.json";
  private static final String RIVALS = "rivals.json";
  private static final String MACHINE = "machine.json";

  /**
   * The median of all rounds of one benchmark.
   *
   * @param bytes the number of bytes processed by one operation
   * @param seconds the duration of one operation in seconds
   * @param allocated the number of bytes allocated by one operation, or NaN if it is unknown
   */
  record Measured(long bytes, double seconds, double allocated) {
    double gigabytesPerSecond() {
      return bytes / seconds / 1e9;
    }
  }

  static Results read(Path folder) throws IOException {
    SortedMap<String, Measured> measured = new TreeMap<>();
    for (String file : VECTOR) {
      for (JsonNode one : Json.read(folder.resolve(file))) {
        measured.put(name(one), measured(one));
      }
    }
    for (JsonNode one : Json.read(folder.resolve(SCALAR))) {
      measured.put("scalar " + name(one), measured(one));
    }
    JsonNode rivals = Json.read(folder.resolve(RIVALS));
    for (JsonNode one : rivals.get("measured")) {
      measured.put(
          one.get("name").asString(),
          new Measured(one.get("bytes").asLong(), one.get("median").asDouble(), Double.NaN));
    }
    return new Results(Json.read(folder.resolve(MACHINE)), rivals.get("versions"), measured);
  }

  /** Returns the folders in {@code all} that have measurements, sorted by name. */
  static List<Path> folders(Path all) throws IOException {
    try (Stream<Path> folders = Files.list(all)) {
      return folders.filter(one -> Files.exists(one.resolve(MACHINE))).sorted().toList();
    }
  }

  /** Returns the name of the folder for this processor, such as {@code amd-epyc}. */
  String folder() {
    String words =
        machine
            .path("processor")
            .asString()
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\((r|tm)\\)", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return words.isEmpty() ? "unknown" : words;
  }

  /** Copies the files, but leaves out the path of the JDK that ran the benchmarks. */
  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    List<String> files = new ArrayList<>(VECTOR);
    files.addAll(List.of(SCALAR, RIVALS, MACHINE));
    for (String file : files) {
      JsonNode all = Json.read(from.resolve(file));
      if (all.isArray()) {
        all.forEach(one -> ((ObjectNode) one).remove("jvm"));
      }
      Json.write(to.resolve(file), all);
    }
  }

  private static String benchmark(JsonNode one) {
    String[] names = one.get("benchmark").asString().split("\\.");
    return names[names.length - 2].replace("Benchmark", "");
  }

  private static String name(JsonNode one) {
    StringBuilder name = new StringBuilder(benchmark(one));
    SortedMap<String, JsonNode> sorted = new TreeMap<>();
    for (Map.Entry<String, JsonNode> parameter : one.path("params").properties()) {
      sorted.put(parameter.getKey(), parameter.getValue());
    }
    sorted.remove("mebibytes");
    sorted.values().forEach(value -> name.append(' ').append(value.asString()));
    return name.toString();
  }

  private static Measured measured(JsonNode one) {
    JsonNode metric = one.get("primaryMetric");
    JsonNode allocated = one.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score");
    return new Measured(
        bytes(one),
        Json.median(rounds(metric.get("rawData"))) * unit(metric.get("scoreUnit").asString()),
        allocated.asDouble(Double.NaN));
  }

  private static double[] rounds(JsonNode forks) {
    return StreamSupport.stream(forks.spliterator(), false)
        .flatMapToDouble(
            fork ->
                StreamSupport.stream(fork.spliterator(), false)
                    .flatMapToDouble(round -> DoubleStream.of(round.asDouble())))
        .sorted()
        .toArray();
  }

  private static double unit(String unit) {
    return switch (unit) {
      case "ms/op" -> 1e-3;
      case "ns/op" -> 1e-9;
      default -> throw new IllegalArgumentException("a benchmark measures in " + unit);
    };
  }

  private static long bytes(JsonNode one) {
    JsonNode parameters = one.get("params");
    if (parameters.has("length")) {
      return parameters.get("length").asLong();
    }
    int mebibytes = parameters.get("mebibytes").asInt();
    return parameters.has("counted")
        ? Counted.valueOf(parameters.get("counted").asString()).size(mebibytes)
        : (long) mebibytes << 20;
  }
}
