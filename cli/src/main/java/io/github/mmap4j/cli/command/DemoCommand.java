package io.github.mmap4j.cli.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Mmap;
import io.github.mmap4j.cli.format.PythonBytes;
import io.github.mmap4j.cli.input.Refusal;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.OutputException;
import io.github.mmap4j.share.SharedMemory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Runs the examples from Python's documentation of mmap: 1 changes a file,"
          + " 2 uses anonymous memory, 3 shares memory with a child process.",
      "Standard output is what Python would print; remarks go to standard error."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int ANONYMOUS_LENGTH = 13;

  private final Output out;
  private final PrintStream err;

  @Parameters(arity = "0..1", paramLabel = "EXAMPLE", description = "1, 2 or 3; all by default.")
  private Integer example;

  @Option(names = "--child", paramLabel = "TOKEN", hidden = true)
  private String child;

  @Spec private CommandSpec spec;

  DemoCommand(Output out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException, Refusal {
    if (child != null) {
      beChild();
      return 0;
    }
    if (example == null) {
      err.println("1. A file, read, sliced, changed and read again:");
      file();
      err.println("2. Anonymous memory, closed at the end of its block:");
      anonymous();
      err.println("3. Memory shared by parent and child:");
      shared();
      return 0;
    }
    switch (example) {
      case 1 -> file();
      case 2 -> anonymous();
      case 3 -> shared();
      default -> throw new Refusal("there is no example " + example + ", only 1, 2 and 3");
    }
    return 0;
  }

  private void file() throws IOException {
    Path folder = Files.createTempDirectory("mmap4j-demo");
    Path hello = folder.resolve("hello.txt");
    try {
      Files.write(hello, ascii("Hello Python!\n"));
      try (Mmap m = Mmap.open(hello)) {
        print(m.readLine());
        print(m.getSlice(0, 5));
        m.setSlice(6, ascii(" world!\n"));
        m.seek(0);
        print(m.readLine());
      }
    } finally {
      Files.deleteIfExists(hello);
      Files.delete(folder);
    }
    out.flush(); // prints the output before the next remark
  }

  private void anonymous() throws IOException {
    try (Mmap m = Mmap.anonymous(ANONYMOUS_LENGTH)) {
      m.write(ascii("Hello world!"));
      err.println("(prints nothing; the memory held " + PythonBytes.repr(m.getSlice(0)) + ")");
    }
  }

  /**
   * Shares memory with a child process. Python's example forks; here the child is a new process
   * that receives the memory's token.
   */
  private void shared() throws IOException, Refusal {
    try (SharedMemory memory = SharedMemory.anonymous(ANONYMOUS_LENGTH);
        Mmap m = memory.map()) {
      m.write(ascii("Hello world!"));
      out.write(child(memory.token()));
    }
    out.flush();
  }

  private byte[] child(String token) throws IOException, Refusal {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            spec.root().userObject().getClass().getName(),
            "demo",
            "--child",
            token);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    byte[] printed = process.getInputStream().readAllBytes();
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new Refusal("the child process has ended with status " + status);
    }
    return printed;
  }

  private void beChild() throws IOException {
    try (SharedMemory memory = SharedMemory.attach(child);
        Mmap m = memory.map()) {
      print(m.readLine());
    }
  }

  private void print(byte[] bytes) throws OutputException {
    out.line(PythonBytes.repr(bytes));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
