package io.github.mmap4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a main class of these tests in a JVM of its own, where it may set limits or die. */
public final class ChildJvm {
  private static final long SAFETY_NET_SECONDS = 120;

  private ChildJvm() {}

  /** Runs {@code main}, under {@code prefix} where it is not empty, and expects status 0. */
  public static String run(List<String> prefix, Class<?> main, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(child));
    if (!child.waitFor(SAFETY_NET_SECONDS, TimeUnit.SECONDS)) {
      child.destroyForcibly();
    }
    assertEquals(0, child.waitFor(), () -> output.join());
    return output.join();
  }

  private static String read(Process child) {
    try {
      return new String(child.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      return "its output can't be read: " + e;
    }
  }
}
