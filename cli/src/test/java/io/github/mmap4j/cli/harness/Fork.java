package io.github.mmap4j.cli.harness;

import io.github.mmap4j.cli.Main;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds the command line that runs the command, or a test's program, in a JVM of its own. */
public final class Fork {
  /** The options by which the launcher saves work in short runs. */
  private static final List<String> OF_LAUNCHER =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:Tier3InvocationThreshold=2000",
          "-XX:Tier3MinInvocationThreshold=1000",
          "-XX:Tier3CompileThreshold=20000",
          "-XX:Tier4InvocationThreshold=15000",
          "-XX:Tier4MinInvocationThreshold=2000",
          "-XX:Tier4CompileThreshold=45000");

  private Fork() {}

  /** Runs the command with the launcher's options, and then those given. */
  public static List<String> command(List<String> options, Object... args) {
    List<String> all = new ArrayList<>(OF_LAUNCHER);
    all.addAll(options);
    return command(Main.class, all, args);
  }

  public static List<String> command(Class<?> program, List<String> options, Object... args) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(Arrays.stream(args).map(Object::toString).toList());
    return command;
  }
}
