package io.github.mmap4j.cli.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mmap4j.cli.Main;
import io.github.mmap4j.cli.terminal.Output;
import io.github.mmap4j.cli.terminal.Progress;
import io.github.mmap4j.cli.terminal.Question;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The result of one run of the command. */
public record Result(int status, byte[] out, String err) {
  private static final InputStream NOBODY = null;

  public static Result of(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Result result = to(out, args);
    return new Result(result.status, out.toByteArray(), result.err);
  }

  /** Runs it with the caller's standard output. */
  public static Result to(OutputStream out, Object... args) {
    return run(NOBODY, out, false, new ByteArrayOutputStream(), args);
  }

  /** Runs it with the caller's output, as if that were a terminal. */
  public static Result toTerminal(OutputStream out, Object... args) {
    return run(NOBODY, out, true, new ByteArrayOutputStream(), args);
  }

  /** Runs it with one stream for output and errors. */
  public static Result together(Object... args) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    Result result = run(NOBODY, both, false, both, args);
    return new Result(result.status, both.toByteArray(), result.err);
  }

  /** Runs it with a user at the terminal who answers questions. */
  public static Result answering(InputStream answer, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Result result = run(answer, out, false, new ByteArrayOutputStream(), args);
    return new Result(result.status, out.toByteArray(), result.err);
  }

  /** Runs it with {@code bytes} on standard input. */
  public static Result reading(byte[] bytes, Object... args) {
    return reading(new ByteArrayInputStream(bytes), args);
  }

  /** Runs it with a stream as standard input. */
  public static Result reading(InputStream in, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Result result = run(in, NOBODY, out, false, err, args);
    return new Result(result.status, out.toByteArray(), result.err);
  }

  /** Runs it with a stream as standard input and another as its output. */
  public static Result piping(InputStream in, OutputStream out, Object... args) {
    return run(in, NOBODY, out, false, new ByteArrayOutputStream(), args);
  }

  /**
   * Runs it as if standard error were a terminal and each piece of work took two seconds, so that
   * the progress line is drawn as often as possible.
   */
  public static Result slowly(Object... args) {
    return slowlyReading(new byte[0], args);
  }

  /** Runs it slowly with {@code bytes} on standard input. */
  public static Result slowlyReading(byte[] bytes, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, UTF_8);
    AtomicLong now = new AtomicLong();
    Progress progress = new Progress(errors, () -> now.addAndGet(2_000_000_000), () -> 80);
    Output output = new Output(out, progress, false);
    Question nobody = new Question(NOBODY, errors);
    InputStream in = new ByteArrayInputStream(bytes);
    int status = Main.run(output, errors, in, progress, nobody, words(args));
    return new Result(status, out.toByteArray(), err.toString(UTF_8));
  }

  private static String[] words(Object... args) {
    return Stream.of(args).map(Object::toString).toArray(String[]::new);
  }

  private static Result run(
      InputStream answer,
      OutputStream out,
      boolean terminal,
      ByteArrayOutputStream err,
      Object... args) {
    return run(InputStream.nullInputStream(), answer, out, terminal, err, args);
  }

  private static Result run(
      InputStream in,
      InputStream answer,
      OutputStream out,
      boolean terminal,
      ByteArrayOutputStream err,
      Object... args) {
    Progress none = Progress.none();
    Output output = new Output(out, none, terminal);
    PrintStream errors = new PrintStream(err, true, UTF_8);
    int status = Main.run(output, errors, in, none, new Question(answer, errors), words(args));
    return new Result(status, new byte[0], err.toString(UTF_8));
  }

  public String text() {
    return new String(out, UTF_8);
  }

  public void printed(int expectedStatus, String expected) {
    assertEquals(expected, text());
    assertEquals("", err);
    assertEquals(expectedStatus, status);
  }

  public void failed(String expectedLine) {
    assertEquals("mmap: " + expectedLine + "\n", err);
    assertEquals("", text());
    assertEquals(2, status);
  }

  /** Asserts that it failed with one line that contains {@code part}. */
  public void failedSaying(String part) {
    assertEquals(2, status, err);
    assertTrue(err.startsWith("mmap: ") && err.contains(part), err);
    assertEquals(err.length() - 1, err.indexOf('\n'), err);
  }
}
