package io.github.mmap4j.fork;

import io.github.mmap4j.Mmap;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A virtual machine of its own, for what may end one. Its program has the library and the tests'
 * classes, no JUnit; it says what went wrong by an exception, which fails the test that runs it.
 */
public final class ForkedJvm {
  /** A net for what hangs, far beyond what the slowest needs once it is to end. */
  private static final int MOST_MINUTES = 5;

  private static final int HEAD_OF_CRASH = 60;

  private final Path folder;
  private final Path output;
  private final List<String> command;
  private final Process process;

  private ForkedJvm(
      List<String> prefix,
      Path folder,
      List<String> options,
      Class<?> program,
      List<String> arguments)
      throws IOException {
    this.folder = Files.createTempDirectory(folder, "jvm");
    this.output = this.folder.resolve("output");
    this.command = new ArrayList<>(prefix);
    Collections.addAll(
        command,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-ea",
        "-Xmx256m",
        "-XX:-CreateCoredumpOnCrash",
        "-XX:ErrorFile=" + this.folder.resolve("hs_err_%p.log"));
    command.addAll(options);
    command.add(program.getName());
    command.addAll(arguments);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  /** The options for the library and the tests on the class path, with native access. */
  public static List<String> onClassPath(String... options) {
    return join(
        List.of(
            "-cp",
            place(Mmap.class) + java.io.File.pathSeparator + place(ForkedJvm.class),
            "--enable-native-access=ALL-UNNAMED"),
        options);
  }

  /** The options for the library as a module, and the tests' classes on the class path. */
  static List<String> onModulePath(String... options) {
    return join(
        List.of(
            "-p",
            place(Mmap.class),
            "--add-modules=io.github.mmap4j",
            "-cp",
            place(ForkedJvm.class)),
        options);
  }

  /** As {@link #onClassPath}, but native access is denied. */
  static List<String> denied(String... options) {
    return join(
        List.of(
            "-cp",
            place(Mmap.class) + java.io.File.pathSeparator + place(ForkedJvm.class),
            "--illegal-native-access=deny"),
        options);
  }

  private static List<String> join(List<String> first, String... rest) {
    return Stream.concat(first.stream(), Stream.of(rest)).toList();
  }

  private static String place(Class<?> of) {
    try {
      return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts {@code program}'s main; {@code folder} takes its output and what a crash leaves. */
  public static ForkedJvm start(
      Path folder, List<String> options, Class<?> program, Object... arguments) throws IOException {
    return startUnder(List.of(), folder, options, program, arguments);
  }

  /** As {@link #start}, by a command that {@code prefix} begins. */
  public static ForkedJvm startUnder(
      List<String> prefix, Path folder, List<String> options, Class<?> program, Object... arguments)
      throws IOException {
    return new ForkedJvm(
        prefix, folder, options, program, Stream.of(arguments).map(Object::toString).toList());
  }

  /** Runs {@code program}'s main to its end; its output, if it went well. */
  public static String run(Path folder, List<String> options, Class<?> program, Object... arguments)
      throws IOException, InterruptedException {
    return start(folder, options, program, arguments).end();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has said so far. */
  public String said() throws IOException {
    return Files.readString(output);
  }

  /** Ends it as a crash of the machine or {@code kill -9} would: it can do nothing about it. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends its standard input, and waits for its end; the output, if the program went well. */
  public String end() throws IOException, InterruptedException {
    return endWithin(MOST_MINUTES);
  }

  /** As {@link #end}, for a program whose work takes so long. */
  public String endWithin(int minutes) throws IOException, InterruptedException {
    process.getOutputStream().close();
    boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(output);
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError(
          String.join(" ", command)
              + (ended ? "\nended with " + process.exitValue() : "\ndid not end")
              + ", saying:\n"
              + said
              + crash());
    }
    return said;
  }

  private String crash() throws IOException {
    StringBuilder heads = new StringBuilder();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "hs_err_*")) {
      for (Path file : files) {
        heads.append("\n--- ").append(file.getFileName()).append('\n');
        try (Stream<String> lines = Files.lines(file)) {
          lines.limit(HEAD_OF_CRASH).forEach(line -> heads.append(line).append('\n'));
        }
      }
    }
    return heads.toString();
  }
}
