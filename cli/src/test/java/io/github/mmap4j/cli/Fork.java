package io.github.mmap4j.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line that runs the command in a virtual machine of its own. */
final class Fork {
  private Fork() {}

  static List<String> command(List<String> options, Object... args) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(Arrays.stream(args).map(Object::toString).toList());
    return command;
  }
}
