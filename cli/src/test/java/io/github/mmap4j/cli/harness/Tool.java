package io.github.mmap4j.cli.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the system that checks ours. If it is missing, the test is skipped. */
public enum Tool {
  PYTHON("python3"),
  GREP("grep"),
  UNAME("uname"),
  BASH("bash"),
  ZSH("zsh"),
  FISH("fish"),
  GROFF("groff"),
  MANDOC("mandoc"),
  HEXDUMP("hexdump"),
  XXD("xxd"),
  CMP("cmp"),
  CP("cp"),
  DU("du"),
  STRACE("strace");

  private final String program;

  Tool(String program) {
    this.program = program;
  }

  /** Returns what the program prints when run in {@code folder}; its status must be 0 or 1. */
  public byte[] run(Path folder, String... args) throws IOException {
    Answer answer = ask(folder, args);
    assertTrue(answer.status == 0 || answer.status == 1, () -> program + " said: " + answer.err);
    return answer.out.getBytes(ISO_8859_1);
  }

  /** The answer of a program, each byte as a character. */
  public record Answer(int status, String out, String err) {}

  /** Runs the program in {@code folder}. */
  public Answer ask(Path folder, String... args) throws IOException {
    return ask(ProcessBuilder.Redirect.PIPE, folder, args);
  }

  /** Runs the program in {@code folder}, with a file as standard input. */
  public Answer askReading(Path input, Path folder, String... args) throws IOException {
    return ask(ProcessBuilder.Redirect.from(input.toFile()), folder, args);
  }

  private Answer ask(ProcessBuilder.Redirect input, Path folder, String... args)
      throws IOException {
    Path err = Files.createTempFile("err", null);
    try {
      Process process = start(input, folder, ProcessBuilder.Redirect.to(err.toFile()), args);
      String out = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
      int status = process.onExit().join().exitValue();
      return new Answer(status, out, Files.readString(err, ISO_8859_1));
    } finally {
      Files.delete(err);
    }
  }

  /** Starts the program in {@code folder}. */
  public Process start(Path folder, ProcessBuilder.Redirect err, String... args) {
    return start(ProcessBuilder.Redirect.PIPE, folder, err, args);
  }

  private Process start(
      ProcessBuilder.Redirect input, Path folder, ProcessBuilder.Redirect err, String... args) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C");
    try {
      return builder.redirectInput(input).redirectError(err).start();
    } catch (IOException e) {
      return abort(program + " is not on this machine: " + e.getMessage());
    }
  }
}
