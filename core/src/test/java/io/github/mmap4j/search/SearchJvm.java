package io.github.mmap4j.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of these tests in a new JVM, with the kernels of this one. */
public final class SearchJvm {
  private static final long SAFETY_NET_SECONDS = 300;

  private SearchJvm() {}

  /** Runs {@code main} with a file to create in {@code folder}, and expects status 0. */
  public static void run(Class<?> main, Path folder, String... options) throws Exception {
    run(main, folder, List.of(), options);
  }

  /** As {@link #run(Class, Path, String...)}, with {@code arguments} after the file name. */
  public static void run(Class<?> main, Path folder, List<String> arguments, String... options)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Finder.usesVectors()) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    command.addAll(List.of("-ea", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null"));
    command.addAll(List.of(options));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), main.getName()));
    command.add(folder.resolve("text").toString());
    command.addAll(arguments);
    Path output = folder.resolve("output");
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!child.waitFor(SAFETY_NET_SECONDS, TimeUnit.SECONDS)) {
      child.destroyForcibly();
    }
    int status = child.waitFor();
    assertEquals(0, status, () -> "output " + read(output));
  }

  private static String read(Path output) {
    try {
      return new String(Files.readAllBytes(output), UTF_8);
    } catch (IOException e) {
      return "can't be read: " + e;
    }
  }
}
