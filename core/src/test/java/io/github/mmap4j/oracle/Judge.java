package io.github.mmap4j.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs CPython as a child process with judge.py. CPython takes operations in batches, and works on
 * one batch while we work on the next.
 */
public final class Judge implements AutoCloseable {
  private static final String END = "";
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path errors;
  private final BufferedWriter operations;
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  /** Starts CPython, whose file and messages are in {@code directory}. */
  Judge(Path directory) throws IOException {
    errors = directory.resolve("judge.err");
    process =
        new ProcessBuilder("python3", script().toString(), directory.resolve("python").toString())
            .redirectError(errors.toFile())
            .start();
    operations = process.outputWriter(ISO_8859_1);
    Thread.ofVirtual().start(this::receive);
  }

  /** Returns the version of the CPython found here, or null. */
  public static String version() {
    String question =
        "import sys; print(sys.implementation.name, sys.platform, sys.version.split()[0])";
    try {
      Process python = new ProcessBuilder("python3", "-c", question).start();
      String[] answer = new String(python.getInputStream().readAllBytes(), ISO_8859_1).split("\\s");
      boolean fit = answer[0].equals("cpython") && answer[1].equals("linux");
      return fit ? answer[2] : null;
    } catch (IOException | ArrayIndexOutOfBoundsException e) {
      return null;
    }
  }

  /**
   * Returns the path of the script. Tests run in the module's folder, but main runs in the
   * caller's.
   */
  static Path script() {
    return Stream.of("", "core")
        .map(module -> Path.of(module, "src", "test", "python", "judge.py"))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("judge.py: run this in the project's folder"));
  }

  void send(List<String> batch) throws IOException {
    for (String operation : batch) {
      operations.write(operation);
      operations.write('\n');
    }
    operations.write('\n'); // asks for the answers
    operations.flush();
  }

  /** Returns the reply to the first operation that has no reply yet. */
  String reply() throws IOException, InterruptedException {
    String reply = replies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (reply == null || reply.equals(END)) {
      throw new IOException(
          (reply == null ? "python3 is silent" : "python3 has ended: " + process.waitFor())
              + ". "
              + Files.readString(errors));
    }
    return reply;
  }

  private void receive() {
    try (BufferedReader lines = process.inputReader(ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        replies.add(line);
      }
    } catch (IOException e) {
      if (!closed) {
        throw new UncheckedIOException(e);
      }
    } finally {
      replies.add(END);
    }
  }

  /** Ends CPython without waiting for unfinished operations. */
  @Override
  public void close() {
    closed = true;
    process.destroy();
  }
}
