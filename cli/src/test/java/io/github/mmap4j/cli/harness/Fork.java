package io.github.mmap4j.cli.harness;

import io.github.mmap4j.cli.Main;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds the command line that runs the command, or a test's program, in a JVM of its own. */
public final class Fork {
  private Fork() {}

  public static List<String> command(List<String> options, Object... args) {
    return command(Main.class, options, args);
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
