package io.github.mmap4j.harness;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.search.Finder;
import java.io.File;
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
 * Runs a program that may crash its JVM in a JVM of its own. The program reports failures by
 * throwing an exception. A failure fails the test, with the program's output and the head of a
 * crash report.
 */
public final class ForkedJvm {
  /** The maximum run time, to catch hangs; an emulated processor needs some minutes. */
  private static final int MOST_MINUTES = 10;

  private static final int HEAD_OF_CRASH = 60;
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
  private static final String LIBRARY = place(Mmap.class);
  private static final String TESTS = place(ForkedJvm.class);
  private static final String LIBRARY_AND_TESTS = LIBRARY + File.pathSeparator + TESTS;

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

  /** Returns the options for library and tests on the class path, with native access. */
  public static List<String> onClassPath(String... options) {
    return join(List.of("-cp", LIBRARY_AND_TESTS, NATIVE_ACCESS), options);
  }

  /** Like {@link #withJUnit}, with vectors if this JVM's searches use them. */
  public static List<String> withKernels(String... options) {
    return !Finder.usesVectors()
        ? withJUnit(options)
        : join(withJUnit("--add-modules=jdk.incubator.vector"), options);
  }

  /** Like {@link #onClassPath}, for programs that use JUnit's assertions. */
  public static List<String> withJUnit(String... options) {
    return join(List.of("-cp", System.getProperty("java.class.path"), NATIVE_ACCESS), options);
  }

  /** Returns the options for the library as a module, with the tests on the class path. */
  public static List<String> onModulePath(String... options) {
    return join(List.of("-p", LIBRARY, "--add-modules=io.github.mmap4j", "-cp", TESTS), options);
  }

  /** Like {@link #onClassPath}, but with native access denied. */
  public static List<String> denied(String... options) {
    return join(List.of("-cp", LIBRARY_AND_TESTS, "--illegal-native-access=deny"), options);
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

  /** Starts a program. Its output and the files of a crash go into {@code folder}. */
  public static ForkedJvm start(
      Path folder, List<String> options, Class<?> program, Object... arguments) throws IOException {
    return startUnder(List.of(), folder, options, program, arguments);
  }

  /** Like {@link #start}, with a command that begins with {@code prefix}. */
  public static ForkedJvm startUnder(
      List<String> prefix, Path folder, List<String> options, Class<?> program, Object... arguments)
      throws IOException {
    return new ForkedJvm(
        prefix, folder, options, program, Stream.of(arguments).map(Object::toString).toList());
  }

  /** Runs a program to its end and returns its output. */
  public static String run(Path folder, List<String> options, Class<?> program, Object... arguments)
      throws IOException, InterruptedException {
    return start(folder, options, program, arguments).end();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns the program's output so far. */
  public String said() throws IOException {
    return Files.readString(output);
  }

  /** Kills the process as {@code kill -9} does, which it can't handle. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Closes the program's standard input, waits for its end and returns its output. */
  public String end() throws IOException, InterruptedException {
    return endWithin(MOST_MINUTES);
  }

  /** Like {@link #end}, for a program that takes longer. */
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
