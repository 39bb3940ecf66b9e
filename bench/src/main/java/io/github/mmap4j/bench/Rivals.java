package io.github.mmap4j.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A program that times rival programs on the same text and checks their answers. CPython times
 * itself, while grep, ripgrep and wc are timed as whole processes. Each rival first reads the text
 * once untimed, so that the text is in memory.
 */
public final class Rivals {
  static final int ROUNDS = 5;

  private final int mebibytes;
  private final Corpus corpus;
  private final List<Rival> rivals = new ArrayList<>();

  /** The times that a rival took for one search, round by round. */
  private record Rival(String name, long bytes, List<Double> seconds) {}

  /** A search for CPython to time, named after the benchmark of the same search. */
  private record Search(
      String what, String name, Path file, long bytes, long answer, byte[] argument) {
    String line() {
      String hex = HexFormat.of().formatHex(argument);
      return String.join("\t", what, name, file.toString(), Long.toString(answer), hex) + "\n";
    }
  }

  private Rivals(int mebibytes) {
    this.mebibytes = mebibytes;
    this.corpus = Corpus.ofSize((long) mebibytes << 20);
  }

  /**
   * Writes a JSON file.
   *
   * @param args the size of the text in MiB, the script for CPython, and the file to write
   * @throws IOException if a program can't be run or the file can't be written
   */
  public static void main(String... args) throws IOException {
    Rivals rivals = new Rivals(Integer.parseInt(args[0]));
    ObjectNode result = Json.object();
    ObjectNode versions = result.putObject("versions");
    versions.put("CPython", rivals.python(Path.of(args[1])));
    versions.put("grep", version("grep"));
    versions.put("ripgrep", version("rg"));
    versions.put("wc", version("wc"));
    rivals.programs();
    ArrayNode measured = result.putArray("measured");
    for (Rival rival : rivals.rivals) {
      ObjectNode one = measured.addObject();
      one.put("name", rival.name()).put("bytes", rival.bytes());
      double[] sorted = rival.seconds().stream().mapToDouble(s -> s).sorted().toArray();
      one.put("min", sorted[0]).put("median", Json.median(sorted));
      rival.seconds().forEach(one.putArray("seconds")::add);
    }
    Json.write(Path.of(args[2]), result);
  }

  private static String version(String program) throws IOException {
    return run(program, "--version").text().lines().findFirst().orElseThrow();
  }

  /** Times CPython and returns its version. */
  private String python(Path script) throws IOException {
    List<Search> searches = searches();
    StringBuilder input = new StringBuilder();
    searches.forEach(search -> input.append(search.line()));
    Process process =
        new ProcessBuilder("python3", script.toString(), Integer.toString(ROUNDS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = process.outputWriter(UTF_8)) {
      out.write(input.toString());
    }
    List<String> printed = process.inputReader(UTF_8).readAllLines();
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException("python3 failed, see above");
    }
    for (int i = 0; i < searches.size(); i++) {
      String[] fields = printed.get(i + 1).split("\t");
      List<Double> seconds =
          List.of(fields).subList(1, fields.length).stream().map(Double::valueOf).toList();
      rivals.add(new Rival(fields[0], searches.get(i).bytes(), seconds));
    }
    return printed.getFirst();
  }

  private List<Search> searches() {
    List<Search> searches = new ArrayList<>();
    Path text = corpus.path();
    for (Absent absent : Absent.values()) {
      String name = "Find " + absent + " CPYTHON";
      searches.add(new Search("find", name, text, corpus.size(), -1, absent.bytes()));
      searches.add(new Search("rfind", name + "_RFIND", text, corpus.size(), -1, absent.bytes()));
    }
    for (Counted counted : Counted.values()) {
      searches.add(
          new Search(
              "count",
              "Count " + counted + " CPYTHON",
              counted.file(mebibytes),
              counted.size(mebibytes),
              counted.expected(mebibytes),
              counted.bytes()));
    }
    for (Regex regex : Regex.compared()) {
      byte[] pattern = regex.pattern().getBytes(ISO_8859_1);
      long answer = regex.expected(corpus);
      searches.add(
          new Search("re", "Pattern CPYTHON " + regex, text, corpus.size(), answer, pattern));
    }
    long content = corpus.size() - corpus.lines();
    searches.add(new Search("lines", "Lines CPYTHON", text, corpus.size(), content, new byte[0]));
    return searches;
  }

  private void programs() throws IOException {
    String text = corpus.path().toString();
    time("Count NEWLINE WC", corpus.lines(), "wc", "-l", text);
    for (Absent absent : Absent.values()) {
      String name = "Find " + absent;
      time(name + " GREP", 0, "grep", "-cF", "-e", absent.text(), text);
      time(name + " RIPGREP", 0, "rg", "-cF", "-e", absent.text(), text);
    }
    for (Regex regex : Regex.compared()) {
      long answer = regex.expected(corpus);
      time("Pattern GREP " + regex, answer, "grep", "-cE", "-e", regex.pattern(), text);
      time("Pattern RIPGREP " + regex, answer, "rg", "-c", "-e", regex.pattern(), text);
    }
  }

  /** Times a program that prints a number; ripgrep prints nothing instead of 0. */
  private void time(String name, long answer, String... command) throws IOException {
    run(command);
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Ran ran = run(command);
      String number = ran.text().strip().split(" ")[0];
      Answers.checked(answer, number.isEmpty() ? 0 : Long.parseLong(number));
      seconds.add(ran.seconds());
    }
    rivals.add(new Rival(name, corpus.size(), seconds));
  }

  /**
   * The result of a program that exited with 0, or with 1, as grep and ripgrep do if they find
   * nothing.
   */
  private record Ran(byte[] printed, double seconds) {
    String text() {
      return new String(printed, UTF_8);
    }
  }

  private static Ran run(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LC_ALL", "C");
    long begin = System.nanoTime();
    Process process = builder.start();
    byte[] printed = process.getInputStream().readAllBytes();
    int status = process.onExit().join().exitValue();
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (status > 1) {
      throw new IOException(
          String.format(Locale.ROOT, "%s ended with %d", String.join(" ", command), status));
    }
    return new Ran(printed, seconds);
  }
}
