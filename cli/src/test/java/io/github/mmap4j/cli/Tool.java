package io.github.mmap4j.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the system that judges ours. Where it is missing, the test is skipped. */
enum Tool {
  PYTHON("python3"),
  GREP("grep");

  private final String program;

  Tool(String program) {
    this.program = program;
  }

  /** What the program prints when run in {@code folder}; its status is 0 or 1. */
  byte[] run(Path folder, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C");
    builder.redirectErrorStream(true);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return abort(program + " is not on this machine: " + e.getMessage());
    }
    byte[] printed = process.getInputStream().readAllBytes();
    int status = process.onExit().join().exitValue();
    assertTrue(status == 0 || status == 1, () -> program + " said: " + new String(printed));
    return printed;
  }
}
